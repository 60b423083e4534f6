"""`reallocate simulate`, as a person and as a machine calls it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

import reallocate
from reallocate.cli.main import app
from reallocate.market.published.files import with_market_flags

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


def simulate(*words: object) -> Result:
    return CliRunner().invoke(app, ["simulate", "market", *(str(word) for word in words)])


def record(*words: object) -> dict[str, Any]:
    done = simulate(*words, "--json")
    assert done.exit_code == 0, done.output
    return dict(json.loads(done.stdout))


def found(*words: object) -> dict[str, Any]:
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


@pytest.mark.parametrize(("flags", "mode"), [
    ({}, "extended"), ({"years": 3}, "extended"), ({"engine": "flow", "runs": 1}, "extended"),
    ({"steps": 30}, "published"), ({"engine": "counts"}, "published"), ({"market": "us-groups"}, "published"),
    ({"mode": "published"}, "published"),
])  # fmt: skip
def test_which_laws_are_taken(flags: dict[str, object], mode: str) -> None:
    assert with_market_flags(None, **flags).mode == mode


def test_a_central_run_is_printed_as_csv() -> None:
    words = "simulate central --years 2 --set ai.ceiling=0.7 --policy wage_insurance=0.5"
    done = CliRunner().invoke(app, words.split())
    assert done.exit_code == 0, done.output
    ours = reallocate.Market(years=2, set={"ai.ceiling": 0.7}, policy={"wage_insurance": 0.5}).path()
    assert done.stdout == ours.to_csv(index=False) and len(ours) == 9
