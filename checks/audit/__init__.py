"""The audit: the suite judged by its own bank, every wrong implementation to be caught and no right one failed."""
