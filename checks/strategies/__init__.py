"""Draws the cases of properties: wide domains, mixed magnitudes, ties and extremes on purpose.

Everything is made of small integers (within ±99), booleans and choices from short lists. Hypothesis also tries the
literals that it finds in imported modules, but never such as these: so a case set depends on the seed alone, not
on what else is loaded into the process.
"""
