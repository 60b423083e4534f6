"""Statements of the story, each with a rule and a verdict."""
