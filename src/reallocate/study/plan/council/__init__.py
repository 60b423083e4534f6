"""What a works council asks of a plan."""
