"""Reads official publications into this project's own notation, repeatably and with provenance.

An importer keeps facts: codes, percentages, dates, and the condition a rule states, each with the place where it
stands. It keeps no sentence of a source. What it cannot read fully it says so (`unread`); it never leaves a part
out and never guesses. A source whose layout has changed stops it before anything is written.
"""
