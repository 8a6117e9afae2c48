"""Finds the code of a product from plain words, and the words of a code. It ranks and asks; customs decides."""
