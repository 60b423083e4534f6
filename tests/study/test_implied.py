"""What one must believe for a cut: drawn alike by any number of workers, told in words, refused where it is none."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from tests.study.conftest import SCENARIO

from reallocate.data.bundle import load_world
from reallocate.firm.beliefs import asked as implied
from reallocate.firm.beliefs.asked import (
    EDGED,
    BeliefJobs,
    Implied,
    draws,
    implied_count,
    quits_and_demand,
    spans,
    summary,
    the_cut,
)
from reallocate.firm.beliefs.model import ANY_TIME, AT_ONCE, READINGS, Beliefs, Judged, Step
from reallocate.firm.beliefs.page import IMPLIED_TABLES, implied_sentences
from reallocate.firm.request.keys import Scenario
from reallocate.firm.request.prepare import prepare
from reallocate.firm.request.read import load_scenario
from reallocate.kernel.errors import InputError
from reallocate.kernel.executor import of
from reallocate.kernel.parameters import Parameters
from reallocate.kernel.table import computed

SOURCES = ("gpt4", "people")
COUNT = 400.0
"""So many that no belief is enough, and no edge is looked for: the same code, sooner."""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    folder = tmp_path_factory.mktemp("implied")
    (folder / "roles.csv").write_text(
        "code,headcount,loaded_cost\n43-4051,800,70000\n15-1252,300,190000\n", "utf-8"
    )
    kept = (
        SCENARIO.split("[levers]")[0] + "[announced]" + SCENARIO.split("[announced]")[1].split("[funding]")[0]
    )
    (folder / "scenario.toml").write_text(kept.replace("quarters = 6", "quarters = 3"), "utf-8")
    return load_scenario(folder)


@pytest.fixture(scope="module")
def found(small: Scenario) -> dict[int, Implied]:
    """By how many work."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(implied, "DECIDING", ("demand_growth", "quits_per_month"))
        patch.setattr(implied, "draws", lambda p, sources: draws(p, sources, 2))
        patch.setattr(implied, "CHUNK", 1)
        patch.setattr(implied, "quits_and_demand", lambda numbers: [quits_and_demand(numbers)[0][:2]])
        world = load_world()
        cut = the_cut(world, small, prepare(world, small).setting, COUNT)
        made = {}
        for count in (1, 2):
            with of(count) as pool:
                made[count] = BeliefJobs(cut, SOURCES, pool).collect()
        return made


def tables_of(implied: Implied | None) -> dict[str, pd.DataFrame]:
    return computed(IMPLIED_TABLES, implied)


@pytest.mark.long
def test_it_does_not_depend_on_how_many_work(found: dict[int, Implied]) -> None:
    one, two = (tables_of(found[count]) for count in (1, 2))
    assert len(one) == 6 and len(one["implied_draws"]) == 2
    for name, table in one.items():
        assert table.equals(two[name]), name


@pytest.mark.long
def test_it_is_told_in_words(found: dict[int, Implied], small: Scenario) -> None:
    tables = tables_of(found[1])
    lines = implied_sentences(found[1], small, tables)["implied"]
    assert lines[0].startswith("No assumption within its range makes 400 layoffs at once")
    steps = [Step("quits_per_month", 0.007, 0.009), Step("capability", "fast", 0.004)]
    enough = replace(found[1], steps=dict.fromkeys(EDGED, steps))
    (first, *_) = implied_sentences(enough, small, tables)["implied"]
    assert "(1) attrition (voluntary quits): 0.7% a month instead of 2.32%" in first  # as is typical of its industry
    assert "(2) how good AI becomes: “fast” instead of “trend”" in first
    assert any("Of 2 draws" in line for line in lines)
    assert "The firm announced 60 exits, not these 400, on 2026-05-20" in lines[-1]
    assert not implied_sentences(None, small, {}) and not tables_of(None)


@pytest.mark.long
def test_choices_hold_what_is_assumed_and_every_other(found: dict[int, Implied]) -> None:
    table = tables_of(found[1])["implied_choices"]
    assert len(table) == len(SOURCES) + 4
    assert table["choice"].str.contains("as assumed").sum() == 2


def judged(*shares: float) -> list[Judged]:
    return [
        Judged(Beliefs(), 100.0, 0.0, tuple((name, 100 * share) for name in READINGS)) for share in shares
    ]


@pytest.mark.long
def test_a_tolerance_that_grows_never_shrinks_the_set() -> None:
    every = judged(0.0, 0.002, 0.004, 0.008, 0.015, 0.5, np.nan)
    row = summary(every, every[0], AT_ONCE)
    counts = [row[name] for name in ("best", "near_0_25", "near", "near_1", "near_2")]
    assert counts == [1, 2, 3, 4, 5]


@pytest.mark.long
def test_the_interval_holds_the_share_and_knows_how_few_draws_there_were() -> None:
    none, some = judged(*[0.5] * 64), judged(*[0.0] * 16, *[0.5] * 48)
    empty, part = (summary(each, each[0], ANY_TIME) for each in (none, some))
    assert empty["share_near"] == 0.0 and empty["high"] == pytest.approx(1 - 0.1 ** (1 / 64))
    assert part["low"] < part["share_near"] == 0.25 < part["high"]


@pytest.mark.long
def test_draws_fill_the_ranges_and_every_choice_and_can_be_repeated() -> None:
    p = Parameters.default()
    drawn = draws(p, SOURCES, 64)
    assert drawn == draws(p, SOURCES, 64)
    for span in spans(p):
        values = [dict(one.values)[span.name] for one in drawn]
        assert span.low <= min(values) < max(values) <= span.high
    assert {one.reach_source for one in drawn} == set(SOURCES)
    assert {one.capability for one in drawn} == {"trend", "plateau", "fast", "reversal"}


@pytest.mark.long
def test_severance_as_an_amount_has_the_range_of_the_share() -> None:
    (span,) = (one for one in spans(Parameters({"severance_per_exit": 100_000.0})) if "severance" in one.name)
    assert (span.name, span.now) == ("severance_per_exit", 100_000.0)
    assert span.low == pytest.approx(37_500.0) and span.high == pytest.approx(140_625.0)


@pytest.mark.long
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("many", "Write a share as 10%, a number as 8000"),
        ("0.1", "--implied"),
        ("0", "is not a number of exits"),
        ("0%", "more than none"),
        ("100%", "fewer than all"),
        ("2000", "2000 is 2,000 of 1,000 FTE"),
    ],
)
def test_a_cut_that_is_none_is_refused(text: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        implied_count(text, 1000.0)


@pytest.mark.long
def test_a_cut_is_a_share_or_a_number() -> None:
    assert implied_count("10%", 1000.0) == pytest.approx(100.0)
    assert implied_count("80", 1000.0) == 80.0
