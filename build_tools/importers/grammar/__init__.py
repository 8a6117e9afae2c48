"""Grammars for the wording of rules of origin, written as recursive descent: one production, one function.

`tokens.py` is shared by all of them: it keeps, for every token, the place in the source it was read from, so that an
error can point at the word with a caret and the line of the document.
"""
