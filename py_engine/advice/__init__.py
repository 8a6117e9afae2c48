"""What would make a product qualify, and how far it is from the limit.

Nothing is imported here on purpose, as in the package above.
"""
