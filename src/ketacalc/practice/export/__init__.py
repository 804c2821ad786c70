"""A sheet of practice problems as a file."""
