"""Reads what people write: YAML, Markdown and sentences, with every fault placed at its line.

Nothing here decides whether content is right; that is the work of ``build_tools.validate``.
"""
