"""What is told of a run, a class, an audit or what is watched. Pure: records in, text out.

One module for each thing told and format; what several share has its own: `student` and `class_facts` (what is told,
before it has a format), `rows`, `path` and `spelling` (in a terminal), `pages` and `charts` (on pages).
"""
