"""Dated forecasts that are kept and scored."""
