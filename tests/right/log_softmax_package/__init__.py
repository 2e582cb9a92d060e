"""A package with relative imports and a helper module; results are tuples, arrays and NumPy scalars."""
