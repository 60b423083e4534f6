"""Turning points: found on the verdict itself; past one a claim of the ledger is judged otherwise, and back again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from tests.claims.conftest import context_of, facts_of

from reallocate.claims.basis import tipping as tipping_points
from reallocate.claims.basis.claim import ByDraws, Claim, Measured, Rule, Verdict
from reallocate.claims.basis.context import ClaimContext
from reallocate.claims.basis.tipping import DrawsBetween
from reallocate.claims.ledger import Entry, claims, computed, entry
from reallocate.kernel.arrays import Array
from reallocate.kernel.parameters import Parameters
from reallocate.work.world import World

NOW = Parameters.default()
S, N, M = Verdict.SUPPORTED, Verdict.NOT_SUPPORTED, Verdict.MIXED


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


@pytest.fixture(scope="module")
def context(world: World) -> ClaimContext:
    return ClaimContext(world, draws=4)


def judged(context: ClaimContext, verdict: Callable[[float, bool], Verdict]) -> Entry:
    return entry(ByVerdict(verdict), context, NOW)


def test_a_turn_is_found_to_a_sixteenth_of_the_way_at_either_end(context: ClaimContext) -> None:
    about = NOW.about("capture_automated")
    found = judged(context, lambda value, held: S if value < 0.7 else M)
    (turn,) = found.tipping_points
    assert (turn.parameter, turn.verdict, turn.above) == ("capture_automated", M, True)
    assert 0.7 <= turn.value <= 0.7 + (about.high - about.value) / 15
    assert [one.parameter for one in found.drivers] == ["capture_automated"]
    assert (found.drivers[0].verdict_low, found.drivers[0].verdict_high) == (S, M)
    assert "mixed with share of hours freed" in facts_of(found)["Tipping points"]
    found = judged(
        context, lambda value, held: N if value < 0.4 else S if value < 0.7 else M if value < 0.8 else N
    )
    low, high = found.tipping_points
    assert (low.verdict, low.above, high.verdict, high.above) == (N, False, M, True)
    assert 0.35 < low.value < 0.4 and 0.7 <= high.value < 0.73


def test_what_only_has_to_be_known_and_what_nothing_turns_is_said(context: ClaimContext) -> None:
    found = judged(context, lambda value, held: M if not held else S if value > 0.8 else N)
    known, above = found.tipping_points
    assert (known.value, known.above, known.verdict) == (NOW["capture_automated"], None, N)
    assert (above.above, above.verdict) == (True, S) and 0.8 < above.value <= 0.83
    words = facts_of(found)["Tipping points"]
    assert "fixed at 60% of freed hours, the default, instead of drawn from 30 to 100%" in words
    found = judged(context, lambda value, held: S)
    assert found.tipping_points == ()
    assert facts_of(found)["Tipping points"] == "No single number changes the verdict within its plausible range; another reading may."


class OfDraws(ByDraws):
    """A claim on the median of five draws, of which two may move with capture: the middle one and the last."""

    id, row, statement, reading, unit = "drawn", "drawn", "it is drawn", "as drawn", "share"
    rule = Rule("above", "below", M, (0.5, 0.5))
    drivers = ("capture_automated", "review_hours")
    sources = ("none (X)",)

    def __init__(self, middle: Callable[[float], float], last: Callable[[float], float] = lambda _: 0.9) -> None:
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


def test_only_draws_that_decide_are_made(context: ClaimContext) -> None:
    claim = OfDraws(lambda capture: capture - 0.2)
    (turn,) = entry(claim, context, NOW).tipping_points
    assert turn.verdict is S and turn.above and 0.7 <= turn.value < 0.73
    # All five draws for the finding and for both ends twice; three that settle the default, one for the value
    # that is expected to turn it and one for its neighbour, and two more that settle the value found.
    assert claim.made == 5 * (1 + 4) + 3 + 2 + 2


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


def test_a_right_guess_takes_two_values() -> None:
    values, tried = tipping_points._steps(0.2, 1.0), []

    def verdict_at(value: float) -> Verdict:
        tried.append(value)
        return S if value > 0.5 else M

    def guessed(value: float) -> Verdict:
        return S if value > 0.5 else M

    tipping_points._first_turn(verdict_at, guessed, values, S, (M,))
    assert len(tried) == 2


def test_where_draws_do_not_lie_between_their_neighbours_all_are_made(context: ClaimContext) -> None:
    """The last draw falls on the way and returns, so that the middle one alone would turn the verdict too soon."""
    claim = OfDraws(lambda capture: capture - 0.2, lambda capture: 0.0 if 0.65 < capture < 0.95 else 0.9)
    (turn,) = entry(claim, context, NOW).tipping_points
    assert turn.verdict is S and 0.95 <= turn.value < 0.98


def test_a_verdict_by_some_draws_is_that_by_all_of_them(context: ClaimContext) -> None:
    made = 0
    for row in np.random.default_rng(5).uniform(0.0, 1.0, (40, 5)):
        claim = OfDraws(lambda capture, row=row: row[0], lambda capture, row=row: row[1])
        ends = {0.3: row, 1.0: row[::-1].copy()}
        some = DrawsBetween(claim, context, lambda value: NOW.replace(capture_automated=value), ends)
        found, made = some.verdict(0.6), made + claim.made
        assert found is claim.judge(context, NOW)[1]
    assert made < 40 * 5


@pytest.mark.parametrize(
    ("rows", "driver"),
    [
        (("1", "4", "5"), "capture_automated"),
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
    monkeypatch.setattr(tipping_points, "HALVINGS", 1)
    found = computed(some, small_firm, NOW)
    turned = 0
    for now in found:
        for turn in now.tipping_points:
            past = now.claim.measure(small_firm.fresh(), NOW.replace(**{turn.parameter: turn.value}))
            assert past.verdict is turn.verdict is not now.measured.verdict
            turned += 1
        assert facts_of(now)["Tipping points"].startswith("The verdict would be" if now.tipping_points else "No single")
    assert bool(turned) == (rows != ("2",))
    assert tuple(claim.measure(small_firm, NOW) for claim in some) == tuple(one.measured for one in found)


@pytest.mark.long
def test_several_processes_find_the_same(world: World, tmp_path: Path) -> None:
    context = context_of(world, tmp_path / "small")
    some = claims(["2", "3a"])
    one, two = (computed(some, context, NOW, processes) for processes in (1, 2))
    assert one == two


def test_a_row_of_several_claims_is_asked_for_by_its_number() -> None:
    assert [one.row for one in claims(["3"])] == ["3a", "3b", "3c", "3d"]
    assert [one.row for one in claims(["1", "12"])] == ["1", "12a", "12b", "12c"]
