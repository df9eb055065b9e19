"""The command line. `main` is the entry point; commands live in sibling files and are imported when they are called."""

from painpath.edges.cli.entry import main

__all__ = ["main"]
