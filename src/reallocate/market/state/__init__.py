"""A labour market at its start."""
