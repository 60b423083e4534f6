"""The labour market through time."""
