"""`python -m checks` is `crosscheck`."""

from checks.cli import main

main()
