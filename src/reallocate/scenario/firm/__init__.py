"""The scenario of a firm."""
