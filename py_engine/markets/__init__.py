"""All markets in one run: every partner reachable under every agreement, with the duty that a preference saves.

Nothing is imported here on purpose, as in the package above.
"""
