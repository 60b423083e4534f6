"""A round trip in front of a reader: a summary in the terminal, and a page."""
