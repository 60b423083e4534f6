"""Tables of a country other than the United States, from its figures and weights of occupations."""
