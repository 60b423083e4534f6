"""What conflicts is named exactly: the set cannot be kept by itself, and can be when any one of it goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.fewer_questions import fewer_questions
from tests.firm.firms import (
    CLERKS,
    DEVELOPERS,
    FAST,
    MANAGERS,
    ROLES,
    example_limits,
    make_options,
    setting_with,
)

from reallocate.firm.model.broken import _Conflicts, _Promise, as_error, conflicting, conflicts, promises
from reallocate.firm.model.cases import Setting, forced_options
from reallocate.firm.model.options import _PARTS, Exits, Levers, Limits, Options, Promises
from reallocate.firm.model.plan import Outcome
from reallocate.firm.model.programme import LEVERS
from reallocate.firm.model.solve import solve
from reallocate.firm.report import solve as solve_prepared
from reallocate.firm.report import tasks
from reallocate.firm.report.questions import WholePlan
from reallocate.firm.request.prepare import PlanProblem, prepare
from reallocate.firm.request.read import load_scenario
from reallocate.kernel.errors import InfeasiblePlan
from reallocate.kernel.executor import SERIAL
from reallocate.work.world import World

STILL = {"quits_per_month": 0.0, **FAST}
# Work grows while nobody may be hired, so that only AI can do it.
GROWS: dict[str, Any] = {"hiring_freeze_quarters": 4, "gpu_lead_time": 0.0, "redo_share": 0.5, **STILL}
FREEZE, DROPPING, EXITS = "[levers] hiring_freeze_quarters", "[levers] dropping", "[exits]"
CASH, KEEP, PROTECT = "[budget] cash_per_year", "[promises] keep_at_least", "[promises] protect"
UNFIXED, MOVES = "[quality] unfixed_share_at_most", "[levers] redeployment"


def able(**given: Any) -> Options:
    return make_options(4, **{"dropping": True, **given})


QUICK: dict[str, Any] = {"adoption_midpoint": 2.0, "adoption_width": 1.0, "redo_share": 0.8}
EXAMPLES = 8
"""Impossible plans that are drawn; about one draw in four is impossible."""
OPEN = [replace(role, open_positions=role.headcount / 20) for role in ROLES]

# What is asked, and which of it conflicts; whatever else is asked has no part in it.
WRITTEN: dict[str, tuple[Options, tuple[str, ...]]] = {
    "less money than the payroll": (able(cash_per_year=1.0, megawatts=3.0, span_at_most=30.0), (CASH,)),
    "severance beyond the budget": (
        able(cash_per_year=85.0, exits=Exits(300.0), severance_share=3.0),
        (CASH, EXITS),
    ),
    "positions kept beyond the budget": (able(cash_per_year=70.0, keep_share=0.97), (CASH, KEEP)),
    "exits, and positions kept, while nobody is hired": (
        able(**STILL, keep_share=0.95, exits=Exits(60.0), hiring_freeze_quarters=4, rehire_pause=0.0),
        (EXITS, FREEZE, KEEP),
    ),
    "exits in every role, of which one is protected": (
        able(protect=(CLERKS.code,), exits=Exits(60.0), keep_share=0.5),
        (EXITS, PROTECT),
    ),
    "more exits than there are people unprotected": (
        able(protect=("43-0000", "15-0000"), exits=Exits(60.0, pro_rata=False), retrain_before_exit=1.0),
        (EXITS, PROTECT, PROTECT),
    ),
    "more exits than a month allows": (
        able(max_exits_per_month=10.0, exits=Exits(60.0)),
        (EXITS, "[promises] max_exits_per_month"),
    ),
    "exits before the day": (
        able(no_layoffs=2, exits=Exits(60.0), cash_per_year=200.0, megawatts=5.0, span_at_most=30.0),
        (EXITS, "[promises] no_layoffs_before"),
    ),
    "more exits than people can be moved for": (
        able(retrain_before_exit=1.0, exits=Exits(150.0)),
        (EXITS, "[promises] retrain_before_exit"),
    ),
    "exits while all work is done": (make_options(4, exits=Exits(150.0)), (EXITS, DROPPING)),
    "positions that stay closed, and are kept": (
        able(exits=Exits(60.0, closed=True), keep_positions=((DEVELOPERS.code, 295.0),)),
        (EXITS, KEEP),
    ),
    "open positions cancelled while work grows": (
        make_options(4, cancel_open=True, demand_growth=0.08),
        ("[levers] open_positions", DROPPING),
    ),
    "work grows and nobody may be hired": (
        make_options(4, hiring_freeze_quarters=4, demand_growth=0.08),
        (FREEZE, DROPPING),
    ),
    "cover, while people quit and nobody comes": (
        able(redeployment=False, hiring_freeze_quarters=4, minimum_cover=((CLERKS.code, 395.0),)),
        (FREEZE, MOVES, "[promises] minimum_cover"),
    ),
    "more managers for as many people": (
        able(redeployment=False, layoffs=False, hiring_freeze_quarters=4, span_at_most=13.5),
        (FREEZE, "[levers] layoffs", MOVES, "[promises] span_at_most"),
    ),
    "no AI where only AI can do the work": (
        make_options(4, ai=False, demand_growth=0.01, **GROWS),
        (FREEZE, "[levers] ai", DROPPING),
    ),
    "no error unnoticed where only systems can do the work": (
        make_options(4, unfixed_share_at_most=0.0, demand_growth=0.11, **GROWS),
        (UNFIXED, FREEZE, DROPPING),
    ),
    "work grows where nobody may move to it": (
        make_options(4, redeployment=False, demand_growth=0.11, **GROWS),
        (FREEZE, MOVES, DROPPING),
    ),
    "power is all there is and there is none": (
        make_options(4, megawatts=0.0, api=False, rent=False, demand_growth=0.01, **GROWS),
        ("[compute] megawatts", FREEZE, DROPPING, "[compute] api", "[compute] rent"),
    ),
    "no way to have compute": (
        make_options(4, own=False, api=False, rent=False, demand_growth=0.01, **GROWS),
        (FREEZE, DROPPING, "[compute] api", "[compute] rent", "[compute] own"),
    ),
    "exits that nobody may direct systems after": (
        able(**STILL, keep_share=0.95, exits=Exits(60.0), directing_hires=False, hiring_freeze_quarters=2),
        (EXITS, "[levers] directing_hires", KEEP),
    ),
}  # fmt: skip


def asked(options: Options) -> tuple[Setting, Outcome]:
    roles = OPEN if options.levers.cancel_open else ROLES
    setting = setting_with(options, roles)
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


@pytest.mark.long
@pytest.mark.parametrize("name", WRITTEN)
def test_the_set_that_conflicts_is_named(name: str) -> None:
    options, expected = WRITTEN[name]
    setting, base = asked(options)
    kept = conflicting(setting, options, base)
    assert tuple(promise.where for promise in kept) == expected
    check_is_smallest(setting, options, base, kept)


def test_it_is_said_in_the_planners_words_keys_and_numbers() -> None:
    for name, words in {
        "exits, and positions kept, while nobody is hired": (
            "no plan keeps 60 exits decided beforehand and no hires for 4 quarters and "
            "at least 95% of the positions at the start together",
            "[exits], [levers] hiring_freeze_quarters, [promises] keep_at_least: ",
        ),
        "no error unnoticed where only systems can do the work": (
            "at most 0% of the work bad and unnoticed and no hires for 4 quarters and all work is done",
            "[quality] unfixed_share_at_most",
        ),
    }.items():
        options = WRITTEN[name][0]
        setting, base = asked(options)
        said = str(as_error(conflicts(setting, options, base)))
        assert all(word in said for word in words), said
        assert "with any one of them gone a plan is possible" in said


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


CODES = st.sampled_from([role.code for role in ROLES])


def by_name(low: float, high: float) -> st.SearchStrategy[tuple[tuple[str, float], ...]]:
    """Positions promised in one role, as a share of those at the start."""
    start = {role.code: role.headcount for role in ROLES}
    return st.builds(lambda code, share: ((code, start[code] * share),), CODES, st.floats(low, high))


ASKED: dict[str, st.SearchStrategy[Any]] = {
    "exits": st.builds(Exits, st.floats(10.0, 200.0), st.booleans()),
    "hiring_freeze_quarters": st.integers(1, 3),
    "dropping": st.just(False),
    "cash_per_year": st.floats(65.0, 90.0),
    "megawatts": st.floats(0.0, 0.002),
    "unfixed_share_at_most": st.floats(0.0, 0.002),
    "no_layoffs": st.integers(1, 3),
    "keep_share": st.floats(0.9, 1.0),
    "keep_positions": by_name(0.9, 1.1),
    "minimum_cover": by_name(0.9, 1.05),
    "max_exits_per_month": st.floats(1.0, 40.0),
    "protect": st.lists(CODES, unique=True, min_size=1, max_size=3).map(lambda codes: tuple(sorted(codes))),
    "retrain_before_exit": st.floats(0.0, 1.0),
    "span_at_most": st.floats(11.0, 15.0),
    "cancel_open": st.just(True),
    **dict.fromkeys(
        ("ai", "layoffs", "redeployment", "directing_hires", "api", "rent", "own"), st.just(False)
    ),
}
FIRST = st.sampled_from(["exits", "hiring_freeze_quarters", "cash_per_year"])
"""One of these is in nearly every conflict; the rest is drawn from all."""


@st.composite
def drawn_options(draw: st.DrawFn) -> dict[str, Any]:
    """A firm whose people quit or not and whose work grows or not, and up to five things that are asked of it."""
    names = sorted({draw(FIRST), *draw(st.sets(st.sampled_from(sorted(ASKED)), min_size=2, max_size=4))})
    return {
        "demand_growth": draw(st.sampled_from([0.0, 0.03, 0.12])),
        "quits_per_month": draw(st.sampled_from([0.0, 0.011])),
        **{name: draw(ASKED[name]) for name in names},
    }


@pytest.mark.long
def test_of_drawn_promises_the_set_alone_is_impossible_and_any_one_less_is_not() -> None:
    found: list[tuple[str, ...]] = []

    @given(drawn_options())
    @settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
    def check(drawn: dict[str, Any]) -> None:
        options = able(**{**QUICK, **drawn})
        setting, base = asked(options)
        assume(not is_possible(setting, options, base))
        kept = conflicting(setting, options, base)
        check_is_smallest(setting, options, base, kept)
        found.append(tuple(promise.where for promise in kept))

    check()
    assert len(found) >= EXAMPLES / 2, "too few were impossible to say anything"
    assert len(set(found)) >= EXAMPLES / 4


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


TABLE = """code,headcount,loaded_cost
43-4051,600,70000
15-1252,400,190000
"""
# Severance so dear that a tenth of the people cannot be laid off within the cash of a year.
DEAR_EXITS = """name = "dear-exits"
roles = "roles.csv"
quarters = 4
reach = "people"
[budget]
cash_per_year = 135
[parameters]
severance_per_exit = 900000
"""


@pytest.fixture(scope="module")
def prepared(world: World, tmp_path_factory: pytest.TempPathFactory) -> PlanProblem:
    folder: Path = tmp_path_factory.mktemp("dear")
    (folder / "roles.csv").write_text(TABLE, encoding="utf-8")
    (folder / "scenario.toml").write_text(DEAR_EXITS, encoding="utf-8")
    return prepare(world, load_scenario(folder))


@pytest.fixture(scope="module")
def whole(prepared: PlanProblem) -> WholePlan:
    with fewer_questions():
        first = solve_prepared.solve_first(solve_prepared.set_up(prepared.scenario, prepared.world, 0.02), print)
        return solve_prepared.solve_whole(first, SERIAL, print)


def test_the_case_itself_is_impossible(prepared: PlanProblem) -> None:
    setting = prepared.setting
    options = forced_options(setting.options, 100.0, pro_rata=True)
    assert options.limits == Limits(cash_per_year=135.0)
    with pytest.raises(InfeasiblePlan):
        tasks.plan_case(setting, options, setting.baseline())


def test_a_study_goes_on_and_keeps_the_reason(whole: WholePlan) -> None:
    assert whole.first.solved.plan.layoffs.sum() == pytest.approx(0.0)
    plans, missing = whole.cases.plans, whole.cases.impossible
    assert list(missing) == ["100 exits, pro rata", "100 exits, chosen by the plan"]
    assert not set(missing) & set(plans) and "plan without the cut" in plans
    assert all(missing.values())


def test_points_of_the_slider_are_kept_as_far_as_they_go(whole: WholePlan) -> None:
    shares = [share for share, _ in whole.grid.plans["medium"]]
    missing = list(whole.grid.impossible)
    assert shares[0] == 0.0 and len(shares) + len(missing) == len(tasks._EXIT_SHARES)
    assert "medium 20%" in missing
