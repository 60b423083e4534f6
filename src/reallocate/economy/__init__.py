"""The economy: a labour market through time, by laws that each stand in a file of their own."""
