"""What is told of a run, one module for each format. Pure: a run and its score in, text out."""
