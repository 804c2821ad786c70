"""What a page in a browser asks of the core and is answered: JSON both ways."""
