"""Evidence: what was published, computed again here, with misses shown."""
