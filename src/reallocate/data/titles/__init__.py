"""Job titles read as occupations, with a probability."""
