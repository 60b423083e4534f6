"""What a firm is to the programme: cells and systems, and that how its table is cut decides nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from functools import cache

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.firm.firms import (
    CLERKS,
    DEVELOPERS,
    EVERY_MOVE,
    FAMILY,
    FAST,
    MANAGERS,
    ROLES,
    Role,
    inputs,
    inputs_of,
    known_activities,
    make_firm,
    make_moves,
    make_options,
    outcome,
    random_roles,
)

from reallocate.firm.model.inputs import Inputs, make_inputs
from reallocate.firm.model.options import Exits, Options
from reallocate.firm.model.plan import Outcome
from reallocate.firm.model.programme import build
from reallocate.firm.model.quality_rules import unfixed_share
from reallocate.firm.model.solve import solve
from reallocate.firm.model.totals import totals
from reallocate.firm.plan.roles import kind_table
from reallocate.work.firm import Firm, Moves

twentieths = st.integers(0, 20).map(lambda number: number / 20)
shares = st.tuples(twentieths, twentieths, twentieths, twentieths)


@settings(max_examples=10)
@given(st.integers(0, 10_000), shares, shares)
def test_cells_hold_the_hours_within_reach(seed: int, augmentable: tuple[float, ...], automatable: tuple[float, ...]) -> None:
    first, *rest = random_roles(seed)
    roles: list[Role] = [replace(first, augmentable=augmentable, automatable=automatable), *rest]  # type: ignore[arg-type]
    cells = inputs_of(make_options(2, smallest_system=0.0), roles, ()).cells
    content, high, low = (np.array([getattr(role, name) for role in roles]) for name in ("content", "augmentable", "automatable"))
    hours = 0.45 * np.array([role.headcount for role in roles])[:, None] * content
    table = cells.table
    assert table["hours"].sum() == pytest.approx((hours * high).sum(), abs=1e-4)
    assert table.loc[table["automatable"], "hours"].sum() == pytest.approx((hours * np.minimum(high, low)).sum(), abs=1e-4)
    by_cell = np.zeros(len(table))
    np.add.at(by_cell, cells.entry_cell, cells.entry_share)
    assert by_cell == pytest.approx(1.0)
    assert cells.systems["hours"].sum() == pytest.approx(table["hours"].sum())
    assert ((cells.good > 0) & (cells.good < 0.9)).all()


def test_no_system_is_built_for_less_than_the_smallest() -> None:
    every, large = (inputs_of(make_options(2, smallest_system=size)).cells.systems for size in (0.0, 30.0))
    assert set(large.itertuples(index=False)) < set(every.itertuples(index=False))
    assert (large["hours"] >= 30 * 0.45).all()
    assert (every.loc[~every["hours"].isin(large["hours"]), "hours"] < 30 * 0.45).all()


def test_who_directs_and_at_what_pay() -> None:
    i = inputs_of(make_options(2))
    assert list(i.roles) == [MANAGERS.code, DEVELOPERS.code, CLERKS.code, "ai-directing"]
    # The fifth with the most directing work, of those with long preparation; and whoever is hired for it.
    assert list(i.directs) == [True, False, False, True]
    assert i.loaded_cost[-1] * 4e6 == pytest.approx(DEVELOPERS.pay)
    assert inputs_of(make_options(2), [CLERKS, MANAGERS], ()).loaded_cost[-1] * 4e6 == pytest.approx(MANAGERS.pay)
    assert inputs_of(make_options(2), [CLERKS], ()).loaded_cost[-1] * 4e6 == pytest.approx(CLERKS.pay)


PLANS = {
    "as usual": make_options(3),
    "idle at the start": make_options(3, slack_at_start=0.1),
    "larger systems only": make_options(3, smallest_system=30.0),
    "a system for each activity": make_options(3, system_cost=1e5),
}
FIRM, MOVES, ACTIVITIES = make_firm(), make_moves(*EVERY_MOVE), known_activities()


def figures(options: Options) -> Inputs:
    return make_inputs(FIRM, MOVES, ACTIVITIES, options)


@pytest.mark.parametrize("name", PLANS)
def test_a_plan_after_others_of_its_firm_is_as_if_it_were_the_first(name: str) -> None:
    for options in PLANS.values():
        figures(options)
    later, first = figures(PLANS[name]), make_inputs(replace(FIRM), MOVES, ACTIVITIES, PLANS[name])
    for field in fields(Inputs):
        one, other = getattr(later, field.name), getattr(first, field.name)
        assert not isinstance(one, np.ndarray) or np.array_equal(one, other)
    assert later.cells.table.equals(first.cells.table) and later.cells.systems.equals(first.cells.systems)
    ours, expected = (build(one).model.matrices for one in (later, first))
    assert ours.digest == expected.digest and np.array_equal(ours.A.data, expected.A.data)


PLACES = 10
IDLE = Role("11-1011", 0.0, 400_000.0, 5.0, (0.0, 1.0, 0.0, 0.0), (0.0, 0.9, 0.0, 0.0), (0.0, 0.5, 0.0, 0.0))
"""Chief executives of whom there are none; they would direct others most."""

ONE_FAMILY = tuple(replace(role, family="15-0000", contractors=0.05 * role.headcount) for role in ROLES)
FIRMS: dict[str, tuple[tuple[Role, ...], Options]] = {
    "layoffs, hires and moves": (
        ROLES,
        make_options(6, dropping=True, exits=Exits(60.0, pro_rata=False), demand_growth=0.08, **FAST),
    ),
    "systems at a cost, review shared, people from outside": (
        ONE_FAMILY,
        make_options(4, smallest_system=0.0, system_cost=150_000.0, review_by="qualified", **FAST),
    ),
}  # fmt: skip


def cut(firm: Firm, code: str = CLERKS.code, parts: int = PLACES) -> Firm:
    """One role in several rows, of unlike size."""
    weights = np.arange(1.0, parts + 1) / np.arange(1.0, parts + 1).sum()
    names = [f"{code}@{place}" for place in range(parts)]
    split = firm.roles.loc[[code] * parts].set_axis(pd.Index(names, name="role"))
    for column in ("headcount", "open_positions", "contractors"):
        split[column] = split[column].to_numpy(float) * weights
    roles = pd.concat([firm.roles.drop(index=code), split])
    origin = [code if name in names else name for name in roles.index]
    return taken(firm, roles, origin)


def taken(firm: Firm, roles: pd.DataFrame, origin: list[str]) -> Firm:
    def of(cells: pd.DataFrame) -> pd.DataFrame:
        return cells.loc[origin].set_axis(roles.index)

    reach = (
        {source: of(one) for source, one in each.items()} for each in (firm.augmentable, firm.automatable)
    )
    return Firm(roles, of(firm.content), *reach, 0.0)


CUTS: dict[str, Callable[[tuple[Role, ...]], Firm]] = {
    "as it is": lambda roles: make_firm(roles),
    "clerks at ten places": lambda roles: cut(make_firm(roles)),
    "developers at three": lambda roles: cut(make_firm(roles), DEVELOPERS.code, 3),
    "a role without people": lambda roles: make_firm((*roles, IDLE)),
}


@cache
def planned(name: str, how: str) -> Outcome:
    roles, options = FIRMS[name]
    firm = CUTS[how](roles)
    table = firm.roles["occupation"]
    pairs = [
        (str(origin), str(target))
        for one, other in EVERY_MOVE
        for origin in table.index[table == one]
        for target in table.index[table == other]
    ]
    moves: Moves = make_moves(*pairs)
    return solve(make_inputs(firm, moves, known_activities(), options)).outcome


def positions(plan: Outcome) -> pd.Series:
    """At the end of each quarter, by occupation; who is nowhere is left out."""
    found = pd.DataFrame(plan.headcount, index=plan.inputs.occupation).groupby(level=0).sum().stack()
    return found[found > 1e-6]


@pytest.mark.parametrize("how", [how for how in CUTS if how != "as it is"])
@pytest.mark.parametrize("name", FIRMS)
def test_how_a_table_is_cut_changes_nothing(name: str, how: str) -> None:
    usual, other = planned(name, "as it is"), planned(name, how)
    assert other.objective == pytest.approx(usual.objective, rel=1e-6)
    pd.testing.assert_series_equal(positions(other), positions(usual), rtol=1e-6, atol=1e-5)
    one, two = vars(totals(usual)), vars(totals(other))
    for figure, value in one.items():
        assert two[figure] == pytest.approx(value, rel=1e-6, abs=1e-5), figure


def test_the_firms_say_something() -> None:
    first, second = (planned(name, "as it is") for name in FIRMS)
    assert first.layoffs.sum() > 59 and first.hires.sum() > 1 and first.moves.sum() > 1
    assert 0 < second.systems.sum() < len(second.systems)
    assert second.inputs.directs.sum() == 2 and MANAGERS.code in second.inputs.roles[second.inputs.directs]


def test_the_table_of_work_tells_what_is_not_found() -> None:
    shared = inputs("review is shared")
    missed = replace(shared.options, parameters=shared.options.parameters.replace(redo_share=0.8))
    family = solve(inputs_of(missed, FAMILY)).outcome
    for one in (outcome("review misses some"), family):
        table, unfixed = kind_table(one, one), unfixed_share(one.inputs) * one.automated
        assert table["unfixed"].sum() == pytest.approx(unfixed[:, -1].sum() * 1e3)
        assert 0 < table["unfixed"].sum() < table["automated"].sum()


def test_levels_that_direct_are_those_that_are_named() -> None:
    roles = (replace(CLERKS, level="Lead"), replace(DEVELOPERS, level="junior"), replace(MANAGERS, level=""))
    usual = inputs_of(make_options(4), roles)
    named = inputs_of(make_options(4, directing_levels=("lead",)), roles)
    directs = dict(zip(named.roles, named.directs, strict=True))
    assert directs[CLERKS.code] and not directs[MANAGERS.code] and directs["ai-directing"]
    assert not dict(zip(usual.roles, usual.directs, strict=True))[CLERKS.code]
