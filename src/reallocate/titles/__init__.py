"""Job titles as firms write them, read as occupations with a probability."""
