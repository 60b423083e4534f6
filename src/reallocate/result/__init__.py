"""A result: its facts, tables, charts and text; saved, opened and verified in one way."""
