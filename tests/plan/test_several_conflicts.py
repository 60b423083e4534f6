"""Several conflicts are each named, and what is said to be enough to give up was tried by solving."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from tests.plan.firms import CLERKS, DEVELOPERS, make_options
from tests.plan.test_conflicts import CASH, EXITS, PROTECT, asked, check_is_smallest, is_possible

from reallocate.firm.model.broken import Conflicts, Promise, as_error, conflicts
from reallocate.firm.model.cases import Setting
from reallocate.firm.model.options import Exits, Options
from reallocate.firm.model.plan import Outcome

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


def check_each_claim(setting: Setting, options: Options, base: Outcome, found: Conflicts) -> None:
    """Every set is a conflict and the smallest; what is enough to give up leaves a plan, and less does not."""
    assert len(set(found.sets)) == len(found.sets)
    for kept in found.sets:
        check_is_smallest(setting, options, base, list(kept))
    for way in found.enough:
        assert is_possible(setting, without(options, way), base)
        for promise in way:
            assert not is_possible(setting, without(options, [one for one in way if one != promise]), base)


def without(options: Options, given: Sequence[Promise]) -> Options:
    for promise in given:
        options = promise.without(options)
    return options
