"""Every property, one module for each topic, in the order of the course. Importing this registers them all."""

from checks.properties import cross_entropy

__all__ = ["cross_entropy"]
