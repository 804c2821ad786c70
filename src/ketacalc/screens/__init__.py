"""What is said, as records, and on a terminal."""
