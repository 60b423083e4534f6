"""The nation's market: its draws, each beside the same draw without further AI."""
