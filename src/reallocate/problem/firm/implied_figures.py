"""What a cut assumes, in figures: how often it is the best plan, and which assumptions make it so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from reallocate.plan.implied import CAPABILITY, CASH, GPU_VALUE, NEAR, SOURCE, TOGETHER, Judged
from reallocate.problem.firm.beliefs import EDGED, Implied
from reallocate.work.parameters import Parameters

BEST = 1e-6
"""Extra cost up to which a cut counts as the best plan itself, as a share of the least cost."""
TOLERANCES = {"best": BEST, "near_0_25": 0.0025, "near": NEAR, "near_1": 0.01, "near_2": 0.02}
INTERVAL = 0.8
ENOUGH_NEAR = 5
"""Draws that must be near the best before their median is given."""
WORDS = {
    GPU_VALUE: ("value of GPUs for products, at which the announced spending is just bought", "ratio"),
    CASH: ("cash, of what people, compute and GPUs for products take in the dearest year", "share"),
    SOURCE: ("whose judgement of AI's reach", ""),
    CAPABILITY: ("how good AI becomes", ""),
}


def summary(draws: Sequence[Judged], now: Judged, reading: str) -> dict[str, object]:
    """How often a cut is the best plan or nearly so over draws of beliefs.

    now : judged under what is assumed
    reading : of the cut
    The interval is from 10% to 90%. Source: Clopper, Pearson 1934, Biometrika 26:404,
    DOI 10.1093/biomet/26.4.404; evenly filled draws scatter less than the independent ones it is for.
    """
    # Loaded only here: it takes a third of a second, and few runs ask for it.
    from scipy.stats import binomtest

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
    """Every belief of a draw by its name."""
    beliefs = one.beliefs
    return {
        **dict(beliefs.values),
        SOURCE: beliefs.reach_source,
        CAPABILITY: beliefs.capability,
        GPU_VALUE: beliefs.gpu_value,
        CASH: beliefs.cash_share,
    }


def edge_figures(made: Implied) -> list[dict[str, object]]:
    """What each assumption alone does to the extra cost of the cut."""
    rows = []
    for edge in made.edges:
        name = edge.span.name
        every = np.array([beliefs_of(one)[name] for one in made.draws], dtype=float)
        near = np.array([one.share(edge.reading) <= NEAR for one in made.draws])
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


def step_figures(made: Implied) -> list[dict[str, object]]:
    """Assumptions moved one after the other until the cut is near-optimal."""
    now = {span.name: span.now for span in made.spans}
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
        for reading, steps in made.steps.items()
        for number, step in enumerate(steps, start=1)
    ]


def choice_figures(made: Implied) -> list[dict[str, object]]:
    """The extra cost of the cut under each choice, all else as assumed."""
    options = made.cut.setting.options
    assumed = {SOURCE: options.reach_source, CAPABILITY: options.capability}
    rows = {
        **{(name, f"{choice} (as assumed)"): made.now for name, choice in assumed.items()},
        **made.choices,
    }
    order = sorted(rows, key=lambda key: (key[0], "(as assumed)" not in key[1], key[1]))
    return [{"belief": says(key[0]), "choice": key[1], **extra_figures(rows[key])} for key in order]


def extra_figures(one: Judged) -> dict[str, object]:
    """The extra cost of the cut, at once and at any time, and the layoffs of the best plan."""
    from_reading = dict(zip(("at_once", "any_time"), EDGED, strict=True))
    return {
        **{column: one.share(reading) for column, reading in from_reading.items()},
        "layoffs": one.layoffs,
    }


def draw_figures(one: Judged) -> dict[str, object]:
    """A draw of the assumptions, and the extra cost of the cut in it."""
    shares = {f"extra, {reading}": one.share(reading) for reading, _ in one.extra}
    return {**beliefs_of(one), "layoffs": one.layoffs, **shares}
