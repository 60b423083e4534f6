"""What a cut assumes, as tables: how often it is the best plan, and which assumptions make it so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.stats import binomtest

from reallocate.output.table import BY_ROW, Column, Rows, of_unit, table
from reallocate.plan.implied import CAPABILITY, CASH, GPU_VALUE, NEAR, SOURCE, TOGETHER, Judged
from reallocate.problem.firm.beliefs import EDGED, Implied
from reallocate.problem.firm.columns import EXTRA_COST, RANGE, SOLVED_AGAIN, UNIT
from reallocate.problem.firm.solved_cases import SolvedCases
from reallocate.work.parameters import Parameters

Array = npt.NDArray[np.float64]

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

BELIEF, READING = Column("belief", "Assumption"), Column("reading", "Cut")
EXTRA = "share of the least cost"
CUT_EXTRA = of_unit(EXTRA, at_once="Extra cost, cut now", any_time="Extra cost, any time")


@table(
    "implied", "Assumptions behind the cut",
    READING,
    of_unit("draws", draws="Draws", best="Optimal in", near_0_25="Within 0.25% in", near="Near-optimal in",
            near_1="Within 1% in", near_2="Within 2% in"),
    of_unit("share", share_near="Near-optimal share", low="10th percentile", high="90th percentile"),
    Column("extra_share", "Extra cost, share", EXTRA), EXTRA_COST,
    Column("least_extra_share", "Extra cost, nearest draw", EXTRA),
    source=f"{SOLVED_AGAIN} The cut and the free plan under drawn assumptions.", optional=True,
)  # fmt: skip
def implied(solved: SolvedCases) -> Rows | None:
    """How often the cut is the best plan or nearly so, over draws of the assumptions."""
    one = solved.implied
    return None if one is None else [summary(one.draws, one.now, reading) for reading in one.readings]


@table(
    "implied_together", "Assumptions moved together",
    READING, Column("step"), BELIEF, UNIT, of_unit(BY_ROW, now="Assumed here", value="Value"),
    Column("choice"),
    Column("extra_share", "Extra cost, share", EXTRA),
    source=SOLVED_AGAIN, optional=True,
)  # fmt: skip
def implied_together(solved: SolvedCases) -> Rows | None:
    """Assumptions moved one after the other until the cut is near-optimal."""
    return None if solved.implied is None else _together(solved.implied)


@table(
    "implied_edge", "One assumption at a time",
    BELIEF, READING, UNIT, Column("now", "Assumed here", BY_ROW), RANGE,
    of_unit(EXTRA, extra_at_low="Extra cost at lowest", extra_at_high="Extra cost at highest"),
    of_unit(BY_ROW, flips_at="Near-optimal from", median="Median, all draws",
            median_near="Median, favourable draws"),
    Column("grade"),
    source=f"{SOLVED_AGAIN} Ranges: the sheet Assumptions.", optional=True,
)  # fmt: skip
def implied_edge(solved: SolvedCases) -> Rows | None:
    """What each assumption alone does to the extra cost of the cut."""
    return None if solved.implied is None else _edges(solved.implied)


@table(
    "implied_choices", "Choices behind the cut",
    BELIEF, Column("choice"), CUT_EXTRA, Column("layoffs", unit="FTE"),
    source=SOLVED_AGAIN, optional=True,
)  # fmt: skip
def implied_choices(solved: SolvedCases) -> Rows | None:
    """The extra cost of the cut under each choice, all else as assumed."""
    return None if solved.implied is None else _choices(solved.implied)


@table(
    "implied_grid", "Quits and demand",
    Column("quits_per_month", "Quits", "share/month"),
    Column("demand_growth", "Growth of work", "share/year"),
    CUT_EXTRA, Column("layoffs", unit="FTE"),
    source=SOLVED_AGAIN, optional=True,
)  # fmt: skip
def implied_grid(solved: SolvedCases) -> Rows | None:
    """The extra cost of the cut where quits and growth of demand move together."""
    if solved.implied is None:
        return None
    return [{**_beside(one), **dict(one.beliefs.values)} for one in solved.implied.grid]


@table(
    "implied_draws", "Every draw of assumptions",
    source="Drawn from the ranges on the sheet Assumptions.", optional=True, others=Column(""),
)  # fmt: skip
def implied_draws(solved: SolvedCases) -> Rows | None:
    """Each draw of the assumptions, and the extra cost of the cut in it."""
    return None if solved.implied is None else [_draw(one) for one in solved.implied.draws]


IMPLIED_TABLES = (implied, implied_together, implied_edge, implied_choices, implied_grid, implied_draws)


def summary(draws: Sequence[Judged], now: Judged, reading: str) -> dict[str, object]:
    """How often a cut is the best plan or nearly so over draws of beliefs.

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
    """Every belief of a draw by its name."""
    beliefs = one.beliefs
    return {
        **dict(beliefs.values),
        SOURCE: beliefs.reach_source,
        CAPABILITY: beliefs.capability,
        GPU_VALUE: beliefs.gpu_value,
        CASH: beliefs.cash_share,
    }


def _edges(made: Implied) -> list[dict[str, object]]:
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


def _together(made: Implied) -> list[dict[str, object]]:
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


def _choices(made: Implied) -> list[dict[str, object]]:
    options = made.cut.setting.options
    assumed = {SOURCE: options.reach_source, CAPABILITY: options.capability}
    rows = {
        **{(name, f"{choice} (as assumed)"): made.now for name, choice in assumed.items()},
        **made.choices,
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
