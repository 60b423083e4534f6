"""What conflicts is named exactly: the set cannot be kept by itself, and can be when any one of it goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from tests.firm.firms import (
    CLERKS,
    DEVELOPERS,
    FAST,
    MANAGERS,
    example_limits,
    make_options,
    setting_with,
)
from tests.golden_pages import Goldens

from reallocate.firm.model.broken import _Conflicts, _Promise, as_error, conflicts, promises
from reallocate.firm.model.cases import Setting
from reallocate.firm.model.lever import _PARTS
from reallocate.firm.model.options import Exits, Levers, Limits, Options, Promises
from reallocate.firm.model.plan import Outcome
from reallocate.firm.model.programme import LEVERS
from reallocate.firm.model.solve import solve
from reallocate.firm.report import tasks
from reallocate.kernel.errors import InfeasiblePlan

STILL = {"quits_per_month": 0.0, **FAST}
# Work grows while nobody may be hired, so that only AI can do it.
GROWS: dict[str, Any] = {"hiring_freeze_quarters": 4, "gpu_lead_time": 0.0, "redo_share": 0.5, **STILL}
EXITS, CASH, PROTECT = "[exits]", "[budget] cash_per_year", "[promises] protect"

# What is asked; most of it conflicts, and whatever else is asked has no part in it.
WRITTEN: dict[str, Options] = {
    "exits, and positions kept": make_options(
        4, dropping=True, **STILL, keep_share=0.95, exits=Exits(60.0), hiring_freeze_quarters=4
    ),
    "no error unnoticed where only systems can do the work": make_options(
        4, unfixed_share_at_most=0.0, demand_growth=0.11, **GROWS
    ),
}


def asked(options: Options) -> tuple[Setting, Outcome]:
    setting = setting_with(options)
    return setting, setting.baseline()


def is_possible(setting: Setting, options: Options, base: Outcome) -> bool:
    try:
        solve(setting.inputs(options, base), choose=False)
    except InfeasiblePlan:
        return False
    return True


def only(options: Options, kept: list[_Promise]) -> Options:
    """Everything given up besides these."""
    names = {(one.where, one.text) for one in kept}
    for promise in promises(options):
        if (promise.where, promise.text) not in names:
            options = promise.without(options)
    assert {(one.where, one.text) for one in promises(options)} == names
    return options


def check_is_smallest(setting: Setting, options: Options, base: Outcome, kept: list[_Promise]) -> None:
    alone = only(options, kept)
    assert kept and not is_possible(setting, alone, base)
    for promise in kept:
        assert is_possible(setting, promise.without(alone), base), promise.text


def test_conflicts_are_said_as_kept_in_the_planners_words_keys_and_numbers(golden: Goldens) -> None:
    told = []
    for name, options in WRITTEN.items():
        setting, base = asked(options)
        told += [f"# {name}", str(as_error(conflicts(setting, options, base)))]
    golden("firm/conflicts", "\n".join(told))


def test_every_limit_and_promise_of_the_options_has_its_lever() -> None:
    fields = {*Limits.__dataclass_fields__, *Promises.__dataclass_fields__, *Levers.__dataclass_fields__}
    own = [lever.field for lever in LEVERS if lever.part in _PARTS]
    assert sorted(own) == sorted(fields - {"voluntary", "end_contractors"})


def test_everything_that_can_be_given_up_is_named_once() -> None:
    """A limit, lever or promise that is given and not named could be at fault and never be said to be."""
    everything = replace(
        make_options(
            4, ai=False, layoffs=False, redeployment=False, directing_hires=False, hiring_freeze_quarters=1, cancel_open=True,
            api=False, rent=False, own=False, exits=Exits(5.0), no_layoffs=1, keep_share=0.5,
            keep_positions=((CLERKS.code, 1.0),), protect=(CLERKS.code,), minimum_cover=((MANAGERS.code, 1.0),),
            **example_limits(),
        )
    )  # fmt: skip
    named = promises(everything)
    assert len({promise.text for promise in named}) == len(named) == sum(bool(lever.text) for lever in LEVERS)
    freed = only(everything, [])
    assert freed == replace(make_options(4, dropping=True), parameters=freed.parameters)


NO_LAYOFFS = "[promises] no_layoffs_before"


def briefly(**given: Any) -> Options:
    return make_options(2, **{"dropping": True, **given})


SEVERAL: dict[str, tuple[Options, list[set[str]], list[set[str]]]] = {
    "exits, where some are protected and none may go before the day": (
        briefly(exits=Exits(60.0), protect=(CLERKS.code,), no_layoffs=2),
        [{EXITS, PROTECT}, {EXITS, NO_LAYOFFS}],
        [{EXITS}],
    ),
    "two conflicts with nothing in common": (
        briefly(exits=Exits(60.0), protect=(DEVELOPERS.code,), cash_per_year=1.0),
        [{EXITS, PROTECT}, {CASH}],
        [{CASH, EXITS}, {CASH, PROTECT}],
    ),
}


@pytest.mark.parametrize("name", SEVERAL)
def test_several_conflicts_are_all_told_and_what_is_enough_was_tried(name: str) -> None:
    options, expected, ways = SEVERAL[name]
    setting, base = asked(options)
    found = conflicts(setting, options, base)
    check_each_claim(setting, options, base, found)
    assert {frozenset(one.where for one in kept) for kept in found.sets} == set(map(frozenset, expected))
    assert {frozenset(one.where for one in way) for way in found.enough} == set(map(frozenset, ways))
    error = as_error(found)
    assert len(error.problems) == 2 and "with any one of them gone" not in str(error)
    told = [" and ".join(one.text for one in way) for way in found.enough]
    assert str(error).endswith(f"A plan is possible without {', or without '.join(told)}.")


def check_each_claim(setting: Setting, options: Options, base: Outcome, found: _Conflicts) -> None:
    """Every set is a conflict and the smallest; what is enough to give up leaves a plan, and less does not."""
    assert len(set(found.sets)) == len(found.sets)
    for kept in found.sets:
        check_is_smallest(setting, options, base, list(kept))
    for way in found.enough:
        assert is_possible(setting, without(options, way), base)
        for promise in way:
            assert not is_possible(setting, without(options, [one for one in way if one != promise]), base)


def without(options: Options, given: Sequence[_Promise]) -> Options:
    for promise in given:
        options = promise.without(options)
    return options


def test_a_grid_of_cuts_keeps_the_reason_where_one_is_impossible() -> None:
    """Severance so dear that a large cut cannot be paid for within the cash of a year."""
    dear = make_options(2, dropping=True, cash_per_year=100.0, severance_per_exit=200_000.0)
    found = tasks.plan_grid(setting_with(dear), {})
    assert [share for share, _ in found] == list(tasks._EXIT_SHARES)
    impossible = [isinstance(plan, str) for _, plan in found]
    assert impossible == sorted(impossible) and impossible[:2] == [False, False] and impossible[-1]
    assert all(plan for _, plan in found if isinstance(plan, str)), "each says why"
