"""Answers of a class, from the file to what they come to."""

STDIN = "-"  # in the place of a path
