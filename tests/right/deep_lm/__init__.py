"""Packages in a package: `engine` differentiates, `layers` are stacked; the assignment's files show what they hold."""
