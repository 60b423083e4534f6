"""Speed beside the peers: each figure next to the same work done otherwise, in one run."""
