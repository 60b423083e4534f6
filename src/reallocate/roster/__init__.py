"""The only way from a user's own table to roles."""
