"""Plan and market solved in turn."""
