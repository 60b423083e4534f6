"""One firm's choice: what work to move between people and compute, when, and at what cost."""
