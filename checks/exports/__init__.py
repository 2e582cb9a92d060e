"""Where grades travel: one module for each platform, pure functions of a class's gradings to the platform's format.

None of them tells how long anything took, so that the same verdicts give the same bytes.
"""
