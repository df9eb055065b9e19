"""`python -m painpath`: the command line."""

from painpath.edges.cli import main

if __name__ == "__main__":
    main()
