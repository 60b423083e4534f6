"""Why two plans differ: the difference shared out over the inputs that differ (Shapley)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from math import comb
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import numpy.typing as npt

from reallocate.firm.model.cases import Setting, free_options
from reallocate.firm.model.totals import totals
from reallocate.firm.report import tasks
from reallocate.firm.request.prepare import COARSE_SHARE, prepare
from reallocate.firm.request.saved import Difference, mixed_scenario, parts_of
from reallocate.kernel import executor
from reallocate.kernel.errors import ReallocateError
from reallocate.render.result import Result
from reallocate.work.world import World

_Values = npt.NDArray[np.float64]
_Chosen = frozenset[int]
"""Inputs that stand as in the second plan; the others stand as in the first."""


def shapley(count: int, plans: Mapping[_Chosen, _Values]) -> _Values:
    """The Shapley value of each input.

    count : of inputs
    plans : (inputs that stand as in B) figures
    (input, figure); sums to plans[all] − plans[none]
    φ_i = Σ_{S ∌ i} |S|!·(k − |S| − 1)!/k!·(v(S ∪ i) − v(S)), v the figures of a plan, k the count
    Source: Shapley 1953, Contributions to the Theory of Games II:307, DOI 10.1515/9781400881970-018.
    """
    values = np.zeros((count, *plans[frozenset()].shape))
    for one in range(count):
        others = [other for other in range(count) if other != one]
        for chosen in _subsets(others):
            weight = 1 / (count * comb(count - 1, len(chosen)))
            values[one] += weight * (plans[chosen | {one}] - plans[chosen])
    return values


def _first_and_last(count: int, plans: Mapping[_Chosen, _Values]) -> _Values:
    """The mean of what each input changes as the first to change and as the last.

    count : of inputs
    plans : (inputs that stand as in B) figures; none, all, each one alone and all without each one
    (input, figure)
    φ_i = ½·[(v(i) − v(∅)) + (v(all) − v(all∖i))], which need not sum to plans[all] − plans[none]
    """
    none, every = frozenset[int](), _every_input(count)
    first = np.array([plans[frozenset({one})] - plans[none] for one in range(count)])
    last = np.array([plans[every] - plans[every - {one}] for one in range(count)])
    mean: _Values = (first + last) / 2
    return mean


def _subsets(items: Iterable[int]) -> list[_Chosen]:
    """Every set of some of the inputs, none and all among them; small ones first."""
    pool = tuple(items)
    return [frozenset(some) for size in range(len(pool) + 1) for some in combinations(pool, size)]


def _every_input(count: int) -> _Chosen:
    """The set of all inputs."""
    return frozenset(range(count))


FIGURES = ("net_present_cost", "positions", "layoffs")
EXACT_UP_TO = 4
_MOST_ROLES = 120
"""Firms with more roles are planned with small ones taken together: a plan of 100 roles takes 3 seconds."""

TOGETHER = "together"
GROUPED = "small roles, taken together for these plans"
MADE = "the data and the program that each was made with"
_NOTHING = 1e-6
"""Below this a remainder is rounding of sums [USD million, FTE]."""


@dataclass(frozen=True)
class _Share:
    """What one input contributes to the difference B − A.

    input : a part of `parts_of`, or what only shows together
    values : (figure) [USD million; FTE; FTE] in the order of `FIGURES`
    """

    input: str
    values: tuple[float, ...]


@dataclass(frozen=True)
class Why:
    """The difference of two plans, shared out.

    shares : they sum to the difference of the results, figure by figure
    method : none, one, exact (the Shapley value), passes (first-in and last-in) or together
    plans : how many were solved
    impossible : combinations of inputs without a plan, and why
    """

    shares: tuple[_Share, ...]
    method: str
    plans: int
    impossible: tuple[str, ...] = ()


def attribution(
    a: Result,
    b: Result,
    differences: list[Difference],
    world: World,
    workers: executor.Where = executor.SERIAL,
    progress: Callable[[str], None] | None = None,
) -> Why:
    """The difference of the main results of two studies, shared out over the inputs that differ.

    differences : of their inputs
    world : what is known about work
    workers : processes to share the plans among
    progress : receives what is under way
    Up to four inputs by their Shapley value (`shapley`); with more by the mean of first and last
    (`_first_and_last`), and what is left over stands as "together".
    """
    parts = parts_of(differences)
    whole = _figures_of(b) - _figures_of(a)
    made = any(one.effect == "made" for one in differences)
    names = tuple(parts)
    if not names:
        return Why(_remainder(whole, MADE), "none", 0)
    if len(names) == 1 and not made:
        return Why((_share(names[0], whole),), "one", 0)
    wanted = _wanted(len(names))
    grouped = any(len(study.in_dollars("roles")) > _MOST_ROLES for study in (a, b))
    settings, impossible = _settings(a, b, parts, wanted, world, COARSE_SHARE if grouped else 0.0)
    plans, more = _solve(settings, parts, workers, progress)
    impossible += more
    if impossible:
        return Why((_share(TOGETHER, whole),), TOGETHER, len(wanted), tuple(impossible))
    exact = len(names) <= EXACT_UP_TO
    each = shapley(len(names), plans) if exact else _first_and_last(len(names), plans)
    shares = [_share(name, values) for name, values in zip(names, each, strict=True)]
    explained = plans[_every_input(len(names))] - plans[frozenset()]
    if not exact:
        shares += _remainder(explained - each.sum(axis=0), TOGETHER)
    shares += _remainder(whole - explained, GROUPED if grouped and not made else MADE)
    return Why(tuple(shares), "exact" if exact else "passes", len(wanted))


def _settings(
    a: Result,
    b: Result,
    parts: Mapping[str, tuple[str, ...]],
    wanted: list[_Chosen],
    world: World,
    below: float,
) -> tuple[dict[_Chosen, Setting], list[str]]:
    """The firm of each plan about to be made, and why some cannot be."""
    names = tuple(parts)
    settings, impossible = {}, []
    with TemporaryDirectory() as folder:
        for chosen in wanted:
            keys = [key for one in sorted(chosen) for key in parts[names[one]]]
            try:
                scenario = mixed_scenario(a, b, keys, Path(folder))
                coarse = scenario.model_copy(update={"group_below": max(scenario.group_below, below)})
                settings[chosen] = prepare(world, coarse.placed_in(scenario.folder)).setting
            except ReallocateError as no:
                impossible.append(_no_plan(chosen, names, no))
    return settings, impossible


def _solve(
    settings: Mapping[_Chosen, Setting],
    parts: Mapping[str, tuple[str, ...]],
    workers: executor.Where,
    progress: Callable[[str], None] | None,
) -> tuple[dict[_Chosen, _Values], list[str]]:
    """The figures of each plan, and why some do not exist."""
    say = progress or (lambda text: None)
    figures: dict[_Chosen, _Values] = {}
    impossible: list[str] = []
    with executor.of(workers) as pool:
        jobs = {chosen: pool.submit(_plan_figures, setting) for chosen, setting in settings.items()}
        for number, (chosen, job) in enumerate(jobs.items(), start=1):
            say(f"What the difference comes from: plan {number} of {len(jobs)}")
            try:
                figures[chosen] = np.array(job.result())
            except ReallocateError as no:
                impossible.append(_no_plan(chosen, tuple(parts), no))
    return figures, impossible


def _plan_figures(setting: Setting) -> tuple[float, ...]:
    """The figures of one plan in the order of `FIGURES` [USD million; FTE; FTE]."""
    options = setting.options if setting.options.exits is not None else free_options(setting.options)
    plan = tasks.plan_case(replace(setting, options=options), options, setting.baseline())
    figures = totals(plan)
    return figures.present_value, figures.positions, figures.layoffs


def _wanted(count: int) -> list[_Chosen]:
    """Which inputs are to stand as in B, plan by plan."""
    every = _every_input(count)
    if count <= EXACT_UP_TO:
        return list(_subsets(range(count)))
    single = [frozenset({one}) for one in range(count)]
    return [frozenset(), *single, *(every - one for one in single), every]


def _figures_of(study: Result) -> _Values:
    plan = study.facts["totals"]["plan"]
    return np.array([plan["present_value"], plan["positions"], plan["layoffs"]])


def _share(name: str, values: _Values) -> _Share:
    return _Share(name, tuple(float(value) for value in values))


def _remainder(values: _Values, name: str) -> tuple[_Share, ...]:
    return (_share(name, values),) if (np.abs(values) > _NOTHING).any() else ()


def _no_plan(chosen: _Chosen, names: tuple[str, ...], no: ReallocateError) -> str:
    changed = " and ".join(names[one] for one in sorted(chosen)) or "nothing"
    return f"With {changed} as in B and the rest as in A there is no plan: {no}"
