"""The rules of Puente in plain Python. Imports nothing outside the standard library.

Nothing is imported here on purpose: in a browser every module costs milliseconds, so each is loaded when it is needed.
"""

__version__ = "0.1.0"
