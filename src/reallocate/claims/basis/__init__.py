"""What a claim is, and what claims are computed from."""
