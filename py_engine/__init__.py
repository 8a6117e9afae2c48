"""The rules of Puente in plain Python. Imports nothing outside the standard library."""
