"""The engine is PyPI's `autograd`: in a package, its name and that of our own autograd.py do not collide."""
