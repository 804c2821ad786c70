"""How figures are written: from text to quantities in units, and back."""
