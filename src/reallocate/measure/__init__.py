"""What a number is: its unit, its axes and its source."""
