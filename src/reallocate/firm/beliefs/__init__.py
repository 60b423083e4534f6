"""What one must believe for a cut to be the best plan."""
