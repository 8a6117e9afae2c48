"""From the gaps of a business to a dated plan: what to do first, what after, and why each is there.

The order is the best one, not a rule of thumb: see ``schedule.py``.
"""
