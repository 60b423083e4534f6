"""What finance asks of a plan."""
