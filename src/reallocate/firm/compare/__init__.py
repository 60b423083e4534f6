"""Two plans beside each other, and why they differ."""
