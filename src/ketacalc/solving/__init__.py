"""From given figures to a worked solution."""
