"""Who can move from one occupation to another, in what time, at what pay, how likely."""
