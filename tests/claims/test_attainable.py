"""Which verdicts a rule can give: on figures over the plausible ranges, never by a run of the market."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.claims.conftest import facts_of

from reallocate.claims.basis.claim import Claim, Measured, Rule, Verdict, attainable_ranges, range_ends
from reallocate.claims.basis.context import ClaimContext
from reallocate.claims.ledger import Entry, claims, entry
from reallocate.claims.rows.coordinators_per_person import hours_per_hour
from reallocate.claims.tables import TABLES
from reallocate.claims.text import text
from reallocate.kernel.parameters import Parameters
from reallocate.kernel.table import computed
from reallocate.work.time_saved import automatable_hours, good_results
from reallocate.work.world import World

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


@pytest.fixture(scope="module")
def context(world: World) -> ClaimContext:
    return ClaimContext(world, draws=2)


def found(claim: Claim, context: ClaimContext, parameters: Parameters = NOW) -> Entry:
    return entry(claim, context, parameters)


@pytest.mark.parametrize("claim", ON_FIGURES, ids=lambda claim: claim.row)
def test_every_rule_says_both_for_some_figure(claim: Claim) -> None:
    assert {claim.verdict_at(one) for one in FIGURES} >= {S, N}


def test_a_verdict_that_no_range_gives_is_named_with_the_figures(context: ClaimContext) -> None:
    capture, review = NOW.about("capture_automated"), NOW.about("review_hours")
    low, high = capture.low - review.high, capture.high - review.low
    (one,) = found(Formula(lambda a, b: a - b, high + 0.01, low + 0.01), context).attainable
    assert (one.low, one.high, one.impossible) == (pytest.approx(low), pytest.approx(high), (S,))
    (one,) = found(Formula(lambda a, b: a - b, high, low), context).attainable
    assert one.impossible == (N,)
    (one,) = found(Formula(lambda a, b: a - b, high, low + 0.01), context).attainable
    assert one.impossible == ()


def test_the_range_is_found_where_drivers_turn_each_other_round(context: ClaimContext) -> None:
    """At the defaults more review lowers the figure, and at the corner it raises it."""
    capture, review = NOW.about("capture_automated"), NOW.about("review_hours")
    tilt = (capture.value + capture.high) / 2

    def figure(a: float, b: float) -> float:
        return 0.1 * a + (a - tilt) * b

    best = figure(capture.high, review.high)
    (one,) = found(Formula(figure, best - 1e-6, -1e9), context).attainable
    assert one.high == pytest.approx(best) and one.impossible == (N,)


def test_a_parameter_that_was_set_and_fixed_drivers_are_not_moved(
    context: ClaimContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim = Formula(lambda a, b: a, NOW.about("capture_automated").high, 0.0)
    assert found(claim, context).attainable[0].impossible == (N,)
    assert found(claim, context, NOW.replace(capture_automated=0.4)).attainable[0].impossible == (S, N)
    claim = Formula(lambda a, b: a + 0.1 * b, NOW.about("capture_automated").high, 0.0)
    monkeypatch.setattr(claim, "fixed", ("capture_automated",), raising=False)
    every, fixed = attainable_ranges(claim, context, NOW, range_ends(claim, context, NOW))
    assert every.impossible == (N,) and fixed.impossible == (S, N) and fixed.fixed == ("capture_automated",)
    assert fixed.high == pytest.approx(NOW["capture_automated"] + 0.1 * NOW.about("review_hours").high)


def test_two_dozen_coordinators_are_out_of_reach(
    context: ClaimContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    (row,) = claims(["2"])
    monkeypatch.setattr(row, "drivers", ("review_hours", "directing_hours", "redo_share"), raising=False)
    (one,) = attainable_ranges(row, context, NOW, range_ends(row, context, NOW))
    least = NOW.about("review_hours").low + NOW.about("directing_hours").low
    assert one.impossible == (S,) and 3.0 < one.high <= 1.0 / least


def test_coordinating_hours_are_told_apart_from_others_as_where_all_work_is_looked_at(
    context: ClaimContext,
) -> None:
    world, found = context.world, hours_per_hour(context, NOW)
    hours = world.activities.loc[world.content.get_index("activity"), "kind"].eq("coordinating").to_numpy()
    content = world.content.transpose("occupation", "activity").to_numpy() * hours
    jobs = world.occupations["employment"].to_numpy(dtype=float)[:, None]
    for source, ratio in zip(world.sources, found, strict=True):
        some = jobs * content * automatable_hours(world, source)
        good = good_results(world, NOW, source, "trend", 13, 12)[:, :, 0]
        people = NOW["review_hours"] + NOW["directing_hours"] + NOW["redo_share"] * (1.0 - good)
        assert ratio == pytest.approx(some.sum() / (some * people).sum(), rel=1e-12)


def test_most_of_tech_work_is_out_of_reach_at_the_default_ceiling(context: ClaimContext) -> None:
    (row,) = claims(["6"])
    every, fixed = attainable_ranges(row, context, NOW, range_ends(row, context, NOW))
    assert every.impossible == () and fixed.impossible == (S,)
    assert fixed.high <= 100.0 * NOW["industry_adoption_ceiling"] < every.high


def test_both_verdicts_on_jobs_can_come(context: ClaimContext, monkeypatch: pytest.MonkeyPatch) -> None:
    (row,) = claims(["10"])
    names = (
        "industry_adoption_ceiling", "industry_adoption_imitation", "capture_augmented", "capture_automated",
        "economy_displaced_gap", "economy_gap_half_life",
    )  # fmt: skip
    monkeypatch.setattr(row, "drivers", names, raising=False)
    (one,) = attainable_ranges(row, context, NOW, range_ends(row, context, NOW))
    assert one.impossible == () and one.low < row.rule.thresholds[0] < one.high


def test_the_values_in_force_and_single_ends_count(context: ClaimContext) -> None:
    """Where both corners of a hump are low, its top is at the values in force."""
    capture = NOW.about("capture_automated")
    claim = Formula(lambda a, b: 1.0 - abs(a - capture.value), 1.0, 0.99)
    (one,) = found(claim, context).attainable
    assert one.impossible == () and one.high == 1.0


def test_what_a_rule_cannot_say_stands_beside_it(context: ClaimContext) -> None:
    one = found(Formula(lambda a, b: a, 2.0, 0.0), context)
    words = (
        "This rule cannot give 'supported' nor 'not supported' here: the figure goes from 0.3 to 1 points with "
        "all assumptions at the ends of their plausible ranges."
    )
    assert facts_of(one)["Impossible verdicts"] == words
    tables = computed(TABLES, (one,))
    assert words in " ".join(text(tables)["claim: formula"])
    (row,) = tables["attainable"].to_dict("records")
    assert row == {
        "claim": "formula", "low": 0.3, "high": 1.0, "unit": "points", "fixed": "",
        "impossible": "supported; not supported",
    }  # fmt: skip
    assert "Impossible verdicts" not in facts_of(found(Formula(lambda a, b: a, 0.9, 0.5), context))
