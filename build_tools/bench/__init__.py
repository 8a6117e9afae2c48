"""Measurements anybody can repeat: each module with a `main` here is one benchmark of `puente bench NAME`.

A benchmark measures and prints. It writes nothing outside `.build/bench/`, and no page quotes a figure that
did not come out of one of these.
"""
