"""What a works council asks."""
