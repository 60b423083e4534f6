"""The plan problem of a firm: prepared, grouped, and solved case by case."""
