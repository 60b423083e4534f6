"""One worker's ways out: which moves are open, in what time and at what cost."""
