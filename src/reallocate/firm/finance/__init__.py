"""Finance's questions."""
