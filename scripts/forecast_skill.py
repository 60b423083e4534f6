"""Writes the skill of forecasts by era that ships: `python scripts/forecast_skill.py`; takes ten seconds."""

from __future__ import annotations

from pathlib import Path

from reallocate.data.bundle import load_world
from reallocate.market.forecast.ledger_tables import FILE
from reallocate.market.forecast.monthly import rolling_months

PLACE = Path(__file__).resolve().parent.parent / "src/reallocate/market/forecast" / FILE


def text() -> str:
    """The file, figures to four digits."""
    return rolling_months(load_world()).to_csv(index=False, float_format="%.4g", lineterminator="\n")


if __name__ == "__main__":
    PLACE.write_text(text(), encoding="utf-8")
