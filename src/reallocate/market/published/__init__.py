"""A labour market by the published laws, the user's own included."""
