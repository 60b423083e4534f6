"""One job as a study."""
