"""The verbs job, jobs, simulate, open and rerun, as a person and as a machine calls them."""

from __future__ import annotations

import json
import shlex
import stat
from io import StringIO
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from click.testing import Result
from tests.disk.disturbed import files_below
from tests.golden_pages import Goldens
from typer.testing import CliRunner

import reallocate
from reallocate.api.rerun import _figures_of, differences
from reallocate.api.saved import open as open_result
from reallocate.cli.main import app
from reallocate.market.published.files import with_market_flags
from reallocate.work.world import World


def run(*words: str, code: int = 0) -> Result:
    done = CliRunner().invoke(app, words)
    assert done.exit_code == code, done.output
    return done


def found(*words: str) -> dict[str, Any]:
    told = json.loads(run("jobs", *words, "--json").stdout)
    return {**told["facts"], **told["tables"], **told["text"]}


def test_jobs_are_told_as_kept(golden: Goldens) -> None:
    golden.answers("cli/jobs", lambda words: run(*shlex.split(words)).stdout.replace("\n\n", "\n").strip())


def test_the_nation_adds_up(world: World) -> None:
    every = found("--nation", "--top", "0")
    rows, total = every["occupations"], every["total"][-1]
    assert len(rows) == every["listed"] == 830
    assert sum(row["employment"] for row in rows) == total["employment"] == 155_481_840
    pay = sum(row["employment"] * row["wage_mean"] for row in rows) / total["employment"]
    assert total["wage_mean"] == pytest.approx(pay)
    assert sum(row["content_filled"] for row in rows) == int(world.occupations["content_status"].eq("filled").sum())
    for row in [*rows, *every["total"]]:
        for reach in ("augmentable", "automatable"):
            assert 0 <= row[f"{reach}_low"] <= row[reach] <= row[f"{reach}_high"] <= 1 + 1e-9


def test_the_page_and_the_folder(tmp_path: Path) -> None:
    done = run("job", "43-4051", "--html", "card.html", "--out", "made")
    assert "made/page.html" in done.stdout
    page = (tmp_path / "card.html").read_bytes()
    assert page == (tmp_path / "made" / "page.html").read_bytes()
    assert len(reallocate.open(tmp_path / "made").table("options")) == 3
    assert sorted(one.name for one in tmp_path.iterdir()) == ["card.html", "made"]


RATES = ("unemployment_rate", "vacancy_rate", "long_term_unemployment_rate")
ENDS = ("employment", "unemployment", "vacancies")
MARKET = "occupation,employment,wage\na,1000,50000\nb,500,\nc,2500,30000\n"
EDGES = "source,target,weight\na,a,9\na,b,3\na,c,1\nb,a,1\nc,b,2\nc,a,2\n"
SHOCK = "occupation,probability\na,0.9\nb,0\nc,0.2\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in (("m.csv", MARKET), ("e.csv", EDGES), ("p.csv", SHOCK)):
        (tmp_path / name).write_text(text)
    return tmp_path


def ran(*words: object) -> dict[str, Any]:
    told = json.loads(run("simulate", "market", *map(str, words), "--json").stdout)
    rows = told["tables"]["occupations"]
    path = {name: [row[name] for row in told["tables"]["path"]] for name in told["tables"]["path"][0]}
    ends = {name: {row["occupation"]: row[name] for row in rows} for name in ENDS}
    return {**told["facts"], "text": told["text"], "rows": rows, **path, **ends}


def test_a_scenario_says_what_the_flags_say(folder: Path) -> None:
    (folder / "scenario.toml").write_text(
        'engine = "flow"\n[market]\noccupations = "m.csv"\nmobility = "e.csv"\n[time]\nsteps = 40\n'
        "[cycle]\namplitude = 0.05\nperiod_steps = 12\n"
        '[shock]\nfile = "p.csv"\nstart_step = 5\nyears = 3\n'
    )
    flags = (
        folder / "m.csv", "--mobility", folder / "e.csv", "--steps", 40, "--amplitude", 0.05,
        "--period", 12, "--shock", folder / "p.csv", "--shock-start", 5, "--shock-years", 3,
    )  # fmt: skip
    told, flagged = ran(folder), ran(*flags)
    assert all(told[name] == flagged[name] for name in (*RATES, *ENDS))
    shorter = ran(folder / "scenario.toml", "--steps", 10)
    assert shorter["unemployment_rate"] == told["unemployment_rate"][:10]
    more = ran(folder, "--set", "laws.separation=0.03")
    assert more["unemployment_rate"][0] > told["unemployment_rate"][0]


def test_whole_people_are_drawn_and_told_by_quantiles(folder: Path) -> None:
    words = (folder / "m.csv", "--mobility", "complete", "--steps", 12, "--engine", "counts")
    told = ran(*words, "--runs", 5, "--seed", 3)
    low, middle, high = (told[f"unemployment_rate{end}"] for end in ("_low", "", "_high"))
    assert len(middle) == 12 and all(one <= other for one, other in zip(low, high, strict=True))
    assert middle == ran(*words, "--runs", 5, "--seed", 3)["unemployment_rate"]
    assert middle != ran(*words, "--runs", 5, "--seed", 4)["unemployment_rate"]
    alone = ran(*words)
    assert sum(alone["employment"].values()) + sum(alone["unemployment"].values()) == 1016 + 508 + 2540


@pytest.mark.parametrize(("flags", "mode"), [
    ({}, "extended"), ({"years": 3}, "extended"), ({"engine": "flow", "runs": 1}, "extended"),
    ({"steps": 30}, "published"), ({"engine": "counts"}, "published"), ({"market": "us-groups"}, "published"),
    ({"mode": "published"}, "published"),
])  # fmt: skip
def test_which_laws_are_taken(flags: dict[str, object], mode: str) -> None:
    assert with_market_flags(None, **flags).mode == mode


def test_a_central_run_is_printed_as_csv() -> None:
    words = "simulate central --years 1 --set ai.ceiling=0.7 --policy wage_insurance=0.5"
    done = run(*words.split())
    ours = reallocate.Market(years=1, set={"ai.ceiling": 0.7}, policy={"wage_insurance": 0.5}).path()
    assert done.stdout == ours.to_csv(index=False) and len(ours) == 5


WORDS = (
    "simulate", "market", "m.csv", "--mobility", "complete", "--steps", "12", "--shock", "p.csv",
    "--shock-start", "2", "--engine", "counts", "--runs", "3", "--seed", "5",
)  # fmt: skip


@pytest.fixture
def saved(folder: Path) -> tuple[Result, Path]:
    return run(*WORDS, "--out", "results/market"), folder / "results" / "market"


def test_open_says_what_the_command_said_and_where_the_page_is(saved: tuple[Result, Path]) -> None:
    printed, folder = saved
    opened = run("open", "results/market").stdout
    lines, again = ([line for line in text.splitlines() if line.strip()] for text in (printed.stdout, opened))
    assert len(lines) > 20 and again[: len(lines)] == lines
    assert "The page: results/market/page.html" in opened and "reallocate rerun results/market" in opened
    record, saved_record = (
        json.loads(run(*words, "--json").stdout) for words in (WORDS, ("open", str(folder)))
    )
    assert record["tables"] == saved_record["tables"] and record["text"] == saved_record["text"]


def test_open_prints_one_table_as_csv_to_the_last_digit(saved: tuple[Result, Path]) -> None:
    printed = run("open", "results/market", "--table", "path").stdout
    table = open_result(saved[1]).table("path")
    pd.testing.assert_frame_equal(pd.read_csv(StringIO(printed)), table, check_dtype=False, check_exact=True)
    missing = run("open", "results/market", "--table", "paht", code=2)
    assert "there is no table 'paht'" in missing.stderr and "path" in missing.stderr


def test_rerun_gives_the_same_bytes_and_says_so(saved: tuple[Result, Path], folder: Path) -> None:
    (folder / "m.csv").unlink()
    assert "Same figures" in run("rerun", "results/market", "--out", "again").stdout
    assert files_below(folder / "again") == files_below(saved[1]) and len(files_below(saved[1])) > 12
    told = json.loads(run("rerun", "results/market", "--json").stdout)
    assert told == {"status": "same", "differences": [], "because": []}


def test_rerun_names_what_differs(saved: tuple[Result, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    from reallocate.market.laws.demand_shock import demand_after

    monkeypatch.setattr(
        "reallocate.market.published.run.demand_after", lambda before, p: demand_after(before, p) * 1.01
    )
    shown = run("rerun", "results/market", code=1).stdout
    assert "values differ. The first:" in shown and "demand_after: saved" in shown


def test_differences_go_down_to_the_innermost() -> None:
    one = {"a": [1, {"b": 2.0}], "c": "x", "d": None}
    other = {"a": [1, {"b": 2.5}], "c": "x", "e": 1}
    assert list(differences(one, other)) == [("a[1].b", 2.0, 2.5), ("e", None, 1)]
    assert list(differences([1, 2], [1])) == [("", [1, 2], [1])]


def test_groups_of_people_are_no_difference_where_an_earlier_version_kept_nothing_of_them() -> None:
    saved, again = (
        {
            "facts": {"scenario": {"roster": roster}, "command": roster, "notes": [roster]},
            "tables": {"people_groups": rows, "roles": [2]},
            "text": {"headline": [roster]},
        }
        for roster, rows in (("p.csv", [1]), ("", []))
    )
    without = ("people_groups",)
    assert not list(differences(_figures_of(saved, True, without), _figures_of(again, True, without)))
    assert list(differences(_figures_of(saved, True), _figures_of(again, True)))
    assert list(differences(_figures_of(saved, False), _figures_of(again, False)))


@pytest.mark.parametrize("verb", ["open", "rerun"])
def test_what_is_altered_or_is_no_result_is_refused(
    saved: tuple[Result, Path], folder: Path, verb: str
) -> None:
    (saved[1] / "market.json").write_bytes(b"{}")
    (saved[1] / "page.html").unlink()
    told = " ".join(run(verb, "results/market", code=2).stderr.split())
    assert (
        told.startswith("2 problems") and "market.json" in told and "page.html: the file is missing" in told
    )
    assert "the folder holds no saved result" in " ".join(run(verb, "nowhere", code=2).stderr.split())


def test_a_job_and_jobs_are_opened_and_run_again_and_what_it_lacks_is_said(folder: Path) -> None:
    printed = run("job", "43-4051", "--age", "30", "--out", "card", "--json").stdout
    assert json.loads(run("open", "card", "--json").stdout) == json.loads(printed)
    assert "Same figures" in run("rerun", "card").stdout
    assert all(
        stat.S_IMODE(one.stat().st_mode) & 0o077 == 0
        for one in [folder / "card", *(folder / "card").rglob("*")]
    )
    printed = run("jobs", "-i", "5241", "--top", "3", "--out", "jobs").stdout
    assert "Insurance" in printed and "The page: jobs/page.html" in run("open", "jobs").stdout
    assert "Same figures" in run("rerun", "jobs").stdout
    (folder / "tasks.txt").write_text("Check invoices\nAnswer letters of customers\n")
    run("job", "43-4051", "--tasks", "tasks.txt", "--out", "own", "--json")
    assert "does not keep its --tasks FILE" in " ".join(run("rerun", "own", code=2).stderr.split())


def test_an_ensemble_is_opened_and_says_what_it_needs(folder: Path) -> None:
    words = ("m.csv", "--mobility", "complete", "--steps", "6", "--draws", "4", "--out", "draws")
    printed = run("simulate", "ensemble", *words, "--json").stdout
    assert json.loads(run("open", "draws", "--json").stdout) == json.loads(printed)
    assert all(
        stat.S_IMODE(one.stat().st_mode) & 0o077 == 0
        for one in [folder / "draws", *(folder / "draws").rglob("*")]
    )
    again = "reallocate simulate ensemble m.csv --draws 4 --out draws --mobility complete --steps 6"
    refused = " ".join(run("rerun", "draws", code=2).stderr.split())
    assert "cannot be computed again from its folder" in refused and f"what made it again: {again}" in refused
    assert "for these kinds: plan, cut, market, nation, job," in refused
    assert f"To compute it again: {again}" in run("open", "draws").stdout
    (folder / "draws" / "ensemble.json").write_text("{}")
    assert "ensemble.json: the file was altered" in " ".join(run("open", "draws", code=2).stderr.split())


def test_a_forecast_is_opened_from_its_file(root: Path) -> None:
    file = str(root / "forecasts" / "tech-workforce-2026-11-25.json")
    assert "forecast on 2026-11-25" in run("open", file).stdout
    assert json.loads(run("open", file, "--json").stdout)["facts"]["draws"] == 256
