"""Checks a submission again and again while it is being written: what each change affects, and nothing else."""
