"""What the commands do: read, run, show, and return an exit code. One module a command."""
