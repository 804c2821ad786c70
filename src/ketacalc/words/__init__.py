"""In words: from a problem as it is printed to the line of notation that it means."""
