"""What the plan's charts are made of: as all lenses' charts are."""

from __future__ import annotations

from reallocate.output.chart import BAND, Chart, Column, Drawn, Tables, category, colour

__all__ = ["BAND", "Chart", "Column", "Drawn", "Tables", "category", "colour"]
