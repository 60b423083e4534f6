"""The beliefs and the plans asked of them, in figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from reallocate.firm.beliefs.model import (
    ANY_TIME,
    AT_ONCE,
    CAPABILITY,
    CASH,
    FOR_GPUS,
    GPU_VALUE,
    NEAR,
    READINGS,
    SOURCE,
    TOGETHER,
    Beliefs,
    Cut,
    Edge,
    Judged,
    Span,
    Step,
    cash_of_everything,
    edges,
    judge_all,
    together,
)
from reallocate.firm.model.cases import Setting, free_options
from reallocate.firm.request.keys import Scenario
from reallocate.firm.request.plan_keys import exits_from_text
from reallocate.firm.request.prepare import (
    COARSE_SHARE,
    ENOUGH_ROLES,
    wanted_products,
    with_fewer_roles,
    with_fewer_systems,
)
from reallocate.kernel.errors import InputError, Problem
from reallocate.kernel.parameters import Parameters, points, triangular
from reallocate.work.capability import SCENARIOS
from reallocate.work.world import World

_DECIDING = (
    "good_deliverable",
    "doubling_days",
    "adoption_width",
    "adoption_ceiling",
    "demand_growth",
    "work_elasticity",
    "drop_price",
    "slack_at_start",
    "quits_per_month",
    "capture_augmented",
    "capture_automated",
    "review_hours",
)
"""Assumptions that decide how many people a plan lets go; severance is one more."""
_GPU_VALUES = (0.5, 1.0, 2.0)
"""Of GPUs for products, as a multiple of the value at which the announced spending is just bought."""
_CASH_SHARES = (0.7, 1.0)
"""Of the cash that everything takes in its dearest year: the range in which plans are set beside."""
_DRAWS = 64
"""A power of 2, so that the ranges are filled evenly."""
_CHUNK = 4
"""Draws of one task."""
_GRID = ("quits_per_month", "demand_growth")
_EDGED = (AT_ONCE, ANY_TIME)
"""Readings of the cut for which the edge is looked for."""
_FLAG = "--implied"


@dataclass(frozen=True, eq=False)
class Implied:
    """Everything that was found out about a cut.

    cut : that was judged
    spans : of the beliefs that are numbers
    now : under what is assumed
    draws : under beliefs that fill their ranges
    edges : one belief moved at a time
    choices : (belief, choice) judged with it, all others as assumed
    grid : quits and growth of demand moved together
    steps : (reading) beliefs moved one after the other until the cut is nearly the best plan
    """

    cut: Cut
    readings: tuple[str, ...]
    spans: tuple[Span, ...]
    now: Judged
    draws: list[Judged]
    edges: list[Edge]
    choices: dict[tuple[str, str], Judged]
    grid: list[Judged]
    steps: dict[str, list[Step]]


def implied_count(text: str, headcount: float) -> float:
    """The cut that is asked about [FTE].

    text : `8000` or `10%`
    headcount : [FTE] at the start
    Raises `InputError` where it is neither, or none or all of the people.
    """
    written = exits_from_text(text, _FLAG)
    count = written["count"] if "count" in written else written["share"] * headcount
    if not 0 < count < headcount:
        raise InputError(
            Problem(
                f"{text} is {count:,.0f} of {headcount:,.0f} FTE at the start",
                _FLAG,
                "Give more than none and fewer than all, such as --implied 10%.",
            )
        )
    return count


def the_cut(world: World, scenario: Scenario, setting: Setting, count: float) -> Cut:
    """A cut about to be judged, on a firm whose small roles are grouped and with fewer systems.

    world : what is known about work
    setting : the firm, in full
    count : [FTE]
    Measured on the worked example: 20 instead of 84 roles move the extra cost from 4.72% to 4.75% of the
    least.
    """
    grouped = with_fewer_roles(world, scenario, setting, COARSE_SHARE, ENOUGH_ROLES)
    small = with_fewer_systems(grouped)
    free = replace(small, options=free_options(small.options))
    if scenario.strategic is None:
        return Cut(free, count)
    products = wanted_products(scenario.strategic)
    return Cut(free, count, products, cash_of_everything(free, products))


class BeliefJobs:
    """The plans that a pool solves about a cut; they do not depend on how many processes work.

    cut : to be judged
    sources : of reach that are held possible
    pool : to submit tasks to
    """

    def __init__(self, cut: Cut, sources: Sequence[str], pool: Any) -> None:
        self._cut, self._pool = cut, pool
        self._readings = READINGS if cut.products is None else (*READINGS, FOR_GPUS)
        p = cut.setting.options.parameters
        self._spans = _spans(p)
        drawn = _draws(p, sources)
        self._draws = [
            pool.submit(judge_all, cut, drawn[start : start + _CHUNK], self._readings)
            for start in range(0, len(drawn), _CHUNK)
        ]
        self._edges = [pool.submit(edges, cut, (span,), _EDGED) for span in self._spans]
        if cut.products is not None:
            low, now, high = _GPU_VALUES
            short = (Span(GPU_VALUE, low, now, high), Span(CASH, _CASH_SHARES[0], 1.0, _CASH_SHARES[1]))
            self._edges.append(pool.submit(edges, cut, short, (FOR_GPUS,)))
        options = cut.setting.options
        chosen = {SOURCE: (sources, options.reach_source), CAPABILITY: (SCENARIOS, options.capability)}
        self._choices = {
            (name, choice): pool.submit(judge_all, cut, [Beliefs().but(name, choice)], _EDGED)
            for name, (every, now_chosen) in chosen.items()
            for choice in every
            if choice != now_chosen
        }
        self._grid = [pool.submit(judge_all, cut, row, _EDGED) for row in _quits_and_demand(self._spans)]
        self._now = pool.submit(judge_all, cut, [Beliefs()], self._readings)

    def collect(self) -> Implied:
        """What was found, and which beliefs have to move together."""
        every = [edge for job in self._edges for edge in job.result()]
        choices = {name: job.result()[0] for name, job in self._choices.items()}
        now = self._now.result()[0]
        steps = {
            reading: self._pool.submit(
                together, self._cut, _moves(every, choices, now, reading), self._spans, reading
            )
            for reading in _EDGED
        }
        return Implied(
            cut=self._cut,
            readings=self._readings,
            spans=tuple(self._spans),
            now=now,
            draws=[one for job in self._draws for one in job.result()],
            edges=every,
            choices=choices,
            grid=[one for job in self._grid for one in job.result()],
            steps={reading: job.result() for reading, job in steps.items()},
        )


def _moves(
    every: Sequence[Edge], choices: dict[tuple[str, str], Judged], now: Judged, reading: str
) -> list[tuple[str, float | str]]:
    """Each belief with where it favours the cut, those that bear most on it first; none that do not."""
    best: dict[str, tuple[float, float | str]] = {
        one.span.name: (one.least, one.favours) for one in every if one.reading == reading
    }
    for (name, choice), judged in choices.items():
        share = judged.share(reading)
        if share < best.get(name, (now.share(reading), ""))[0]:
            best[name] = (share, choice)
    ordered = sorted((share, name, value) for name, (share, value) in best.items())
    return [(name, value) for share, name, value in ordered if share < now.share(reading)]


def _quits_and_demand(numbers: Sequence[Span]) -> list[list[Beliefs]]:
    """Beliefs about people who quit and growth of demand together; one row for each rate of quitting.

    numbers : how far beliefs may lie
    Nobody quitting lies beyond the range, and is shown as the furthest that a cut can be favoured by it.
    """
    quits, demand = (next(one for one in numbers if one.name == name) for name in _GRID)
    return [
        [
            Beliefs(((_GRID[0], rate), (_GRID[1], growth)))
            for growth in (demand.low, 0.0, demand.now, demand.high)
        ]
        for rate in (0.0, quits.low, quits.now, quits.high)
    ]


def _spans(parameters: Parameters) -> list[Span]:
    """How far each assumption that decides may lie.

    parameters : in force; a value beyond its range widens it
    Severance is the one in force. As an amount it has the range of the share, in proportion, since its
    own begins at none.
    """

    def span(name: str) -> Span:
        about = parameters.about(name)
        return Span(name, min(about.low, about.value), about.value, max(about.high, about.value))

    share, amount = parameters.about("severance_share"), parameters["severance_per_exit"]
    if amount > 0:
        default = Parameters.default()["severance_share"]
        low, high = (amount * end / default for end in (share.low, share.high))
        severance = Span("severance_per_exit", low, amount, high)
    else:
        severance = span("severance_over_law" if parameters["severance_over_law"] > 0 else "severance_share")
    return [*(span(name) for name in _DECIDING), severance]


def _draws(
    parameters: Parameters, sources: Sequence[str], count: int = _DRAWS, seed: int = 0
) -> list[Beliefs]:
    """Beliefs that fill their ranges evenly.

    parameters : in force, at the peak of each law
    sources : of reach, all as likely; so are the scenarios of capability
    count : how many; a power of 2
    seed : of the scrambling
    """
    numbers = _spans(parameters)
    chances = points(len(numbers) + 4, count, seed)
    columns = [
        triangular(chances[:, place], span.low, span.now, span.high) for place, span in enumerate(numbers)
    ]
    value = triangular(chances[:, len(numbers)], *_GPU_VALUES)
    low, high = _CASH_SHARES
    made = []
    for row, chance in enumerate(chances[:, len(numbers) + 1 :]):
        values = tuple((span.name, float(column[row])) for span, column in zip(numbers, columns, strict=True))
        made.append(
            Beliefs(
                values,
                reach_source=sources[int(chance[0] * len(sources))],
                capability=SCENARIOS[int(chance[1] * len(SCENARIOS))],
                gpu_value=float(value[row]),
                cash_share=float(low + (high - low) * chance[2]),
            )
        )
    return made


BEST = 1e-6
"""Extra cost up to which a cut counts as the best plan itself, as a share of the least cost."""
_TOLERANCES = {"best": BEST, "near_0_25": 0.0025, "near": NEAR, "near_1": 0.01, "near_2": 0.02}
_INTERVAL = 0.8
_ENOUGH_NEAR = 5
"""Draws that must be near the best before their median is given."""
_WORDS = {
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
    counts = {name: int((shares <= most).sum()) for name, most in _TOLERANCES.items()}
    interval = binomtest(counts["near"], len(shares)).proportion_ci(_INTERVAL, "exact")
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
    if name in _WORDS:
        return _WORDS[name][0]
    along = " (and in proportion with the rest)" if name in TOGETHER else ""
    return Parameters.default().about(name).says + along


def unit_of(name: str) -> str:
    """What a belief is measured in.

    name : of a parameter, or one of the other beliefs
    """
    return _WORDS[name][1] if name in _WORDS else Parameters.default().about(name).unit


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
                "median_near": float(np.median(every[near])) if near.sum() >= _ENOUGH_NEAR else np.nan,
                "grade": "J" if name in _WORDS else Parameters.default().about(name).grade.value,
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
    from_reading = dict(zip(("at_once", "any_time"), _EDGED, strict=True))
    return {
        **{column: one.share(reading) for column, reading in from_reading.items()},
        "layoffs": one.layoffs,
    }


def judged_figures(one: Judged) -> dict[str, object]:
    """A draw of the assumptions, and the extra cost of the cut in it."""
    shares = {f"extra, {reading}": one.share(reading) for reading, _ in one.extra}
    return {**beliefs_of(one), "layoffs": one.layoffs, **shares}
