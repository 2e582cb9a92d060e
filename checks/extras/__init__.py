"""Extras: an instructor's own properties, mistakes, probes and modules, which take part as ours do."""
