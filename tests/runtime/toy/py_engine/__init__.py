"""A toy engine with faults on purpose: tests of the runtime need calls that crash or never end."""
