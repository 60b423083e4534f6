"""A labour market about to be run, and what an ensemble of it draws."""
