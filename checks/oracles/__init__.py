"""True values, computed independently of the reference and of every submission."""
