"""The published figures, and what is worked from them."""
