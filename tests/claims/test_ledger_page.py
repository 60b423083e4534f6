"""The ledger as a result: every claim whole on page and card, charts drawn, saved and opened as it was."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from tests.golden_pages import Goldens, page_text

from reallocate.claims import ledger as rows_of
from reallocate.claims.basis.claim import AFTER_THE_RESULT, Change, Claim, Measured, Reading, Rule, Verdict
from reallocate.claims.basis.context import ClaimContext
from reallocate.claims.basis.tipping import Driver, TippingPoint
from reallocate.claims.ledger import Entry
from reallocate.claims.page import CLAIMS, ledger_result
from reallocate.claims.tables import TABLES
from reallocate.claims.text import of_claim, tipping_of
from reallocate.kernel.parameters import Parameters
from reallocate.kernel.table import computed
from reallocate.render.result import Result
from reallocate.render.saving import open_saved
from reallocate.render.terminal import summary_text
from reallocate.work.world import World

Ledger = Callable[..., Result]


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


@pytest.fixture
def html(ledger: Ledger, stated: Entry) -> str:
    return ledger(stated).page()


def test_a_claim_is_whole_on_page_and_card(ledger: Ledger, stated: Entry, golden: Goldens) -> None:
    result = ledger(stated)
    golden("claims/page", page_text(result.page()))
    card = summary_text(result.title, CLAIMS.card(result))
    golden("claims/card", card)
    assert max(map(len, card.splitlines())) <= 80


def test_a_verdict_carries_its_reason_and_the_first_rule(ledger: Ledger, stated: Entry) -> None:
    change = Change("it is 1% or more", "too little", AFTER_THE_RESULT, "2026-01-02")
    claim = Stated()
    claim.rule = replace(claim.rule, change=change, instead="by definition where it rains")
    measured = replace(
        stated.measured, verdict=Verdict.BY_DEFINITION, reason="water is wet", first_verdict=Verdict.SUPPORTED
    )
    one = replace(stated, claim=claim, measured=measured)
    first = (
        "First rule: it is 1% or more. Its verdict is supported. It was changed after the result was seen "
        "(2026-01-02): too little."
    )
    result = ledger(one)
    card = " ".join(summary_text(result.title, CLAIMS.card(result)).split())
    for words in ("by definition: water is wet", first, "Otherwise mixed. By definition where it rains."):
        assert words in card and words in str(CLAIMS.page(result)), words
    (row,) = result.to_dict()["tables"]["claims"]
    assert (row["verdict"], row["verdict_reason"], row["verdict_by_first_rule"]) == (
        "by definition",
        "water is wet",
        "supported",
    )


def test_the_tornado_is_drawn_live_still_and_as_a_table_and_nothing_is_requested(html: str) -> None:
    figure = html[html.index('id="chart-drivers-stated"') :]
    figure = figure[: figure.index("</figure>")]
    spec = json.loads(re.search(r'<script type="application/json">(.*?)</script>', figure, re.DOTALL)[1])  # type: ignore[index]
    assert "<svg" in figure and "capture_automated" in figure and "<td" in figure
    assert spec["description"].startswith("Each line moves one assumption")
    # What does not move the claim is not drawn.
    assert "review hours" not in figure
    assert not re.search(r'(?:src|href)="https?:', html)


def test_a_saved_ledger_opens_as_it_was_with_its_charts(
    ledger: Ledger, stated: Entry, tmp_path: Path
) -> None:
    result = ledger(stated)
    opened = Result.opened(CLAIMS, open_saved(result.save(tmp_path / "ledger")))
    assert opened.to_dict() == result.to_dict() and opened.page() == result.page()
    assert "Main drivers" in json.dumps(opened.chart("drivers-stated").to_dict())
    assert opened.facts["draws"] == 8 and opened.table("record").equals(result.table("record"))


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


def test_a_driver_known_at_its_default_turns_a_verdict(stated: Entry) -> None:
    tables = computed(TABLES, (stated,))
    (row,) = tables["claims"].to_dict("records")
    drivers, turns = (of_claim(tables, name, row) for name in ("drivers", "tipping_points"))
    assert tipping_of(turns, drivers[0]) == "mixed at 45% or below"
    known = {**turns[0], "value": 0.6, "direction": "fixed"}
    assert (
        tipping_of([known], drivers[0])
        == "mixed if fixed at 60%, the default, instead of drawn from 30 to 90%"
    )
