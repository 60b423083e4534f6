"""Plans for several outlooks, and the outlooks of a scenario."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.optimize import linprog
from scipy.sparse import block_diag, csr_array, vstack
from tests.firm.firms import CLERKS, DEVELOPERS, known_activities, make_firm, make_moves, make_options
from tests.golden_pages import Goldens, tables_text

from reallocate.data.bundle import load_world
from reallocate.firm.model import grouping as groups
from reallocate.firm.model.cases import Setting
from reallocate.firm.model.inputs import mean_inputs
from reallocate.firm.model.joint import Joint, first_stage
from reallocate.firm.model.options import Outlook
from reallocate.firm.model.programme import Program, build
from reallocate.firm.outlooks.model import (
    AS_PLANNED,
    JOINT,
    LEAST_REGRET,
    MEAN,
    WAIT,
    Recourse,
    Uncertain,
    known_outlooks,
    made_in_groups,
    under_uncertainty,
)
from reallocate.firm.outlooks.page import OUTLOOK_TABLES, TEXT, planned_in_groups
from reallocate.firm.request.faults import decided_quarters, outlooks_of, shipped_outlooks
from reallocate.firm.request.prepare import _options_of
from reallocate.firm.request.read import _read_scenario
from reallocate.kernel.parameters import Parameters
from reallocate.kernel.table import computed

QUARTERS, KNOWN, TAIL = 5, 2, 0.3
SHIFTS: tuple[tuple[str, float, dict[str, Any]], ...] = (
    ("as assumed", 0.5, {}),
    ("weak demand", 0.3, {"demand_growth": -0.08, "quits_per_month": 0.004}),
    ("dear tokens, reversal", 0.2, {"capability": "reversal", "api_price_growth": 1.0, "reversal_quarter": 2.0}),
)
FAST: dict[str, Any] = {"adoption_midpoint": 2.0, "adoption_width": 1.0, "dropping": True, "induced_quits": 0.0}


def setting() -> Setting:
    return Setting(make_firm((CLERKS, DEVELOPERS)), make_moves((CLERKS.code, DEVELOPERS.code)), known_activities(), make_options(QUARTERS, **FAST))


def outlooks() -> list[Outlook]:
    return [
        Outlook(name, weight, make_options(QUARTERS, **{**FAST, **shift})) for name, weight, shift in SHIFTS
    ]


@cache
def found() -> Uncertain:
    return under_uncertainty(setting(), outlooks(), KNOWN, TAIL, (0.0, 0.5, 1.0))


@cache
def known() -> tuple[Uncertain, list[Recourse]]:
    return known_outlooks(setting(), outlooks(), KNOWN, TAIL)


@cache
def programs() -> tuple[Program, ...]:
    return tuple(build(setting().inputs(one.options)) for one in outlooks())


def written_out(caution: float) -> float:
    """The same question with a copy of every column in each outlook, and rows that hold the copies together."""
    parts = [program.model.matrices for program in programs()]
    sizes = [len(part.c) for part in parts]
    start = np.concatenate([[0], np.cumsum(sizes)])
    count, width = len(parts), int(start[-1]) + 2 * len(parts) + 1
    rows, right, low, high = [], [], [], []
    everything = block_diag([csr_array(part.A) for part in parts]).tocsr()
    for part in parts:
        sense, b = np.asarray(part.sense), np.asarray(part.b, dtype=float)
        low.append(np.where(sense == "<", -np.inf, b))
        high.append(np.where(sense == ">", np.inf, b))
    rows.append(_wide(everything, width))
    first = _labels(programs()[0])
    for place, program in enumerate(programs()[1:], start=1):
        other = _labels(program)
        same = np.zeros((len(first), width))
        same[np.arange(len(first)), first] = 1
        same[np.arange(len(first)), start[place] + other] -= 1
        rows.append(csr_array(same))
        low.append(np.zeros(len(first)))
        high.append(np.zeros(len(first)))
    cost, threshold = int(start[-1]), int(start[-1]) + count
    for place, part in enumerate(parts):
        own, over = np.zeros((1, width)), np.zeros((1, width))
        own[0, start[place] : start[place + 1]] = part.c
        own[0, cost + place] = -1
        over[0, [cost + place, threshold, threshold + 1 + place]] = (-1, 1, 1)
        rows += [csr_array(own), csr_array(over)]
        low += [np.zeros(1), np.array([-found().alone[place]])]
        high += [np.zeros(1), np.array([np.inf])]
    weight = found().weights
    aim = np.zeros(width)
    aim[cost : cost + count] = (1 - caution) * weight
    aim[threshold], aim[threshold + 1 :] = caution, caution * weight / TAIL
    bounds = [*zip(_all(parts, "lb"), _all(parts, "ub"), strict=True)]
    bounds += [(None, None)] * (count + 1) + [(0, None)] * count
    matrix, below, above = vstack(rows).tocsr(), np.concatenate(low), np.concatenate(high)
    equal, some_low, some_high = below == above, np.isfinite(below), np.isfinite(above)
    less = vstack([matrix[~equal & some_high], -matrix[~equal & some_low]])
    right = np.concatenate([above[~equal & some_high], -below[~equal & some_low]])
    answer = linprog(aim, less, right, matrix[equal], below[equal], bounds, method="highs-ds")
    assert answer.status == 0
    return float(answer.fun)


def _labels(program: Program) -> np.ndarray:
    labels = np.asarray(program.model.matrices.vlabels)
    wanted = [variable.labels.values.ravel() for variable in first_stage(program, KNOWN).values()]
    return np.searchsorted(labels, np.concatenate(wanted))


def _wide(matrix: Any, width: int) -> csr_array:
    entries = csr_array(matrix).tocoo()
    return csr_array((entries.data, (entries.row, entries.col)), shape=(matrix.shape[0], width))


def _all(parts: Sequence[Any], name: str) -> np.ndarray:
    values: np.ndarray = np.concatenate([np.asarray(getattr(part, name), dtype=float) for part in parts])
    return values


@pytest.mark.parametrize(("place", "caution"), [(0, 0.0), (1, 0.5)])
def test_the_joint_plan_is_that_of_a_programme_with_copies_held_together(place: int, caution: float) -> None:
    one = [strategy for strategy in found().strategies if strategy.name == JOINT][place]
    assert one.caution == caution
    expected, worst = found().expected(one.costs), found().worst(one.costs)
    assert (1 - caution) * expected + caution * worst == pytest.approx(written_out(caution), rel=1e-8)


@pytest.mark.parametrize("size", [1, 2, 3])
@pytest.mark.parametrize("caution", [0.0, 0.5])
def test_made_in_groups_the_best_plan_lies_between_the_bound_and_what_it_costs(
    size: int, caution: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One outlook a group is knowing it; all in one group, and the bound is the least expected cost."""
    monkeypatch.setattr(groups, "_FEWEST_TOGETHER", size)
    u, held = known()
    one = made_in_groups(u, held, caution)
    cost = (1 - caution) * u.expected(one.costs - u.alone) + caution * u.worst(one.costs)
    best = written_out(caution) - (1 - caution) * u.expected(u.alone)
    scale = 1e-7 * u.expected(u.least)
    assert cost - one.gap - scale <= best <= cost + scale
    if size == 1 and caution == 0.0:
        assert cost - one.gap == pytest.approx(u.expected(u.least - u.alone), abs=scale)
    if size == 3 and caution == 0.0:
        assert one.gap == pytest.approx(0.0, abs=scale)
    assert one.gap > 1e-3 if size == 1 else one.gap >= -scale


def test_many_outlooks_are_planned_for_in_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(groups, "_LARGEST", 0)
    monkeypatch.setattr(groups, "_FEWEST_TOGETHER", 2)
    u = under_uncertainty(setting(), outlooks(), KNOWN, TAIL, (0.0, 0.5))
    made = [one for one in u.strategies if one.name == JOINT]
    assert [one.caution for one in made] == [0.0, 0.5] and min(one.gap for one in made) > 0
    assert u.strategy(LEAST_REGRET) is None and u.strategy(WAIT) is None
    tables = computed(OUTLOOK_TABLES, u)
    said = planned_in_groups(u, tables)
    assert said.startswith("The first year for 3 outlooks")
    share = max(one.gap for one in made) / u.expected(u.least)
    assert f"{share:.2%} of the least cost" in said


def test_nothing_beats_one_who_knows_and_nothing_decided_beforehand_beats_the_joint_plan() -> None:
    u = found()
    joint = u.strategy(JOINT)
    assert joint is not None
    names = {one.name for one in u.strategies}
    assert {AS_PLANNED, MEAN, LEAST_REGRET, WAIT} <= names
    mean = u.strategy(MEAN)
    assert mean is not None
    knowing, all_, of_mean = (u.expected(costs) for costs in (u.least, joint.costs, mean.costs))
    assert knowing < all_ - 1e-3 and all_ < of_mean - 1e-4, "the order that theory gives, and not degenerate"
    for one in u.strategies:
        assert (one.costs >= u.least - 1e-6 * u.least).all(), one.name
        assert u.expected(one.costs) >= u.expected(joint.costs) * (1 - 1e-8), one.name


def test_caution_buys_the_worst_outlooks_with_expected_cost() -> None:
    u = found()
    steps = [one for one in u.strategies if one.name == JOINT]
    expected = [u.expected(one.costs) for one in steps]
    worst = [u.worst(one.costs) for one in steps]
    assert (np.diff(expected) >= -1e-6 * expected[0]).all() and (np.diff(worst) <= 1e-6 * expected[0]).all()
    assert worst[0] - worst[-1] > 1e-3, "caution that changes nothing shows nothing"


def test_no_other_first_year_has_a_smaller_largest_regret() -> None:
    u = found()
    regret = {one.name: float((one.costs - u.least).max()) for one in u.strategies if one.caution is None}
    assert regret[LEAST_REGRET] <= min(regret.values()) + 1e-6
    assert regret[LEAST_REGRET] < regret[AS_PLANNED] - 1e-3


def test_worst_is_the_mean_of_the_worst_share_beside_people_alone() -> None:
    u = replace(found(), alone=np.array([10.0, 20.0, 30.0]))
    # Beside people alone: 2, 1, 5; the worst 30% are the third (20%) and half as much of the first (10%).
    assert u.worst(np.array([12.0, 21.0, 35.0])) == pytest.approx((0.2 * 5 + 0.1 * 2) / 0.3)


def test_the_mean_of_one_outlook_is_that_outlook() -> None:
    i = programs()[1].inputs
    alone = mean_inputs([i], np.array([1.0]))
    assert alone.growth is i.growth and alone.options.parameters["demand_growth"] == -0.08
    both = mean_inputs([programs()[0].inputs, i], np.array([0.25, 0.75]))
    assert both.quits == pytest.approx(0.25 * programs()[0].inputs.quits + 0.75 * i.quits)
    assert np.allclose(both.growth, 0.25 * programs()[0].inputs.growth + 0.75 * i.growth)


def test_programmes_of_other_shapes_are_refused() -> None:
    other = build(setting().inputs(make_options(QUARTERS + 1, **FAST)))
    with pytest.raises(ValueError, match="not of one shape"):
        Joint([programs()[0], other], np.array([0.5, 0.5]), np.zeros(2), np.zeros(2), KNOWN, TAIL)


HEAD = 'name = "x"\nindustries = ["524100"]\nheadcount = 500\nquarters = 3\n'
TWO = """[[outlooks]]
name = "rents rise"
weight = 0.3
capability = "plateau"
changes = { rent_price_growth = 0.2 }
[[outlooks]]
name = "as assumed"
weight = 0.7
"""


def test_a_scenario_names_its_own_outlooks() -> None:
    scenario = _read_scenario(HEAD + TWO, Path("x.toml"))
    options = _options_of(load_world(), scenario, 500.0)
    rise, same = outlooks_of(scenario, options)
    assert (rise.weight, rise.options.capability, same.options.capability) == (0.3, "plateau", "trend")
    assert rise.options.parameters["rent_price_growth"] == 0.2
    assert rise.says.endswith("yearly change of GPU rents, which fall and rise: 20% a year instead of 0% a year")
    assert same.options == options and same.says == "no change"


def test_no_more_is_decided_beforehand_than_the_plan_is_long() -> None:
    assert decided_quarters(_read_scenario(HEAD, Path("x.toml"))) == 3


def test_the_outlooks_that_ship_add_up_and_stay_within_the_ranges_they_cite() -> None:
    every = shipped_outlooks()
    assert sum(one.weight for one in every) == pytest.approx(1.0)
    assert {one.capability for one in every} >= {"plateau", "fast", "reversal"}
    declared = Parameters.default()
    rents = [(one.changes or {}).get("rent_price_growth", 0.0) for one in every]
    assert min(rents) < 0 < max(rents), "rents fall and they rise"
    for one in every:
        assert one.source
        for name, value in (one.changes or {}).items():
            assert declared.about(name).low <= value <= declared.about(name).high, (one.name, name)


def test_every_figure_and_sentence_of_the_small_outlooks_is_the_kept_one(golden: Goldens) -> None:
    tables = computed(OUTLOOK_TABLES, found())
    said = [line for lines in TEXT.said(found(), tables)["outlooks"].values() for line in lines]
    golden("firm/outlooks", "\n".join([tables_text(tables), *said]))


def test_where_every_quit_that_layoffs_induce_is_dear_the_joint_plans_lay_nobody_off() -> None:
    """The cost comes once, with the first layoff, so that no price of a single one keeps it out of the programme."""
    laid_off = {}
    for induced in (0.0, 1.0):
        given = {**FAST, "induced_quits": induced, "quits_per_month": 0.0}
        two = [Outlook(name, 0.5, make_options(QUARTERS, **{**given, **shift})) for name, _, shift in SHIFTS[:2]]
        u = under_uncertainty(replace(setting(), options=make_options(QUARTERS, **given)), two, KNOWN, TAIL, (0.0,))
        for name in (JOINT, LEAST_REGRET, WAIT):
            one = u.strategy(name)
            assert one is not None
            laid_off[name, induced] = sum(float(plan.layoffs.sum()) for plan in one.plans if plan is not None)
    for name in (JOINT, LEAST_REGRET, WAIT):
        assert laid_off[name, 0.0] > 1 and laid_off[name, 1.0] < 1e-6, name
