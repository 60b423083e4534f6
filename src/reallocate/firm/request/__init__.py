"""What is asked of a firm, and how it is read."""
