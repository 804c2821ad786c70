"""Answers of a class, from the file to what they come to."""
