"""Mistakes of the bank, made again in right submissions of another style: what a student's version of them looks like.

Diagnosis has to recognise them although not one line is the reference's.
"""
