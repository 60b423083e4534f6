"""How work moves between people and AI compute."""
