"""crosscheck: properties that a language model built from first principles must have, and a judge of them."""

__version__ = "0.1.0"
