"""The verdict as a file that anyone can run again years later, and the files the origin tool saves and opens.

Nothing is imported here on purpose, as in the package above.
"""
