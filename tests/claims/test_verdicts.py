"""Verdicts: which a rule can give, turning points, power, how raters vote; and no finding is a constant."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pandas as pd
import pytest
from tests.claims.conftest import context_of, facts_of, told
from tests.golden_pages import Goldens

from reallocate.claims.basis import tipping as tipping_points
from reallocate.claims.basis.claim import (
    _FAMILIES,
    ByDraws,
    Claim,
    Measured,
    Rule,
    Verdict,
    attainable_ranges,
    by_families,
    by_sources,
    family_values,
    independent_sources,
    range_ends,
)
from reallocate.claims.basis.context import ClaimContext
from reallocate.claims.basis.gates import detectable, power
from reallocate.claims.basis.tipping import _DrawsBetween
from reallocate.claims.estimates.regression import least_detectable
from reallocate.claims.ledger import Entry, claims, entry
from reallocate.claims.ledger import computed as computed_claims
from reallocate.claims.rows import exposure_foretells
from reallocate.claims.rows.coordinators_per_person import _hours_per_hour
from reallocate.kernel.arrays import Array
from reallocate.kernel.parameters import Parameters
from reallocate.work.reach import SOURCES
from reallocate.work.time_saved import good_results, reached_cells
from reallocate.work.world import ReachBySource, World

NOW = Parameters.default()
S, N, M = Verdict.SUPPORTED, Verdict.NOT_SUPPORTED, Verdict.MIXED
ON_FIGURES = [one for one in claims() if one.drivers and not one.centre_unit]
FIGURES = [sign * 10.0**power for sign in (-1, 1) for power in (-3, -1, 0, 1, 2)]


class Formula(Claim):
    """A claim whose figure is a formula of two parameters."""

    id, row, statement, reading, unit = "formula", "1", "it grows", "as written", "points"
    drivers = ("capture_automated", "review_hours")
    sources = ("none (X)",)

    def __init__(self, figure: Callable[[float, float], float], supported: float, below: float) -> None:
        self._figure = figure
        self.rule = Rule("it is large", "it is small", Verdict.MIXED, (supported, below))

    def centre(self, context: ClaimContext, parameters: Parameters) -> float:
        return self._figure(parameters["capture_automated"], parameters["review_hours"])

    def measure(self, context: ClaimContext, parameters: Parameters) -> Measured:
        figure = self.centre(context, parameters)
        return Measured(figure, figure, figure, self.verdict_at(figure), f"It is {figure:.2f}.")


@pytest.mark.parametrize("claim", ON_FIGURES, ids=lambda claim: claim.row)
def test_every_rule_says_both_for_some_figure(claim: Claim) -> None:
    assert {claim.verdict_at(one) for one in FIGURES} >= {S, N}


def test_a_verdict_that_no_range_gives_is_named_also_where_drivers_turn_each_other_round(
    context: ClaimContext
) -> None:
    capture, review = NOW.about("capture_automated"), NOW.about("review_hours")
    low, high = capture.low - review.high, capture.high - review.low
    (one,) = entry(Formula(lambda a, b: a - b, high + 0.01, low + 0.01), context, NOW).attainable
    assert (one.low, one.high, one.impossible) == (pytest.approx(low), pytest.approx(high), (S,))
    (one,) = entry(Formula(lambda a, b: a - b, high, low), context, NOW).attainable
    assert one.impossible == (N,)
    (one,) = entry(Formula(lambda a, b: a - b, high, low + 0.01), context, NOW).attainable
    assert one.impossible == ()
    # At the defaults more review lowers the figure, and at the corner it raises it.
    capture, review = NOW.about("capture_automated"), NOW.about("review_hours")
    tilt = (capture.value + capture.high) / 2

    def figure(a: float, b: float) -> float:
        return 0.1 * a + (a - tilt) * b

    best = figure(capture.high, review.high)
    (one,) = entry(Formula(figure, best - 1e-6, -1e9), context, NOW).attainable
    assert one.high == pytest.approx(best) and one.impossible == (N,)


def test_a_parameter_that_was_set_and_fixed_drivers_are_not_moved(
    context: ClaimContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim = Formula(lambda a, b: a, NOW.about("capture_automated").high, 0.0)
    assert entry(claim, context, NOW).attainable[0].impossible == (N,)
    assert entry(claim, context, NOW.replace(capture_automated=0.4)).attainable[0].impossible == (S, N)
    claim = Formula(lambda a, b: a + 0.1 * b, NOW.about("capture_automated").high, 0.0)
    monkeypatch.setattr(claim, "fixed", ("capture_automated",), raising=False)
    every, fixed = attainable_ranges(claim, context, NOW, range_ends(claim, context, NOW))
    assert every.impossible == (N,) and fixed.impossible == (S, N) and fixed.fixed == ("capture_automated",)
    assert fixed.high == pytest.approx(NOW["capture_automated"] + 0.1 * NOW.about("review_hours").high)


def test_coordinating_hours_are_told_apart_from_others_as_where_all_work_is_looked_at(
    context: ClaimContext,
) -> None:
    world, found = context.world, _hours_per_hour(context, NOW)
    hours = world.activities.loc[world.content.columns, "kind"].eq("coordinating").to_numpy()
    content = world.content.to_numpy() * hours
    jobs = world.occupations["employment"].to_numpy(dtype=float)[:, None]
    for source, ratio in zip(world.sources, found, strict=True):
        cells = reached_cells(world, source)
        some = (jobs * content)[cells.occupation, cells.activity] * cells.automatable
        good = good_results(world, NOW, source, "trend", 13, 12)[:, 0]
        people = NOW["review_hours"] + NOW["directing_hours"] + NOW["redo_share"] * (1.0 - good)
        assert ratio == pytest.approx(some.sum() / (some * people).sum(), rel=1e-12)


class ByVerdict(Claim):
    """A claim whose verdict is a function of one parameter, and of whether that is held."""

    id, row, statement, reading, unit = "given", "given", "it is given", "as given", "share"
    rule = Rule("given", "not given")
    drivers = ("capture_automated", "review_hours")
    sources = ("none (X)",)

    def __init__(self, verdict: Callable[[float, bool], Verdict]) -> None:
        self._verdict = verdict

    def centre(self, context: ClaimContext, parameters: Parameters) -> float:
        return parameters["capture_automated"]

    def measure(self, context: ClaimContext, parameters: Parameters) -> Measured:
        capture, held = parameters["capture_automated"], parameters.about("capture_automated").is_own
        return Measured(capture, capture, capture, self._verdict(capture, held), f"{capture}")


def judged(context: ClaimContext, verdict: Callable[[float, bool], Verdict]) -> Entry:
    return entry(ByVerdict(verdict), context, NOW)


def test_a_turn_is_found_at_either_end_and_what_only_has_to_be_known_or_turns_nothing_is_said(
    context: ClaimContext
) -> None:
    about = NOW.about("capture_automated")
    found = judged(context, lambda value, held: S if value < 0.7 else M)
    (turn,) = found.tipping_points
    assert (turn.parameter, turn.verdict, turn.above) == ("capture_automated", M, True)
    assert 0.7 <= turn.value <= 0.7 + (about.high - about.value) / 15
    assert [one.parameter for one in found.drivers] == ["capture_automated"]
    assert (found.drivers[0].verdict_low, found.drivers[0].verdict_high) == (S, M)
    assert "“Shown in part” with share of hours freed" in facts_of(found)["Tipping points"]
    found = judged(
        context, lambda value, held: N if value < 0.4 else S if value < 0.7 else M if value < 0.8 else N
    )
    low, high = found.tipping_points
    assert (low.verdict, low.above, high.verdict, high.above) == (N, False, M, True)
    assert 0.35 < low.value < 0.4 and 0.7 <= high.value < 0.73
    found = judged(context, lambda value, held: M if not held else S if value > 0.8 else N)
    known, above = found.tipping_points
    assert (known.value, known.above, known.verdict) == (NOW["capture_automated"], None, N)
    assert (above.above, above.verdict) == (True, S) and 0.8 < above.value <= 0.83
    words = facts_of(found)["Tipping points"]
    assert "fixed at 60% of freed hours, the default, instead of drawn from 30 to 100%" in words
    found = judged(context, lambda value, held: S)
    assert found.tipping_points == ()
    assert (
        facts_of(found)["Tipping points"]
        == "No single number changes the verdict within its plausible range; another reading may."
    )


class OfDraws(ByDraws):
    """A claim on the median of five draws, of which two may move with capture: the middle one and the last."""

    id, row, statement, reading, unit = "drawn", "drawn", "it is drawn", "as drawn", "share"
    rule = Rule("above", "below", M, (0.5, 0.5))
    drivers = ("capture_automated", "review_hours")
    sources = ("none (X)",)

    def __init__(
        self, middle: Callable[[float], float], last: Callable[[float], float] = lambda _: 0.9
    ) -> None:
        self._middle, self._last, self.made = middle, last, 0

    def centre(self, context: ClaimContext, parameters: Parameters) -> float:
        return parameters["capture_automated"]

    def measure(self, context: ClaimContext, parameters: Parameters) -> Measured:
        middle, verdict = self.judge(context, parameters)
        return Measured(middle, middle, middle, verdict, f"{middle}")

    def draws(self, context: ClaimContext, parameters: Parameters) -> list[tuple[float]]:
        capture = parameters["capture_automated"]
        return [(0.1,), (0.2,), (self._middle(capture),), (0.8,), (self._last(capture),)]

    def figure(self, context: ClaimContext, *draw: float) -> float:
        self.made += 1
        return draw[0]

    def judged(self, figures: Array) -> tuple[float, Verdict]:
        return self.judged_by_median(figures)


@pytest.mark.parametrize("near, far", [(0.7, 0.3), (0.2, 1.0), (-0.5, 0.5)])
def test_guesses_find_the_turn_that_trying_every_value_finds(near: float, far: float) -> None:
    """On curves that rise or jump between the ends; a wrong guess costs values, and does not move the turn."""
    tried: list[float] = []
    for bend in np.random.default_rng(3).uniform(-3.0, 3.0, 60):
        values = tipping_points._steps(near, far)
        assert values == sorted(values, reverse=near > far) and len(values) == 17

        def verdict_at(value: float, bend: float = bend) -> Verdict:
            tried.append(value)
            return S if ((value - near) / (far - near)) ** np.exp(bend) > 0.4 else M

        def guessed(value: float, bend: float = -bend) -> Verdict:
            return S if (value - near) / (far - near) > 0.5 + bend / 8.0 else M

        first = next(value for value in values if verdict_at(value) is S)
        tried.clear()
        for guess in (None, verdict_at, guessed):
            assert tipping_points._first_turn(verdict_at, guess, values, S, (M,)) == (first, S)
    assert near not in tried and far not in tried


def test_a_verdict_by_some_draws_is_that_by_all_also_where_they_do_not_lie_between_neighbours(
    context: ClaimContext
) -> None:
    """The last draw falls on the way and returns, so that the middle one alone would turn the verdict too soon."""
    claim = OfDraws(lambda capture: capture - 0.2, lambda capture: 0.0 if 0.65 < capture < 0.95 else 0.9)
    (turn,) = entry(claim, context, NOW).tipping_points
    assert turn.verdict is S and 0.95 <= turn.value < 0.98
    made = 0
    for row in np.random.default_rng(5).uniform(0.0, 1.0, (40, 5)):
        claim = OfDraws(lambda capture, row=row: row[0], lambda capture, row=row: row[1])
        ends = {0.3: row, 1.0: row[::-1].copy()}
        some = _DrawsBetween(claim, context, lambda value: NOW.replace(capture_automated=value), ends)
        found, made = some.verdict(0.6), made + claim.made
        assert found is claim.judge(context, NOW)[1]
    assert made < 40 * 5


@pytest.mark.parametrize(
    ("rows", "driver"),
    [
        pytest.param(("1", "4", "5"), "capture_automated", marks=pytest.mark.long),
        (("2",), "review_hours"),
        (("6",), "industry_adoption_ceiling"),
    ],
    ids=lambda one: one if isinstance(one, str) else "+".join(one),
)
def test_past_a_turning_point_the_verdict_is_another_and_back_the_same(
    rows: tuple[str, ...], driver: str, small_firm: ClaimContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One driver and one halving each; `make confirm` does it with all of them, rows 9 and 11 too, on the shipped study."""
    some = claims(rows)
    for claim in some:
        monkeypatch.setattr(claim, "drivers", (driver,), raising=False)
        # Other readings have tests of their own, and some of them plan many times.
        monkeypatch.setattr(claim, "readings", lambda *_: (), raising=False)
    monkeypatch.setattr(tipping_points, "_HALVINGS", 1)
    found = computed_claims(some, small_firm, NOW)
    turned = 0
    for now in found:
        for turn in now.tipping_points:
            past = now.claim.measure(small_firm.fresh(), NOW.replace(**{turn.parameter: turn.value}))
            assert past.verdict is turn.verdict is not now.measured.verdict
            turned += 1
        assert facts_of(now)["Tipping points"].startswith(
            "The verdict would be" if now.tipping_points else "No single"
        )
    assert bool(turned) == (rows != ("2",))
    assert tuple(claim.measure(small_firm, NOW) for claim in some) == tuple(one.measured for one in found)


def test_a_row_of_several_claims_is_asked_for_by_its_number() -> None:
    assert [one.row for one in claims(["3"])] == ["3a", "3b", "3c", "3d"]
    assert [one.row for one in claims(["1", "12"])] == ["1", "12a", "12b", "12c"]


def test_the_smallest_effect_is_that_of_the_standard_error_and_the_models_own_is_smaller(
    context: ClaimContext
) -> None:
    assert detectable(685) == least_detectable(math.sqrt(2 / 684)), "one convention, that of the estimates"
    assert detectable(685) == pytest.approx(0.151, abs=0.001)
    assert detectable(4 * 684 + 1) == pytest.approx(detectable(685) / 2)
    now = power(context, NOW)
    assert now.occupations == 685 and now.least <= now.own <= now.most < 0.0
    assert abs(now.own) < now.detectable and not now.is_enough
    faster = power(context, NOW.replace(industry_adoption_innovation=1.0, industry_adoption_ceiling=1.0))
    assert faster.own < 3 * now.own and faster.is_enough


def test_a_test_without_power_tells_nothing_and_one_with_power_decides(
    context: ClaimContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim = exposure_foretells.CLAIM
    found, now = claim.measure(context, NOW), power(context, NOW)
    assert (found.verdict, found.first_verdict) == (Verdict.CANNOT_BE_TOLD, Verdict.NOT_SUPPORTED)
    assert found.figures["gpt4: effect that the model itself expects"] == now.each["gpt4"] < 0.0
    seen = {one.source: one.value for one in exposure_foretells._against_own(exposure_foretells._table(context), now.each)}
    monkeypatch.setattr(exposure_foretells, "power", lambda *_: replace(now, each={**now.each, "gpt4": seen["gpt4"]}))
    assert "excluded under 7 of 8 sources" in claim.measure(context, NOW).reason
    assert "against +0.11, inside" in claim.readings(context, NOW)[-1].finding
    monkeypatch.setattr(exposure_foretells, "power", lambda *_: replace(now, each=seen))
    assert claim.measure(context, NOW).reason == exposure_foretells._NO_POWER
    monkeypatch.setattr(exposure_foretells, "power", lambda *_: replace(now, own=-0.2))
    found = claim.measure(context, NOW)
    assert found.verdict is found.first_verdict is Verdict.NOT_SUPPORTED and found.reason == ""


def test_rows_3a_to_3d_say_what_is_kept(context: ClaimContext, golden: Goldens) -> None:
    """The plan cuts managing by more than all positions, though its hours are least within reach."""
    rows = claims(["3"])
    assert {one.together for one in rows[:3]} == {"most-at-risk"}, "the plans are made once"
    golden("claims/rows_3", "\n".join(told(one, context) for one in rows))


def test_raters_of_one_family_and_sources_that_agree_count_as_one() -> None:
    members = [name for names in _FAMILIES.values() for name in names]
    assert sorted(members) == sorted(SOURCES)
    assert family_values(np.arange(8.0), SOURCES) == {"people": 2.0, "language models": 2.5, "usage": 6.5}
    # Five of eight sources agree, all but one of them language models and people who read their rubric.
    values = np.array([80.0, 80.0, 80.0, 80.0, 60.0, 80.0, 60.0, 60.0])

    assert by_sources(values, 75.0, 50.0) is Verdict.SUPPORTED
    assert by_families(values, SOURCES, 75.0, 50.0) is Verdict.MIXED
    assert by_families(values - 40, SOURCES, 75.0, 50.0) is Verdict.NOT_SUPPORTED
    assert by_families(values + 20, SOURCES, 75.0, 50.0) is Verdict.SUPPORTED
    random = np.random.default_rng(1).standard_normal((4, 20_000))
    assert independent_sources(np.repeat(random[:1], 8, axis=0)) == pytest.approx(1.0)
    assert independent_sources(random) == pytest.approx(4.0, abs=0.05)
    assert independent_sources(np.vstack([random, np.ones(20_000)])) == pytest.approx(4.0, abs=0.05)
    assert independent_sources(np.ones((3, 5))) == 0.0


@pytest.mark.parametrize(
    ("nation", "firm", "verdict"),
    [
        (90.0, 90.0, Verdict.SUPPORTED),
        (90.0, 60.0, Verdict.MIXED),
        (30.0, 60.0, Verdict.MIXED),
        (90.0, 30.0, Verdict.MIXED),
        (30.0, 30.0, Verdict.NOT_SUPPORTED),
    ],
)
def test_a_verdict_needs_the_nation_and_the_firm(
    small_firm: ClaimContext, monkeypatch: pytest.MonkeyPatch, nation: float, firm: float, verdict: Verdict
) -> None:
    (row,) = claims(["3b"])
    places = {"": np.full(8, nation), "firm": np.full(8, firm)}
    monkeypatch.setattr(row, "_places", lambda _, among="": places[among], raising=False)
    found = row.measure(small_firm, NOW)
    assert found.verdict is verdict
    assert found.first_verdict is (Verdict.SUPPORTED if nation > 75 else Verdict.NOT_SUPPORTED)
    assert f"inside one firm ({firm:.0f} to {firm:.0f})" in found.finding


def perturbed(world: World) -> World:
    """Hardly anything is within reach, unevenly; AI is used more; history, pay and the record differ."""
    chips, scores = world.table("ai_chips"), world.table("scores")
    tables: Mapping[str, pd.DataFrame] = MappingProxyType(
        {
            **world.tables,
            "ai_use": _times(world, "ai_use", "share", 1.5),
            "rehiring": _times(world, "rehiring", "value", 2.0),
            "published_estimates": _times(world, "published_estimates", "value", 1.1),
            "scores": scores.assign(score=scores.groupby("source")["score"].transform(lambda one: 0.9 * one + 0.1 * one.to_numpy()[::-1])),
            "output_series": world.table("output_series").iloc[24:],
            "national_months": _times(world, "national_months", "value", 1.1),
            "market_series": world.table("market_series").iloc[:-12],
            "ai_chips": chips.assign(
                **{name: chips[name] ** 1.1 for name in chips if name.startswith("h100")}
            ),
        }
    )
    reach = {name: _uneven(getattr(world, name)) for name in ("automatable", "augmentable")}
    zones = world.occupations.assign(job_zone=6 - world.occupations["job_zone"])
    return replace(world, occupations=zones, tables=tables, **reach)


def _times(world: World, table: str, column: str, factor: float) -> pd.DataFrame:
    found = world.table(table)
    return found.assign(**{column: found[column] * factor})


def _uneven(reach: ReachBySource) -> ReachBySource:
    """Times a factor that differs by activity."""
    return {source: cells * np.linspace(0.01, 0.03, len(cells.columns)) for source, cells in reach.items()}


@pytest.fixture(scope="module")
def contexts(world: World, tmp_path_factory: pytest.TempPathFactory) -> tuple[ClaimContext, ClaimContext]:
    """The small firm in both worlds; in the other it has other years behind it and more power."""
    folder = tmp_path_factory.mktemp("perturbed")
    return (
        context_of(world, folder / "as-is"),
        context_of(perturbed(world), folder / "other", capex=55e6, megawatts=20.0),
    )


@pytest.mark.long
@pytest.mark.parametrize("claim", claims(), ids=lambda claim: claim.row)
def test_every_finding_moves_with_the_world(claim: Claim, contexts: tuple[ClaimContext, ClaimContext]) -> None:
    here, there = (claim.measure(context, NOW) for context in contexts)
    assert here.finding != there.finding
    # Both halves of 12c hold in few draws, and in neither of two.
    if claim.row != "12c":
        assert here.middle != there.middle and (here.low, here.high) != (there.low, there.high)
    # The first sentence stands alone in README.
    assert len(re.split(r"(?<=[.!?]) (?=[A-Z])", here.finding)[0].split()) <= 40
