"""One job with the moves out of it, and the jobs of a place."""
