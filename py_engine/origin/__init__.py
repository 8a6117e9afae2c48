"""Rules of origin: when a good counts as made in an economy, so that a lower duty applies.

Nothing is imported here on purpose, as in the package above.
"""
