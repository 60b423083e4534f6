"""`reallocate jobs` lists a place's occupations and tells what became of the exposed."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import pytest
from click.testing import Result
from typer.testing import CliRunner

from reallocate.cli.main import app
from reallocate.data.staffing import nation
from reallocate.work.jobs import _occupation_reach, jobs_table, major_groups
from reallocate.work.world import World

RUNNER = CliRunner()


def jobs(*words: str) -> Result:
    return RUNNER.invoke(app, ["jobs", *words])


def found(*words: str) -> dict[str, Any]:
    done = jobs(*words, "--json")
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    return {**told["facts"], **told["tables"], **told["text"]}


def test_the_nation_adds_up(world: World) -> None:
    every = found("--nation", "--top", "0")
    assert len(every["occupations"]) == every["listed"] == 830
    assert (
        sum(row["employment"] for row in every["occupations"]) == every["total"][-1]["employment"] == 155_481_840
    )
    people = [row["employment"] for row in every["occupations"]]
    assert people == sorted(people, reverse=True)
    pay = sum(row["employment"] * row["wage_mean"] for row in every["occupations"]) / sum(people)
    assert every["total"][-1]["wage_mean"] == pytest.approx(pay)
    filled = world.occupations["content_status"].eq("filled")
    assert sum(row["content_filled"] for row in every["occupations"]) == int(filled.sum())
    assert every["total"][-1]["content_filled"] == pytest.approx(0.075, abs=0.001)
    for row in [*every["occupations"], *every["total"]]:
        for reach in ("augmentable", "automatable"):
            assert 0 <= row[f"{reach}_low"] <= row[reach] <= row[f"{reach}_high"] <= 1 + 1e-9


def test_without_a_choice_it_is_the_nation() -> None:
    assert found("--top", "1")["occupations"] == found("--nation", "--top", "1")["occupations"]


def test_one_source_has_no_band(world: World) -> None:
    row = found("--source", "gpt4", "--top", "1")["occupations"][0]
    reach = _occupation_reach(world).loc[("gpt4", row["occupation"])]
    for name in ("augmentable", "automatable"):
        assert row[name] == row[f"{name}_low"] == row[f"{name}_high"] == pytest.approx(reach[name], abs=1e-9)
    assert "(" not in jobs("--source", "gpt4", "--top", "1").stdout.split("Retail")[0].splitlines()[-1]


def test_reach_is_hours_times_share(world: World) -> None:
    code = "43-4051"
    by_hand = float(
        (world.content.sel(occupation=code) * world.augmentable.sel(source="people", occupation=code)).sum()
    )
    assert _occupation_reach(world).loc[("people", code), "augmentable"] == pytest.approx(by_hand)


def test_an_industry_by_words_and_by_code() -> None:
    by_words, by_code = (
        found("--industry", "insurance carriers", "--top", "3"),
        found("-i", "5241", "--top", "3"),
    )
    for one in (by_words, by_code):
        for name in ("request", "hashes", "command"):
            del one[name]
    assert by_words == by_code and by_words["title"] == "524100 Insurance Carriers"
    assert by_words["listed"] == 3 < by_words["occupations_in_all"]
    assert any("not released" in note for note in by_words["notes"])
    both = found("-i", "5241", "-i", "5132", "--top", "0")
    assert both["total"][-1]["employment"] == sum(
        found("-i", code)["total"][-1]["employment"] for code in ("5241", "5132")
    )


def test_an_area_by_words() -> None:
    area = found("--area", "California", "--top", "2")
    assert area["title"] == "California" and area["total"][-1]["employment"] > 15e6
    assert found("--area", "National", "--top", "1")["title"] == "United States"


def test_the_table_marks_what_was_filled() -> None:
    text = jobs("--industry", "711", "--top", "0").stdout
    rows = [line for line in text.splitlines() if "27-2042" in line or "27-2012" in line]
    assert len(rows) == 2 and [" + " in line for line in rows] == [True, False]
    assert " All Other *" in text and "Producers and Directors *" not in text
    assert [line for line in text.splitlines() if line.split()[:1] == ["All"] and "570," in line]


def test_the_rest_has_a_line_of_its_own() -> None:
    lines = [line.split() for line in jobs("--top", "10").stdout.splitlines()]
    rest = next(line for line in lines if line[1:2] == ["others"])
    top = found("--top", "10")
    shown = sum(row["employment"] for row in top["occupations"])
    assert rest[0] == "820" and float(rest[2].replace(",", "")) == top["total"][-1]["employment"] - shown


def test_the_history_carries_verdict_and_sentence() -> None:
    history = found("--history")
    assert len(history["history"]) == 40 and len(history["summary"]) == 8
    assert (
        sum(row["occupations"] for row in history["left_out"]) + history["summary"][0]["occupations"] == 830
    )
    words = " ".join(jobs("--history").stdout.split())
    assert (
        history["sentence"] in words
        and f"predicts job losses: {history['verdict']} by the rule as first written" in words
    )
    assert "15-1252 Software Developers" in words
    others = [row["people"] for row in history["other_choices"][1:]]
    assert history["other_choices"][0]["people"] == pytest.approx(
        history["summary"][0]["difference"], abs=1e-9
    )
    assert len(others) == 8 and "Under 8 other choices" in words


def test_the_history_of_one_source_is_its_finding() -> None:
    history = found("--history", "--source", "people")
    assert {row["source"] for row in history["history"]} == {"people"}
    words = " ".join(jobs("--history", "--source", "people").stdout.split())
    assert history["summary"][0]["finding"] in words and "claude-usage" not in words


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--industry", "insurance cariers"], "Nearest: 524100 Insurance Carriers"),
        (["--industry", "999999"], "no staffing pattern is published"),
        (["--area", "Californa"], "Nearest: 0600000 California"),
        (["--source", "peple"], "Nearest: people"),
        (["--area", "California", "--industry", "5241"], "do not go together"),
        (["--history", "--nation"], "do not go together"),
        (["--top", "-1"], "--top"),
    ],
)
def test_what_is_wrong_is_said_with_the_nearest_names(words: list[str], said: str) -> None:
    done = jobs(*words)
    assert done.exit_code == 2 and not done.stdout
    assert said in " ".join(done.stderr.split()).replace("│ ", "")


def test_equal_employment_is_ordered_by_code(world: World) -> None:
    same = world.occupations[["employment", "wage_mean"]].assign(employment=1.0, wage_filled=0.0).iloc[::-1]
    table, _ = jobs_table(world, same, world.sources)
    assert list(table.index) == sorted(table.index)


def test_a_major_group_is_the_mean_of_its_people(world: World) -> None:
    """Two groups by hand: the mean by source weighted by people, then the middle and the ends of the sources."""
    people = {"43-4051": 300.0, "43-3031": 100.0, "15-1252": 50.0}
    jobs = pd.DataFrame({"employment": people, "wage_mean": 1.0, "wage_filled": 0.0})
    groups = major_groups(world, jobs, world.sources)
    assert groups.index.to_list() == ["43-0000", "15-0000"] and groups["employment"].to_list() == [400.0, 50.0]
    assert groups["title"].iloc[0] == "Office and Administrative Support Occupations"
    reach = _occupation_reach(world)["automatable"].unstack("source")
    by_source = (300 * reach.loc["43-4051"] + 100 * reach.loc["43-3031"]) / 400
    found = groups.loc["43-0000", ["automatable", "automatable_low", "automatable_high"]].to_list()
    assert found == pytest.approx([by_source.median(), by_source.min(), by_source.max()])
    one = groups.loc["15-0000", ["automatable", "automatable_low", "automatable_high"]].to_list()
    assert one == pytest.approx([reach.loc["15-1252"].median(), reach.loc["15-1252"].min(), reach.loc["15-1252"].max()])


def test_the_groups_of_the_nation_are_all_its_jobs(world: World) -> None:
    table, total = jobs_table(world, nation(world).jobs, world.sources)
    groups = major_groups(world, nation(world).jobs, world.sources)
    assert len(groups) == 22 and groups["employment"].sum() == total["employment"]
    assert groups["employment"].is_monotonic_decreasing
    assert (groups["automatable_low"] <= groups["automatable"]).all() and (groups["automatable"] <= groups["automatable_high"]).all()
