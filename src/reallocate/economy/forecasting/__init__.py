"""Forecasts of published series from their own past, and how forecasts are scored."""
