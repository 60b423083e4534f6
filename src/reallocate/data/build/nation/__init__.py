"""Tables of a country other than the United States, from its own figures and through weights of occupations."""
