"""Rows and cells of a user's table."""
