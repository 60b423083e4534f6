"""Bad output that review does not find, and who checks automated work."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from scipy.optimize import linprog
from tests.firm.firms import CLERKS, DEVELOPERS, FAST, MANAGERS, inputs_of, make_options, outcome, plan

from reallocate.firm.model.options import Limits
from reallocate.firm.model.plan import Outcome, costs_by_period
from reallocate.firm.model.quality_rules import _review_pools, unfixed_share
from reallocate.firm.model.solve import solve
from reallocate.firm.model.totals import statistics_table
from reallocate.firm.plan.roles import kind_table

QUARTERS = 6


@cache
def with_errors(found: float, price: float = 3.0, most: float | None = None) -> Outcome:
    """The plan where review finds so much of the bad output."""
    return plan(make_options(QUARTERS, redo_share=found, unfixed_error_cost=price, unfixed_share_at_most=most, **FAST))


def bad(one: Outcome) -> np.ndarray:
    """By family of activities and quarter, hours of bad output that stays, from the tables alone."""
    table, p = one.inputs.cells.table, one.inputs.options.parameters
    hours = (1 - p["redo_share"]) * (1 - one.inputs.cells.good) * one.automated
    return np.array([hours[(table["trial"] == name).to_numpy()].sum(axis=0) for name in sorted(set(table["trial"]))])


def test_the_price_of_errors_counts_only_where_review_misses_some() -> None:
    cheap, dear = with_errors(1.0, 1.0), with_errors(1.0, 10.0)
    assert cheap.objective == pytest.approx(dear.objective, rel=1e-12)
    assert cheap.automated.sum() > 1
    assert costs_by_period(dear)["unfixed errors"].sum() == 0
    hours = [bad(with_errors(0.8, price)).sum() for price in (1.0, 3.0, 10.0)]
    assert hours[0] >= hours[1] >= hours[2]
    assert hours[0] > 1.02 * hours[2]


def test_what_is_not_found_costs_its_multiple_and_the_table_of_work_tells_it() -> None:
    one = with_errors(0.8)
    cells = one.inputs.cells
    by_hand = 0.0
    for role, cell, share in zip(cells.entry_role, cells.entry_cell, cells.entry_share, strict=True):
        hour = one.inputs.loaded_cost[role] * 4 / 1.8
        by_hand += 3.0 * 0.2 * (1 - cells.good[cell, -1]) * share * one.automated[cell, -1] * hour
    path = one.inputs.pay_path[-1]
    assert costs_by_period(one)["unfixed errors"].iloc[-1] == pytest.approx(by_hand * path, rel=1e-9)
    assert by_hand > 1e-3
    one = outcome("review misses some")
    table = kind_table(one, one)
    unfixed = unfixed_share(one.inputs) * one.automated
    assert table["unfixed"].sum() == pytest.approx(unfixed[:, -1].sum() * 1e3)
    assert 0 < table["unfixed"].sum() < table["automated"].sum()


def test_the_share_is_kept_and_costs_something() -> None:
    free = with_errors(0.8)
    table = free.inputs.cells.table
    hours = free.inputs.activity_hours.reindex(sorted(set(table["trial"]))).to_numpy()[:, None] * free.inputs.growth
    most = float((bad(free) / hours).max()) / 2
    kept = with_errors(0.8, most=most)
    assert (bad(kept) <= most * hours + 1e-9).all()
    assert np.isclose(bad(kept), most * hours, rtol=1e-6).any()
    assert kept.objective > free.objective + 1e-6


def test_a_share_of_nothing_leaves_people_alone_to_automate_nothing() -> None:
    i = inputs_of(make_options(QUARTERS, redo_share=0.8, **FAST))
    none = replace(i, options=replace(i.options, limits=Limits(unfixed_share_at_most=0.0)))
    assert solve(none).outcome.automated.sum() == 0


# Three roles of one family, in job zones 2, 4 and 4: the first is paid least and checks only its own kind of work.
FAMILY = tuple(replace(role, family="15-0000") for role in (replace(CLERKS, pay=90_000.0), DEVELOPERS, MANAGERS))


@cache
def reviewed(by: str) -> Outcome:
    return solve(inputs_of(make_options(6, review_by=by, **FAST), FAMILY)).outcome


def test_each_role_checks_its_own_work_by_default_and_sharing_never_costs_more() -> None:
    plan = reviewed("own role")
    assert plan.review == pytest.approx(0.27 * plan.by_role(plan.automated))
    own, shared = reviewed("own role"), reviewed("qualified")
    assert own.automated.sum() > 1
    assert shared.objective < own.objective - 1e-6
    for plan in (own, shared):
        assert statistics_table(plan)["present_value"].sum() == pytest.approx(plan.objective, rel=1e-9)


def test_all_review_can_be_shared_out_among_the_qualified() -> None:
    """The rows over nested pools hold exactly where an assignment exists: found here by a transport problem."""
    plan = reviewed("qualified")
    i = plan.inputs
    for t in range(6):
        asked = 0.27 * plan.by_role(plan.automated)[:, t]
        pairs = [
            (work, checker)
            for work in range(len(i.roles))
            for checker in range(len(i.roles))
            if i.family[work] == i.family[checker] and i.zone[checker] >= i.zone[work] > 0
        ]
        sums = np.array([[float(pair[0] == role) for pair in pairs] for role in range(len(i.roles))])
        within = np.array([[float(pair[1] == role) for pair in pairs] for role in range(len(i.roles))])
        found = linprog(np.zeros(len(pairs)), within, plan.review[:, t] + 1e-7, sums, asked, method="highs")
        assert found.status == 0


def test_work_of_a_higher_zone_is_not_checked_by_a_lower() -> None:
    plan = reviewed("qualified")
    high = plan.inputs.zone >= 4
    asked = 0.27 * plan.by_role(plan.automated)[high].sum(axis=0)
    assert (plan.review[high].sum(axis=0) >= asked - 1e-7).all()
    assert _review_pools(plan.inputs) == [("15-0000", 2.0), ("15-0000", 4.0)]


def test_levels_that_direct_are_those_that_are_named() -> None:
    roles = (replace(CLERKS, level="Lead"), replace(DEVELOPERS, level="junior"), replace(MANAGERS, level=""))
    usual = inputs_of(make_options(4), roles)
    named = inputs_of(make_options(4, directing_levels=("lead",)), roles)
    directs = dict(zip(named.roles, named.directs, strict=True))
    assert directs[CLERKS.code] and not directs[MANAGERS.code] and directs["ai-directing"]
    assert not dict(zip(usual.roles, usual.directs, strict=True))[CLERKS.code]
