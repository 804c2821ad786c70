"""Run the command line: `python -m ketacalc`."""

from ketacalc.cli import run

if __name__ == "__main__":
    run()
