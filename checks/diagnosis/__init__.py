"""Diagnosis: which known mistake a failing submission makes, told by its answers alone."""
