"""What a cut takes for granted, as tables: how often it is the best plan, and which beliefs make it so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import binomtest

from reallocate.plan.implied import CAPABILITY, CASH, GPU_VALUE, NEAR, SOURCE, TOGETHER, Judged
from reallocate.study.plan.problem.beliefs import EDGED, Implied
from reallocate.work.parameters import Parameters

Array = npt.NDArray[np.float64]

BEST = 1e-6
"""Extra cost up to which a cut counts as the best plan itself, as a share of the least cost."""
TOLERANCES = {"best": BEST, "near_0_25": 0.0025, "near": NEAR, "near_1": 0.01, "near_2": 0.02}
INTERVAL = 0.8
ENOUGH_NEAR = 5
"""Draws that must be near the best before their middle is told."""
WORDS = {
    GPU_VALUE: ("value of GPUs for products, at which the announced spending is just bought", "ratio"),
    CASH: ("cash, of what people, compute and GPUs for products take in the dearest year", "share"),
    SOURCE: ("whose judgement of AI's reach", ""),
    CAPABILITY: ("how good AI becomes", ""),
}
SUMMARY = (
    "reading draws best near_0_25 near near_1 near_2 share_near low high extra_share extra_cost "
    "least_extra_share"
)
EDGE = "belief reading unit now low high extra_at_low extra_at_high flips_at median median_near grade"
CHOICES = "belief choice at_once any_time layoffs"
MOVED = "reading step belief unit now value choice extra_share"
TWO = "quits_per_month demand_growth at_once any_time layoffs"


def implied_tables(found: Implied | None) -> dict[str, pd.DataFrame]:
    """The tables about a cut; none where none was asked about.

    found : what was found out
    """
    if found is None:
        return {}
    rows: dict[str, tuple[str, list[dict[str, object]]]] = {
        "implied": (SUMMARY, [summary(found.draws, found.now, reading) for reading in found.readings]),
        "implied_edge": (EDGE, _edges(found)),
        "implied_together": (MOVED, _together(found)),
        "implied_choices": (CHOICES, _choices(found)),
        "implied_grid": (TWO, [_beside(one) | dict(one.beliefs.values) for one in found.grid]),
    }
    tables = {name: pd.DataFrame(made, columns=words.split()) for name, (words, made) in rows.items()}
    return {**tables, "implied_draws": pd.DataFrame([_draw(one) for one in found.draws])}


def summary(draws: Sequence[Judged], now: Judged, reading: str) -> dict[str, object]:
    """How often a cut is the best plan or nearly so over draws of beliefs.

    draws : judged
    now : judged under what is assumed
    reading : of the cut
    The interval is from 10% to 90%. Source: Clopper, Pearson 1934, Biometrika 26:404,
    DOI 10.1093/biomet/26.4.404; evenly filled draws scatter less than the independent ones it is for.
    """
    shares = np.array([one.share(reading) for one in draws])
    counts = {name: int((shares <= most).sum()) for name, most in TOLERANCES.items()}
    interval = binomtest(counts["near"], len(shares)).proportion_ci(INTERVAL, "exact")
    return {
        "reading": reading,
        "draws": len(shares),
        **counts,
        "share_near": counts["near"] / len(shares),
        "low": float(interval.low),
        "high": float(interval.high),
        "extra_share": now.share(reading),
        "extra_cost": dict(now.extra)[reading],
        "least_extra_share": float(np.nanmin(shares)) if np.isfinite(shares).any() else np.nan,
    }


def says(name: str) -> str:
    """A belief in words.

    name : of a parameter, or one of the other beliefs
    """
    if name in WORDS:
        return WORDS[name][0]
    along = " (and in proportion with the rest)" if name in TOGETHER else ""
    return Parameters.default().about(name).says + along


def unit_of(name: str) -> str:
    """What a belief is measured in.

    name : of a parameter, or one of the other beliefs
    """
    return WORDS[name][1] if name in WORDS else Parameters.default().about(name).unit


def beliefs_of(one: Judged) -> dict[str, Any]:
    """Every belief of a draw by its name.

    one : judged
    """
    said = one.beliefs
    return {
        **dict(said.values),
        SOURCE: said.reach_source,
        CAPABILITY: said.capability,
        GPU_VALUE: said.gpu_value,
        CASH: said.cash_share,
    }


def _edges(found: Implied) -> list[dict[str, object]]:
    rows = []
    for edge in found.edges:
        name = edge.span.name
        every = np.array([beliefs_of(one)[name] for one in found.draws], dtype=float)
        near = np.array([one.share(edge.reading) <= NEAR for one in found.draws])
        rows.append(
            {
                "belief": says(name),
                "reading": edge.reading,
                "unit": unit_of(name),
                "now": edge.span.now,
                "low": edge.span.low,
                "high": edge.span.high,
                "extra_at_low": edge.low,
                "extra_at_high": edge.high,
                "flips_at": np.nan if edge.near_at is None else edge.near_at,
                "median": float(np.median(every)),
                "median_near": float(np.median(every[near])) if near.sum() >= ENOUGH_NEAR else np.nan,
                "grade": "J" if name in WORDS else Parameters.default().about(name).grade.value,
            }
        )
    return rows


def _together(found: Implied) -> list[dict[str, object]]:
    now = {span.name: span.now for span in found.spans}
    return [
        {
            "reading": reading,
            "step": number,
            "belief": says(step.name),
            "unit": unit_of(step.name),
            "now": now.get(step.name, np.nan),
            "value": np.nan if isinstance(step.value, str) else step.value,
            "choice": step.value if isinstance(step.value, str) else "",
            "extra_share": step.share,
        }
        for reading, steps in found.steps.items()
        for number, step in enumerate(steps, start=1)
    ]


def _choices(found: Implied) -> list[dict[str, object]]:
    options = found.cut.setting.options
    assumed = {SOURCE: options.reach_source, CAPABILITY: options.capability}
    rows = {
        **{(name, f"{choice} (as assumed)"): found.now for name, choice in assumed.items()},
        **found.choices,
    }
    order = sorted(rows, key=lambda key: (key[0], "(as assumed)" not in key[1], key[1]))
    return [{"belief": says(key[0]), "choice": key[1], **_beside(rows[key])} for key in order]


def _beside(one: Judged) -> dict[str, object]:
    from_reading = dict(zip(("at_once", "any_time"), EDGED, strict=True))
    return {
        **{column: one.share(reading) for column, reading in from_reading.items()},
        "layoffs": one.layoffs,
    }


def _draw(one: Judged) -> dict[str, object]:
    shares = {f"extra, {reading}": one.share(reading) for reading, _ in one.extra}
    return {**beliefs_of(one), "layoffs": one.layoffs, **shares}
