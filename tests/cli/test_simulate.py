"""`reallocate simulate market`, as a person and as a machine calls it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

import reallocate
from reallocate.cli.main import app

RATES = ("unemployment_rate", "vacancy_rate", "long_term_unemployment_rate")
ENDS = ("employment", "unemployment", "vacancies")
MARKET = "occupation,employment,wage\na,1000,50000\nb,500,\nc,2500,30000\n"
EDGES = "source,target,weight\na,a,9\na,b,3\na,c,1\nb,a,1\nc,b,2\nc,a,2\n"
SHOCK = "occupation,probability\na,0.9\nb,0\nc,0.2\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A market of three occupations with moves and a shock."""
    for name, text in (("m.csv", MARKET), ("e.csv", EDGES), ("p.csv", SHOCK)):
        (tmp_path / name).write_text(text)
    return tmp_path


def simulate(*words: object) -> Result:
    return CliRunner().invoke(app, ["simulate", "market", *(str(word) for word in words)])


def record(*words: object) -> dict[str, Any]:
    done = simulate(*words, "--json")
    assert done.exit_code == 0, done.output
    return dict(json.loads(done.stdout))


def found(*words: object) -> dict[str, Any]:
    """Facts, rates by step, and what each occupation ends with."""
    told = record(*words)
    rows = told["tables"]["occupations"]
    path = {name: [row[name] for row in told["tables"]["path"]] for name in told["tables"]["path"][0]}
    ends = {name: {row["occupation"]: row[name] for row in rows} for name in ENDS}
    return {**told["facts"], "text": told["text"], "rows": rows, **path, **ends}


def test_the_object_for_machines(folder: Path) -> None:
    told = found(folder / "m.csv", "--mobility", folder / "e.csv", "--steps", 50)
    assert all(len(told[name]) == 50 for name in RATES)
    assert all(set(told[name]) == {"a", "b", "c"} for name in ENDS)
    force = sum(told["employment"].values()) + sum(told["unemployment"].values())
    assert force == pytest.approx(4000 * 1.016, rel=1e-9) == told["labour_force"]
    unemployed = sum(told["unemployment"].values())
    assert told["unemployment_rate"][-1] == pytest.approx(100 * unemployed / (4000 * 1.016), rel=1e-12)
    vacant = sum(told["vacancies"].values())
    employed = sum(told["employment"].values())
    assert told["vacancy_rate"][-1] == pytest.approx(100 * vacant / (vacant + employed), rel=1e-12)
    # The separated of the first step have spell 0, those of the start 1, so none is long before step 3.
    assert told["long_term_unemployment_rate"][:2] == [0.0, 0.0] < told["long_term_unemployment_rate"][2:4]
    assert told["hashes"]["market"] and told["version"] and told["seed"] == 0


def test_the_edges_are_as_the_issue_says(folder: Path) -> None:
    """The diagonal of a file does not count, and rows are brought to 1."""
    words = (folder / "m.csv", "--mobility", folder / "e.csv", "--steps", 30)
    before = found(*words)
    (folder / "e.csv").write_text(
        "source;target;weight\na;b;0.75\na;c;0.25\nb;a;7\nc;b;0.5\nc;a;0.5\nc;c;5\n"
    )
    after = found(*words)
    assert after["unemployment_rate"] == pytest.approx(before["unemployment_rate"], rel=1e-13)


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
    told, flagged = found(folder), found(*flags)
    assert all(told[name] == flagged[name] for name in (*RATES, *ENDS))
    shorter = found(folder / "scenario.toml", "--steps", 10)
    assert shorter["unemployment_rate"] == told["unemployment_rate"][:10]
    more = found(folder, "--set", "laws.separation=0.03")
    assert more["unemployment_rate"][0] > told["unemployment_rate"][0]


def test_whole_people_are_drawn_and_told_by_quantiles(folder: Path) -> None:
    words = (folder / "m.csv", "--mobility", "complete", "--steps", 12, "--engine", "counts")
    told = found(*words, "--runs", 5, "--seed", 3)
    low, middle, high = (told[f"unemployment_rate{end}"] for end in ("_low", "", "_high"))
    assert len(middle) == 12 and all(one <= other for one, other in zip(low, high, strict=True))
    assert middle == found(*words, "--runs", 5, "--seed", 3)["unemployment_rate"]
    assert middle != found(*words, "--runs", 5, "--seed", 4)["unemployment_rate"]
    alone = found(*words)
    assert sum(alone["employment"].values()) + sum(alone["unemployment"].values()) == 1016 + 508 + 2540


def test_the_summary_for_people(folder: Path) -> None:
    words = (folder / "m.csv", "--mobility", folder / "e.csv", "--steps", 60)
    done = simulate(*words, "--shock", folder / "p.csv", "--shock-start", 5, "--shock-years", 3)
    said = " ".join(done.stdout.split())
    assert done.exit_code == 0 and done.stderr.startswith("Reading the market\nRunning 60 steps")
    assert "percentage points" in said and "of the labour force" in said and "{" not in said


def test_a_folder_opens_and_runs_again(folder: Path) -> None:
    out = folder / "out"
    words = (folder / "m.csv", "--mobility", folder / "e.csv", "--steps", 30, "--shock", folder / "p.csv")
    done = simulate(*words, "--shock-start", 5, "--out", out)
    assert done.exit_code == 0, done.output
    saved, rerun = json.loads(json.dumps(reallocate.open(out).to_dict())), record(out)
    assert saved["tables"] == rerun["tables"]
    assert str(folder) not in (out / "result.json").read_text(encoding="utf-8")
    assert f"The page: {out / 'page.html'}" in done.stdout
    again = simulate(*words, "--out", folder)
    assert again.exit_code == 2 and "Nothing was changed" in " ".join(again.stderr.split())


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["m.csv", "--mobility", "e.csv", "--step-weeks", "16"], ["too long", "below 0"]),
        (
            ["m.csv", "--mobility", "complete", "--amplitude", "0.1"],
            ["'period_steps' is missing"],
        ),
        (
            ["m.csv", "--mobility", "complete", "--steps", "0"],
            ["steps = 0 must be at least 1", "--steps"],
        ),
        (["nofile.csv"], ["there is no file 'nofile.csv'"]),
        (["us-group"], ["us-groups"]),
        (["m.csv"], ["in no shipped network", 'mobility = "complete"']),
        (["m.csv", "--mobility", "complete", "--set", "laws.mode=extended"], ["simulate nation"]),
        (
            ["m.csv", "--mobility", "complete", "--set", "seperation=1"],
            ["Nearest: laws.separation"],
        ),
        (["m.csv", "--mobility", "complete", "--set", "seed"], ["has no ="]),
        (["m.csv", "--mobility", "complete", "--engine", "flows"], ["not one of flow"]),
        (["nothing.toml"], ["nothing.toml"]),
        (["x" * 3000], ["is not a valid file name"]),
        (["m.csv", "--set", 'market.mobility="\\u0000"'], ["is not a valid file name"]),
        (["m.csv", "--mobility", "Complete"], ["neither a file nor one of complete, bundle"]),
    ],
)
def test_what_cannot_be_is_said(
    words: list[str], said: list[str], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    done = simulate(*words, "--json")
    assert done.exit_code == 2 and not done.stdout and isinstance(done.exception, SystemExit)
    text = " ".join(done.stderr.split())
    assert all(part in text for part in said), text
