"""Occupations of a place with employment, pay and reach, and what became of the exposed."""
