"""The scenario of a labour market."""
