"""Run the command line: `python -m ketacalc`."""

import sys

from ketacalc.cli import main

if __name__ == "__main__":
    sys.exit(main())
