"""The ledger as a page: every claim whole, charts drawn, the layoff record beside it; nothing is asked of a net."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from reallocate.report.claims.page import Ledger, claim_blocks, claims_page
from reallocate.report.claims.words import (
    found_said,
    interval_said,
    moved_said,
    number,
    spanned,
    turned_at,
    turns_said,
    valued,
)
from reallocate.report.terminal_claims import print_ledger
from rich.console import Console
from typer.testing import CliRunner

from reallocate.claims.basis.claim import AFTER_THE_RESULT, Change, Claim, Measured, Reading, Rule, Verdict
from reallocate.claims.basis.context import ClaimContext
from reallocate.claims.basis.sensitivity import Driver, TippingPoint
from reallocate.claims.computed import Entry
from reallocate.claims.ledger import NOT_COMPUTABLE, entry_json
from reallocate.cli.main import app
from reallocate.study.layoffs.record import REASONS, mean_pay, reversal
from reallocate.study.layoffs.run import layoff_record
from reallocate.work.parameters import Parameters
from reallocate.work.world import World


class Stated(Claim):
    """A claim whose figures are given."""

    id, row, statement = "stated", "7", "Water is <wet>"
    reading, unit = "wetness of water", "% of water"
    rule = Rule("it is 50% or more", "it is below 10%", Verdict.MIXED, (50.0, 10.0))
    drivers = ("capture", "review_hours")
    sources = ("a well (A)",)

    def centre(self, context: ClaimContext, parameters: Parameters) -> float:
        return 60.0

    def measure(self, context: ClaimContext, parameters: Parameters) -> Measured:
        return Measured(60.0, 55.0, 65.0, Verdict.SUPPORTED, "It is -60% wet.")


@pytest.fixture
def stated() -> Entry:
    measured = Measured(60.0, 55.0, 65.0, Verdict.SUPPORTED, "It is -60% wet.")
    moved = (
        Driver("capture", "share", 0.3, 0.9, 40.0, 80.0, Verdict.MIXED, Verdict.SUPPORTED),
        Driver("review_hours", "h", 0.1, 0.5, 60.0, 60.0, Verdict.SUPPORTED, Verdict.SUPPORTED),
    )
    turned = (TippingPoint("capture", 0.45, "share", Verdict.MIXED, False),)
    return Entry(Stated(), measured, (Reading("dryness", "-40%", Verdict.MIXED),), moved, turned)


@pytest.fixture
def html(stated: Entry, world: World) -> str:
    meta = {
        "version": "0",
        "command": "reallocate claims",
        "draws": 8,
        "seed": 0,
        "set": {},
    }
    return claims_page(Ledger((stated,), meta, layoff_record(world, Parameters.default())))


def test_a_claim_is_whole_on_the_page(html: str, stated: Entry) -> None:
    for words in ("7. Water is &lt;wet&gt;", "It is −60% wet.", "60% (55 to 65%) of water", "wetness of water",
                  "Supported where it is 50% or more", turns_said(stated), "dryness", "a well (A)",
                  *(why.replace("'", "&#39;") for _, why in NOT_COMPUTABLE)):  # fmt: skip
        assert words in html, words


def test_a_verdict_carries_its_reason_and_the_rule_as_first_written(stated: Entry) -> None:
    change = Change("it is 1% or more", "too little", AFTER_THE_RESULT, "2026-01-02")
    claim = Stated()
    claim.rule = replace(claim.rule, change=change, instead="by definition where it rains")
    measured = replace(
        stated.measured, verdict=Verdict.BY_DEFINITION, reason="water is wet", first=Verdict.SUPPORTED
    )
    one = replace(stated, claim=claim, measured=measured)
    said = (
        "The rule as first written: it is 1% or more. By it the verdict is supported. It was changed after the "
        "result was seen (2026-01-02): too little."
    )
    console = Console(record=True, width=400)
    print_ledger((one,), console)
    for text in (console.export_text(), str(claim_blocks(one))):
        for words in ("by definition: water is wet", said, "else mixed. By definition where it rains."):
            assert words in text, words
    kept = entry_json(one)
    assert (kept["verdict"], kept["verdict_reason"], kept["verdict_by_first_rule"]) == (
        "by definition",
        "water is wet",
        "supported",
    )


def test_the_tornado_is_drawn_live_still_and_as_a_table(html: str) -> None:
    figure = html[html.index('id="chart-drivers-stated"') :]
    figure = figure[: figure.index("</figure>")]
    spec = json.loads(re.search(r'<script type="application/json">(.*?)</script>', figure, re.DOTALL)[1])  # type: ignore[index]
    assert "<svg" in figure and "capture" in figure and "<td" in figure
    assert spec["description"].startswith("Each line moves one assumption")
    # What does not move the claim is not drawn.
    assert "review hours" not in figure


def test_no_address_is_asked(html: str) -> None:
    assert not re.search(r'(?:src|href)="https?:', html)


def test_sentences_say_which_way_it_turns(stated: Entry) -> None:
    capture = "freed hours that become usable capacity (capture)"
    assert turns_said(stated) == f"The verdict would be mixed with {capture} at 45% or below."
    moved = f"What moves it most: {capture}, from 30 to 90%: the finding goes from 40 to 80%."
    assert moved_said(stated.drivers, stated.claim.unit) == moved
    assert turned_at(stated.turns, stated.drivers[0]) == "mixed at 45% or below"
    known = TippingPoint("capture", 0.6, "share", Verdict.MIXED, None)
    assert turned_at([known], stated.drivers[0]) == (
        "mixed if known to be 60%, as assumed, instead of anything from 30 to 90%"
    )
    assert found_said(stated) == "60% (55 to 65%) of water"
    assert [number(value) for value in (-0.5, 12345.0, 0.0)] == ["−0.5", "12,345", "0"]
    assert valued(0.3, "share/year") == "30% a year" and valued(3.0, "quarters") == "3 quarters"
    assert valued(2.0, "hours/automated hour") == "2 hours per automated hour"
    assert spanned(0.2, 1.0, "share of hours") == "from 20 to 100% of hours"
    assert interval_said(0.042, 0.02, 0.061, "share of a rise") == "4.2% (2 to 6.1%) of a rise"


def test_the_record_keeps_every_announcement_and_adds_up(world: World) -> None:
    tables = layoff_record(world, Parameters.default()).tables
    record, by_reason, timeline = tables["record"], tables["by_reason"], tables["timeline"]
    assert len(record) == len(world.table("announcements")) == by_reason["announcements"].sum()
    assert set(record["reason"]) <= set(REASONS)
    assert record["jobs_cut"].sum() == by_reason["jobs_cut"].sum() == timeline["jobs_cut"].sum()
    assert record["date"].is_monotonic_increasing
    assert not record["later"].eq("see above").any()


def test_jobs_that_nobody_told_are_missing_not_nothing(world: World) -> None:
    record = layoff_record(world, Parameters.default()).tables["record"]
    assert record["jobs_cut"].isna().any() and not record["jobs_cut"].eq(0).any()


def test_a_changed_announcement_moves_the_record(world: World) -> None:
    table = world.table("announcements")
    fewer = replace(world, tables={**world.tables, "announcements": table[table["company"] != "Meta"]})
    before, after = (layoff_record(one, Parameters.default()) for one in (world, fewer))
    assert after.tables["record"]["jobs_cut"].sum() < before.tables["record"]["jobs_cut"].sum()
    assert after.explain()["headline"][0] != before.explain()["headline"][0]


def test_the_price_of_a_reversal_is_what_a_plan_pays(world: World) -> None:
    found = reversal(world, Parameters.default().replace(severance_per_exit=100_000.0), 360_000.0)
    p = Parameters.default()
    assert found.price == pytest.approx(100_000 + p["hire_cost"] + 0.5 * p["ramp_up_months"] / 12 * 360_000)
    assert found.months == pytest.approx(found.price / 30_000)
    assert found.person_rate == pytest.approx(0.053)
    assert "5.3%" in " ".join(layoff_record(world, p).explain()["taken_back"])
    assert 300_000 < mean_pay(world) < 500_000


def test_the_command_prints_saves_and_refuses(tmp_path: Path) -> None:
    runner = CliRunner()
    shown = runner.invoke(app, ["claims", "--layoffs"])
    assert shown.exit_code == 0 and "substitution" in shown.stdout
    rows = json.loads(runner.invoke(app, ["claims", "--layoffs", "--json"]).stdout)
    assert len(rows) > 50 and pd.DataFrame(rows)["company"].notna().all()
    made = runner.invoke(app, ["claims", "3a", "--out", str(tmp_path / "led")])
    assert made.exit_code == 0, made.output
    kept = json.loads((tmp_path / "led" / "claims.json").read_text("utf-8"))
    assert kept["claims"][0]["row"] == "3a" and (tmp_path / "led" / "page.html").is_file()
    opened = runner.invoke(app, ["open", str(tmp_path / "led"), "--json"])
    assert json.loads(opened.stdout) == kept["claims"]
    other = tmp_path / "other"
    other.mkdir()
    (other / "mine.txt").write_text("kept")
    assert runner.invoke(app, ["claims", "3a", "--out", str(other)]).exit_code == 2
    assert runner.invoke(app, ["claims", "--layoffs", "--evidence"]).exit_code == 2
    assert runner.invoke(app, ["claims", "add"]).exit_code == 2
