"""The story's statements, each computed, with a verdict by a rule that stands beside it."""
