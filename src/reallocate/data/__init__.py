"""Sources, the tables that ship, and titles read as occupations."""
