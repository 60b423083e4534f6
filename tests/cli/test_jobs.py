"""`reallocate job` and `jobs`: one job, and a place's occupations and tells what became of the exposed."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from click.testing import Result
from typer.testing import CliRunner

import reallocate
from reallocate.cli.main import app
from reallocate.work.jobs import _occupation_reach, major_groups
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
        sum(row["employment"] for row in every["occupations"])
        == every["total"][-1]["employment"]
        == 155_481_840
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


def test_a_major_group_is_the_mean_of_its_people(world: World) -> None:
    people = {"43-4051": 300.0, "43-3031": 100.0, "15-1252": 50.0}
    jobs = pd.DataFrame({"employment": people, "wage_mean": 1.0, "wage_filled": 0.0})
    groups = major_groups(world, jobs, world.sources)
    assert groups.index.to_list() == ["43-0000", "15-0000"] and groups["employment"].to_list() == [
        400.0,
        50.0,
    ]
    assert groups["title"].iloc[0] == "Office and Administrative Support Occupations"
    reach = _occupation_reach(world)["automatable"].unstack("source")
    by_source = (300 * reach.loc["43-4051"] + 100 * reach.loc["43-3031"]) / 400
    found = groups.loc["43-0000", ["automatable", "automatable_low", "automatable_high"]].to_list()
    assert found == pytest.approx([by_source.median(), by_source.min(), by_source.max()])
    one = groups.loc["15-0000", ["automatable", "automatable_low", "automatable_high"]].to_list()
    assert one == pytest.approx(
        [reach.loc["15-1252"].median(), reach.loc["15-1252"].min(), reach.loc["15-1252"].max()]
    )


def test_the_page_and_the_folder(tmp_path: Path) -> None:
    done = RUNNER.invoke(app, ["job", "43-4051", "--html", "card.html", "--out", "made"])
    assert done.exit_code == 0 and "made/page.html" in done.stdout
    page = (tmp_path / "card.html").read_bytes()
    assert page == (tmp_path / "made" / "page.html").read_bytes()
    assert len(reallocate.open(tmp_path / "made").table("moves")) > 3
    assert sorted(one.name for one in tmp_path.iterdir()) == ["card.html", "made"]


def test_a_list_of_tasks_and_what_one_has(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("answer customers by telephone\nprepare budget reports\n", "utf-8")
    words = "job 43-4051 --tasks mine.txt --have Negotiation --have 'Law and Government' --json"
    told = json.loads(RUNNER.invoke(app, shlex.split(words)).stdout)
    request, tables = told["facts"]["request"], told["tables"]
    assert request["have"] == ["Negotiation", "Law and Government"] and request["tasks"] == 2
    assert len(tables["tasks"]) == 2 and any("were right" in line for line in told["text"]["hours"])
    assert not {"Negotiation", "Law and Government"} & {row["title"] for row in tables["gaps"]}
