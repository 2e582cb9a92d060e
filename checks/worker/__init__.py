"""The untrusted process that holds student code, and the judge's end of the line to it.

`child`, `loading`, `lockdown`, `answers`, `numbers` and `probes` are loaded alone in that process and import
nothing else of `checks`; `protocol` is spoken on both sides; `client` is the judge's.
"""
