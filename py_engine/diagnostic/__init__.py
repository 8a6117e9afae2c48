"""The digital diagnosis: how far a firm or cooperative has come, what holds it back, and what to do next.

What is asked, what counts how much, and where a level begins are data. Here is only how answers become a result:
an answer that is missing or unknown is an interval from the worst answer to the best, never a "no".
"""
