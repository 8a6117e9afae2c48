"""Toy views."""
