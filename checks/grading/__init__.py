"""A class of submissions: found in a folder, graded side by side, kept in a gradebook that loses nothing."""
