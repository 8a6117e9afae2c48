"""A busy machine may be slow; a promise is not broken by that."""

from hypothesis import settings

settings.register_profile("puente", deadline=None, print_blob=True)
settings.load_profile("puente")
