"""The laws of the market, one equation a function."""
