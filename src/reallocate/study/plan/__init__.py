"""A scenario becomes a plan: the firm, every plan it needs, and their tables and sentences."""
