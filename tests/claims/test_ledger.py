"""The ledger: how claims are handed out, one's own, page and card, saved and opened; row 10 beside others."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from pydantic import ValidationError
from scripts.pages.claims import read
from tests.claims.conftest import facts_of
from tests.golden_pages import Goldens, page_text, tables_text

from reallocate.claims import ledger as rows_of
from reallocate.claims import own as measures
from reallocate.claims.basis.claim import AFTER_THE_RESULT, Change, Claim, Measured, Reading, Rule, Verdict
from reallocate.claims.basis.comparison import (
    _Figure,
    _works,
    comparison,
)
from reallocate.claims.basis.context import ClaimContext, samples
from reallocate.claims.basis.tipping import Driver, TippingPoint
from reallocate.claims.ledger import Entry, entry
from reallocate.claims.own import _ClaimFile, _NamedMeasure, _own_claim, _OwnClaim, own_claims
from reallocate.claims.page import CLAIMS, ledger_result
from reallocate.kernel.errors import InputError, InvariantError
from reallocate.kernel.parameters import Parameters
from reallocate.render.result import Result
from reallocate.render.terminal import summary_text
from reallocate.work.world import World

Ledger = Callable[..., Result]


def test_with_one_parameter_set_all_else_is_drawn_as_before() -> None:
    names = ("capture_automated", "review_hours", "work_elasticity")
    now = Parameters.default()
    before, fixed = samples(now, names, 8, 3), samples(now.replace(review_hours=0.4), names, 8, 3)
    assert len({one["capture_automated"] for one in before}) == 8
    for one, other in zip(before, fixed, strict=True):
        assert other["review_hours"] == 0.4 != one["review_hours"]
        assert all(one[name] == other[name] for name in names if name != "review_hours")


CLERKS = """
statement = "Office work is more within reach than most"
measure = "reach_place"
occupation = "43-"
comparison = "at least"
supported = 60
not_supported = 40
"""


@pytest.fixture
def context(world: World) -> ClaimContext:
    return ClaimContext(world, draws=8)


@pytest.fixture
def captured(monkeypatch: pytest.MonkeyPatch) -> None:
    """A result that is the parameter itself, so that every verdict is known beforehand."""
    made = _NamedMeasure(
        "what is captured",
        "share",
        lambda g, p, s, a: p["capture_automated"],
        ("capture_automated",),
        ("none (X)",),
    )
    monkeypatch.setitem(measures.MEASURES, "captured", made)


def written(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "mine.toml"
    file.write_text(text, encoding="utf-8")
    return file


def claim(**given: object) -> _OwnClaim:
    rest: dict[str, object] = {"statement": "s", "measure": "captured", "comparison": "at least"}
    return _OwnClaim(_ClaimFile.model_validate(rest | given), "mine")


def test_a_file_becomes_a_claim_with_a_verdict(context: ClaimContext, tmp_path: Path) -> None:
    one = _own_claim(written(tmp_path, CLERKS), context)
    found = entry(one, context, Parameters.default())
    assert (found.claim.id, found.claim.row) == ("mine", "own")
    assert found.measured.verdict is Verdict.SUPPORTED
    assert 60 < found.measured.middle < 100
    assert found.drivers == ()
    assert facts_of(found)["Tipping points"].startswith("The finding follows from published data")


@pytest.mark.usefixtures("captured")
@pytest.mark.parametrize(("comparison", "supported", "not_supported", "verdict"), [
    ("at least", 0.5, 0.2, Verdict.SUPPORTED),
    ("at least", 0.95, 0.9, Verdict.NOT_SUPPORTED),
    ("at least", 0.95, 0.1, Verdict.MIXED),
    ("at most", 0.95, 0.99, Verdict.SUPPORTED),
    ("at most", 0.05, 0.1, Verdict.NOT_SUPPORTED),
])  # fmt: skip
def test_thresholds_decide(
    context: ClaimContext, comparison: str, supported: float, not_supported: float, verdict: Verdict
) -> None:
    one = claim(comparison=comparison, supported=supported, not_supported=not_supported)
    assert one.measure(context, Parameters.default()).verdict is verdict


@pytest.mark.usefixtures("captured")
def test_judged_by_the_interval_needs_nine_of_ten_draws(context: ClaimContext) -> None:
    found = claim(supported=0.5, not_supported=0.2).measure(context, Parameters.default())
    limit = (found.low + found.middle) / 2
    by_middle = claim(supported=limit, not_supported=0.0)
    by_interval = claim(supported=limit, not_supported=0.0, judged_by="interval")
    assert by_middle.measure(context, Parameters.default()).verdict is Verdict.SUPPORTED
    assert by_interval.measure(context, Parameters.default()).verdict is Verdict.MIXED


@pytest.mark.usefixtures("captured")
def test_the_verdict_turns_where_it_says_and_back(context: ClaimContext) -> None:
    default = Parameters.default()
    about = default.about("capture_automated")
    limit = (about.value + about.high) / 2 if about.value < about.high else (about.low + about.value) / 2
    one = claim(supported=limit, not_supported=about.low)
    found = entry(one, context, default)
    assert found.tipping_points
    for turn in found.tipping_points:
        assert turn.verdict is not found.measured.verdict
        moved = one.measure(context, default.replace(capture_automated=turn.value))
        assert moved.verdict is turn.verdict
    assert one.measure(context, default).verdict is found.measured.verdict


def test_every_fault_of_a_file_is_told_at_once_as_kept(
    context: ClaimContext, tmp_path: Path, golden: Goldens
) -> None:
    def refused(text: str) -> str:
        with pytest.raises(InputError) as error:
            _own_claim(written(tmp_path, text), context)
        return "\n".join(str(problem) for problem in error.value.problems)

    golden.answers("claims/own_faults", refused)
    with pytest.raises(InputError):
        _own_claim(written(tmp_path, "\x00"), context)
    with pytest.raises(InputError, match="no such file"):
        _own_claim(tmp_path / "nowhere.toml", context)
    file = written(tmp_path, CLERKS)
    with pytest.raises(InputError, match="two files are named 'mine'"):
        own_claims([file, file], context)


class Stated(Claim):
    """A claim whose figures are given."""

    id, row, statement = "stated", "7", "Water is <wet>"
    reading, unit = "wetness of water", "% of water"
    rule = Rule("it is 50% or more", "it is below 10%", Verdict.MIXED, (50.0, 10.0))
    drivers = ("capture_automated", "review_hours")
    sources = ("a well (A)",)

    def centre(self, context: ClaimContext, parameters: Parameters) -> float:
        return 60.0

    def measure(self, context: ClaimContext, parameters: Parameters) -> Measured:
        return Measured(60.0, 55.0, 65.0, Verdict.SUPPORTED, "It is -60% wet.")


@pytest.fixture
def stated() -> Entry:
    measured = Measured(60.0, 55.0, 65.0, Verdict.SUPPORTED, "It is -60% wet.")
    moved = (
        Driver("capture_automated", "share", 0.3, 0.9, 40.0, 80.0, Verdict.MIXED, Verdict.SUPPORTED),
        Driver("review_hours", "h", 0.1, 0.5, 60.0, 60.0, Verdict.SUPPORTED, Verdict.SUPPORTED),
    )
    turned = (TippingPoint("capture_automated", 0.45, "share", Verdict.MIXED, False),)
    return Entry(Stated(), measured, (Reading("dryness", "-40%", Verdict.MIXED),), moved, turned)


@pytest.fixture(scope="module")
def ledger(world: World) -> Ledger:
    """A ledger of some claims; the layoff record beside it is that of the world."""
    return lambda *entries: ledger_result(entries, ClaimContext(world, draws=8), Parameters.default())


def test_a_claim_is_whole_on_page_and_card_its_tornado_is_drawn_and_nothing_is_requested(
    ledger: Ledger, stated: Entry, golden: Goldens
) -> None:
    result = ledger(stated)
    golden("claims/page", page_text(result.page()))
    card = summary_text(result.title, CLAIMS.card(result))
    golden("claims/card", card)
    assert max(map(len, card.splitlines())) <= 80
    html = ledger(stated).page()
    figure = html[html.index('id="chart-drivers-stated"') :].partition("</figure>")[0]
    assert '<svg' in figure and 'role="img"' in figure and "review hours" not in figure, "what moves nothing is not drawn"
    assert not re.search(r'(?:src|href)="https?:', html)


def test_a_verdict_carries_its_reason_and_the_first_rule(ledger: Ledger, stated: Entry, golden: Goldens) -> None:
    """True by definition, under a rule that was changed after the result was seen, and turned at a default that is fixed."""
    change = Change("it is 1% or more", "too little", AFTER_THE_RESULT, "2026-01-02")
    claim = Stated()
    claim.rule = replace(claim.rule, change=change, instead="by definition where it rains")
    measured = replace(
        stated.measured, verdict=Verdict.BY_DEFINITION, reason="water is wet", first_verdict=Verdict.SUPPORTED
    )
    turned = (replace(stated.tipping_points[0], value=0.6, above=None),)
    before, after = (
        f"{page_text(one.page())}{summary_text(one.title, CLAIMS.card(one))}{tables_text(one.tables)}"
        for one in (ledger(stated), ledger(replace(stated, claim=claim, measured=measured, tipping_points=turned)))
    )
    golden.change("claims/by_definition", before, after)


def test_a_claim_on_the_list_of_rows_is_computed_and_shown(
    ledger: Ledger, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What docs/extending.md says: its file of rows and the list are all of the code that a claim touches."""
    row = SimpleNamespace(CLAIM=Stated())
    monkeypatch.setitem(sys.modules, "reallocate.claims.rows.stated", row)
    monkeypatch.setattr(rows_of, "_ROWS", ("stated",))
    (one,) = rows_of.ledger(ClaimContext(world, draws=2), Parameters.default(), ["stated"])
    assert one.measured.verdict is Verdict.SUPPORTED and one.drivers == ()
    assert "Water is &lt;wet&gt;" in ledger(one).page()


def test_every_published_figure_says_where_it_stands_and_without_row_10_none_is_compared() -> None:
    tables = dict(read())
    tables["claims"] = tables["claims"][tables["claims"]["row"] != "10"]
    with pytest.raises(InvariantError, match="not computed"):
        comparison(tables)
    works = _works()
    assert len(works) == 9 and len({one.who for one in works}) == 9
    for work in works:
        assert work.source and work.figures
        for one in work.figures:
            assert one.place and one.by and one.grade in ("A", "B", "C") and "{}" not in one.text
    for wrong in (
        {"words": "{}", "unit": "%"}, {"words": "x", "value": 1.0, "unit": "%"}, {"words": "{}", "value": 1.0},
        {"words": "{}", "value": 1.0, "low": 0.0, "high": 1.0, "unit": "%"},
    ):  # fmt: skip
        with pytest.raises(ValidationError, match="give one figure"):
            _Figure.model_validate({"quantity": "jobs", "by": "b", "place": "p", "grade": "A", **wrong})
    told = {one.text for work in works for one in work.figures}
    assert {"−4% in all", "3 to 14% by other assumptions", "productivity and GDP +1.5%"} <= told
