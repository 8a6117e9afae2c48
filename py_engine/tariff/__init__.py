"""What customs asks for goods: duties as a schedule prints them, what they come to, and what a preference saves.

Nothing here knows a rate: rates are data, and a rate that nobody has read is unknown, never nought.
"""
