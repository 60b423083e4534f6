"""The plan problem, prepared and solved case by case."""
