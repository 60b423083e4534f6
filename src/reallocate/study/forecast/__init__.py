"""A dated forecast of the tech workforce."""
