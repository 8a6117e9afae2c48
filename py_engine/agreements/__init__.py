"""Trade agreements: who has one with whom and from which day, and what its general provisions on origin say.

The room holds what an agreement says about every product: tolerances, cumulation, transport, proofs and the like. Rules
for single products are in `py_engine.origin`. Nothing here decides whether a product originates.
"""
