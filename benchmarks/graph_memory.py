"""Prints what the nodes of a large graph occupy: `python graph_memory.py ENGINE`.

The graphs of several losses of the character LM are kept; the growth of the process and of what Python has allocated is
divided by the number of their nodes. PyTorch allocates outside of Python: there only the first says something.
"""

from __future__ import annotations

import sys
import tracemalloc

import msgspec
import psutil
from engines import engine

GRAPHS = 6


def main(name: str) -> None:
    """Prints `{"nodes": ..., "resident": ..., "allocated": ...}`, bytes for each node."""
    chosen = engine(name)
    forward = chosen.char_lm()
    nodes = chosen.count_nodes(forward())
    process = psutil.Process()
    before = process.memory_info().rss
    kept = [forward() for _ in range(GRAPHS)]
    resident = (process.memory_info().rss - before) / (nodes * len(kept))
    tracemalloc.start()
    graph = forward()
    allocated = tracemalloc.get_traced_memory()[0] / nodes
    assert graph is not None
    print(msgspec.json.encode({"nodes": nodes, "resident": resident, "allocated": allocated}).decode())


if __name__ == "__main__":
    main(sys.argv[1])
