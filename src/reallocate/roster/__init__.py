"""The only way from a user's table of people to roles."""
