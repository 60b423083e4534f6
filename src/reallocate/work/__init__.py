"""The one core: occupations, the hours of work in them, and what may do that work."""
