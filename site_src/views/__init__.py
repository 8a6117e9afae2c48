"""Views of Puente: an answer of the engine in, a piece of a page out."""
