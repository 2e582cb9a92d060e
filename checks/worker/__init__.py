"""The untrusted process that holds student code, and the judge's end of the line to it.

Loaded alone in that process, importing nothing else of `checks`: `child` (its start), `zygote` (the warm parent),
`serving`, `loading`, `probes`, `answers`, `numbers`, and what seals it: `lockdown`, `landlock`, `seccomp`, `readable`.
Spoken on both sides: `protocol`. The judge's: `client` ─▶ `words`, `process` ─▶ `warm`, `deadline` ─▶ `command`,
`bubblewrap`, `installed`.
"""
