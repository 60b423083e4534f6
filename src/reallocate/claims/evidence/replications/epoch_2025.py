"""Epoch AI 2025: how fast the lowest price at equal capability falls."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from reallocate.claims.evidence.context import EvidenceContext
from reallocate.claims.evidence.target import Found, Obtained

_FOLDER = "validation-only/epoch-inference-price-trends"
_SCIENCE = "GPQA Diamond, as good as GPT-4-0314"
_PRICE, _FACTOR = "USD per 1M Tokens", "price_reduction_factor_per_year"
_DAYS = 365.0


def replicate(context: EvidenceContext) -> Found:
    """The factors.

    context : with the insight's files, which may not ship
    """
    prices = context.file(f"{_FOLDER}/lowest_price_models_data.csv")
    if prices is None:
        return {}
    factors = _factors(prices)
    found = {
        "slowest": Obtained(float(factors.min()), str(factors.idxmin())),
        "fastest": Obtained(float(factors.max()), str(factors.idxmax())),
        "science_questions": Obtained(float(factors[_SCIENCE]), f"one of {len(factors)} milestones"),
    }
    results = context.file(f"{_FOLDER}/lowest_price_models_results.csv")
    if results is not None:
        table = pd.read_csv(results)
        published = table[_FACTOR].set_axis(_milestones(table))
        worst = float((factors.reindex(published.index) / published - 1.0).abs().max())
        found["price_factors"] = Obtained(worst, f"{len(published)} milestones")
    return found


def _factors(file: Path) -> pd.Series:
    """How many times cheaper in a year; (milestone) [ratio]."""
    table = pd.read_csv(file, parse_dates=["Release Date"])
    found = {}
    for milestone, rows in table.groupby(_milestones(table), sort=False):
        years = (rows["Release Date"] - rows["Release Date"].min()).dt.days / _DAYS
        found[milestone] = float(np.exp(-np.polyfit(years, np.log(rows[_PRICE]), 1)[0]))
    return pd.Series(found)


def _milestones(table: pd.DataFrame) -> pd.Series:
    """What a model has to match, in words."""
    return table["bench"] + ", as good as " + table["threshold_model"]
