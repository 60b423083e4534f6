"""One job as a study: what a machine gets, laws, and what is said where little is known."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from reallocate.errors import InputError, InvariantError, UnknownName
from reallocate.study.job.asked import understand
from reallocate.study.job.folder import open_job, save_job
from reallocate.study.job.study import job_study
from reallocate.work.exchange import MarketPath
from reallocate.work.parameters import Parameters
from reallocate.work.world import World

JOBS = ["43-4051", "Registered Nurses", "project manager"]
MOVE = "occupation title share_of_movers odds_if_try entry_pay later_pay exposure training_weeks training_cost value"
KEYS = "status hours history pay moves routes direction"


@pytest.fixture(scope="module", params=JOBS)
def found(world: World, request: pytest.FixtureRequest) -> dict[str, Any]:
    return dict(json.loads(json.dumps(job_study(world, request.param, draws=2).as_json(), allow_nan=False)))


def test_a_machine_gets_what_it_is_promised(found: dict[str, Any]) -> None:
    assert set(KEYS.split()) <= set(found) and found["status"] in ("observed", "filled")
    assert len(found["moves"]) > 3
    for move in found["moves"]:
        assert set(MOVE.split()) <= set(move)
        assert 0 < move["odds_if_try"] < 1 and 0 < move["entry_pay"] <= move["later_pay"]
        assert 0 <= move["training_weeks"] <= 104 and move["training_cost"] >= 0
        assert move["share_of_movers"] is None or 0 <= move["share_of_movers"] <= 1
        assert move["gain_low"] <= move["gain_high"]
        for reach in ("automatable", "augmentable"):
            band = move["exposure"][reach]
            assert 0 <= band["low"] <= band["middle"] <= band["high"] <= 1 + 1e-9
    worthy = [move["value"] for move in found["moves"] if move["gain_over_waiting"] >= 0]
    others = [move["gain"] for move in found["moves"][len(worthy) :]]
    assert worthy == sorted(worthy, reverse=True) and others == sorted(others, reverse=True)
    assert all(move["gain_over_waiting"] < 0 for move in found["moves"][len(worthy) :])
    assert sum(move["is_best"] for move in found["moves"]) <= 1


def test_the_parts_of_the_hours_are_all_of_them(found: dict[str, Any]) -> None:
    hours = found["hours"]
    assert sum(row["share"] for row in hours["activities"]) == pytest.approx(1, abs=1e-5)
    assert sum(row["share"] for row in hours["kinds"]) == pytest.approx(1, abs=1e-5)
    assert len(hours["sources"]) == 8
    middle = np.median([row["automatable"] for row in hours["sources"]])
    assert hours["exposure"]["automatable"]["middle"] == pytest.approx(middle)
    assert "not the chance that this job is lost" in hours["not_a_chance"]
    weights = sum(row["weight"] for row in found["job"]["occupations"])
    assert weights == pytest.approx(1)


def test_what_it_rests_on_is_told(found: dict[str, Any]) -> None:
    for row in found["assumptions"]:
        assert row["unit"] and row["grade"] and row["source"] and row["low"] <= row["value"] <= row["high"]
    assert {"job_finding_per_month", "training_share", "move_prior"} <= {
        row["parameter"] for row in found["assumptions"]
    }
    assert found["meta"]["seed"] == 0 and found["meta"]["hashes"]["bundle"].startswith("sha256:")
    assert [row["width"] for row in found["direction"]["job"]] == ["narrow", "wide"]
    assert {row["width"] for row in found["direction"]["moves"]} == {"narrow", "wide"}


def test_routes_begin_with_the_best_moves(found: dict[str, Any]) -> None:
    best = [move["occupation"] for move in found["moves"][:3]]
    assert [route["first"] for route in found["routes"][:3]] == best
    for route in found["routes"]:
        assert route["steps"][0]["occupation"] == route["first"]
        years = [step["year"] for step in route["steps"]]
        assert years == sorted(years) and all(0 < step["probability"] <= 1 for step in route["steps"])


def test_a_title_of_several_occupations_is_their_weighted_mean(world: World) -> None:
    study = job_study(world, "project manager", draws=0)
    mix = study.table("occupations").set_index("occupation")["weight"]
    alone = [job_study(world, code, draws=0) for code in mix.index]
    for table, column in (("hours_total", "people_augmentable"), ("direction", "share")):
        each = [float(one.table(table)[column].iloc[0]) for one in alone]
        assert float(study.table(table)[column].iloc[0]) == pytest.approx(float(mix.to_numpy() @ each))
    heaviest = alone[0]
    assert study.table("moves")["value"].tolist() == heaviest.table("moves")["value"].tolist()
    said = " ".join(study.explain()["job"])
    assert "may name 4 occupations" in said and f"reallocate job {mix.index[1]}" in said
    assert len(study.table("pay")) == len(mix)


@pytest.mark.parametrize("code", ["43-4051", "15-1252", "53-3032"])
def test_more_skills_and_schooling_never_make_one_worse_off(world: World, code: str) -> None:
    plain = job_study(world, code, draws=0)
    values = [plain.meta["worker"]["best_value"]]
    gaps = plain.table("gaps")["title"].unique()
    for count in (1, 3, 8):
        held = job_study(world, code, have=tuple(gaps[:count]), draws=0)
        values.append(held.meta["worker"]["best_value"])
    assert values == sorted(values) and values[-1] > values[0]
    by_level = [
        job_study(world, code, education=level, draws=0).meta["worker"]["best_value"]
        for level in ("none", "high school", "bachelor", "phd")
    ]
    assert by_level == sorted(by_level) and by_level[-1] > by_level[0]


def test_a_better_market_is_worth_more(world: World) -> None:
    still = MarketPath.still(world.occupations.index, 10)
    faster = MarketPath(still.pay, still.job_finding * 2)
    plain = job_study(world, "43-4051", draws=0)
    same = job_study(world, "43-4051", market=still, draws=0)
    better = job_study(world, "43-4051", market=faster, draws=0)
    assert same.meta["worker"] == plain.meta["worker"]
    assert better.meta["worker"]["best_value"] > plain.meta["worker"]["best_value"]
    with pytest.raises(InvariantError, match="covers 10 years of 12"):
        job_study(world, "43-4051", market=still, horizon=12, draws=0)


def test_own_numbers_are_marked_and_move_the_answer(world: World) -> None:
    own = job_study(world, "43-4051", parameters=Parameters({"search_cost": 0.05}), draws=0)
    row = own.table("assumptions").set_index("parameter").loc["search_cost"]
    assert row["grade"] == "own" and row["value"] == 0.05
    assert (
        own.meta["worker"]["best_value"] < job_study(world, "43-4051", draws=0).meta["worker"]["best_value"]
    )


def test_age_and_pay_are_heard(world: World) -> None:
    plain = job_study(world, "43-4051", draws=0)
    older = job_study(world, "43-4051", age=62, pay=61_000, draws=0)
    assert older.meta["worker"]["years"] == 5 and plain.meta["worker"]["years"] == 10
    assert any("until the age of 67" in line for line in older.explain()["job"])
    assert older.meta["worker"]["pay"] == 61_000 and any("at rank" in line for line in older.explain()["job"])
    assert older.table("moves")["gain"].max() < plain.table("moves")["gain"].max()


def test_where_nobody_was_seen_to_move_it_says_so(world: World) -> None:
    study = job_study(world, "Actuaries", draws=0)
    moves = study.table("moves")
    assert study.status == "filled"
    assert set(moves["share_status"]) <= {"filled", "not known"}
    assert moves.loc[moves["share_status"] == "not known", "share_of_movers"].isna().all()
    assert "Nobody in the survey's sample was seen to leave" in study.explain()["common"][0]
    shares = [move["share_of_movers"] for move in study.as_json()["moves"]]
    assert None in shares or moves["share_status"].eq("filled").all()


def test_a_move_the_survey_cannot_see_is_an_estimate_and_not_zero(world: World) -> None:
    moves = job_study(world, "15-1252", draws=0).table("moves").set_index("share_status")
    assert (moves.loc[["filled"], "share_of_movers"] > 0).all()
    assert (moves.loc[["not seen"], "share_of_movers"] == 0).all()


def test_an_area_without_data_says_whose_pay_stands_in(world: World) -> None:
    study = job_study(world, "Actuaries", area="Wyoming", draws=0)
    said = " ".join([*study.explain()["pay"], *study.explain()["ways"]])
    assert "was not released for Wyoming" in said
    assert "Wyoming published no pay of this occupation; the ways out take the nation's ×" in said
    known = world.table("area_employment")
    known = known[(known["area"] == "5600000") & known["wage_p50"].notna()]
    local = study.table("moves").set_index("occupation")["pay_local"]
    assert local.to_dict() == {code: code in set(known["occupation"]) for code in local.index}


def test_a_list_of_tasks_has_its_own_hours(world: World, tmp_path: Path) -> None:
    file = tmp_path / "mine.csv"
    title = world.activities.loc["4.A.4.b.4", "title"]
    file.write_text(f'task,hours\n"{title}",10\nanswer customers by telephone,30\n', encoding="utf-8")
    study = job_study(world, "43-4051", tasks=file, draws=0)
    assert study.table("activities")["share"].sum() == pytest.approx(1)
    assert study.table("direction").set_index("width").loc["narrow", "share"] >= 0.25
    rows = study.as_json()["hours"]["tasks"]
    assert [row["share"] for row in rows] == [0.25, 0.75] and rows[0]["how"] == "named"
    assert rows[0]["right"] is None and rows[1]["right"] > 0
    said = " ".join(study.explain()["hours"])
    assert "misses by" in said and "your own list" in said
    assert (
        study.table("moves")["value"].tolist()
        == job_study(world, "43-4051", draws=0).table("moves")["value"].tolist()
    )


def test_everything_that_is_wrong_is_said_at_once(world: World, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        understand(world, "zzz qqq", area="Atlantis", age=7, pay=25, education="wizard", have=["Juggling"],
                   tasks=tmp_path / "none.txt", horizon=99)  # fmt: skip
    text = str(caught.value)
    assert len(caught.value.problems) == 8
    for said in (
        "zzz qqq",
        "Atlantis",
        "wizard",
        "Juggling",
        "× 2,080: 52,000 USD",
        "an age of 7",
        "none.txt",
        "99 years",
    ):
        assert said in text


@pytest.mark.parametrize(
    ("words", "level"),
    [("bachelor", 6), ("Bachelor's Degree", 6), ("B.A.", 6), ("high school", 2), ("MASTER", 8), ("associate", 5),
     ("Ph.D.", 11), ("12", 12)],
)  # fmt: skip
def test_education_in_words(world: World, words: str, level: int) -> None:
    assert understand(world, "43-4051", education=words).education == level


@pytest.mark.parametrize("pay", [0.0, -5.0, 999.0, 1.1e7, float("nan"), float("inf")])
def test_an_impossible_pay(world: World, pay: float) -> None:
    with pytest.raises(InputError, match="--pay"):
        understand(world, "43-4051", pay=pay)
    hourly = 5 <= pay < 1000
    with pytest.raises(InputError) as caught:
        understand(world, "43-4051", pay=pay)
    assert ("× 2,080" in str(caught.value)) is hourly


def test_the_nearest_names_are_given(world: World) -> None:
    with pytest.raises(InputError) as caught:
        understand(world, "registred nurze practicioner", area="Califonia", have=["negotiaton"])
    text = str(caught.value)
    assert "0600000 California" in text and "Negotiation" in text and "29-1171" in text


def test_a_title_of_two_elements_holds_both(world: World) -> None:
    asked = understand(world, "43-4051", have=["mathematics"])
    assert asked.skills == ("2.A.1.e", "2.C.4.a") and asked.skill_titles == ("Mathematics",)


def test_it_is_saved_and_opened_again(world: World, tmp_path: Path) -> None:
    study = job_study(world, "43-4051", draws=2)
    folder = save_job(study, tmp_path / "saved", {"page.html": b"x"})
    opened = open_job(folder)
    assert opened.as_json() == study.as_json() and (folder / "page.html").read_bytes() == b"x"
    save_job(study, folder)
    other = tmp_path / "other"
    other.mkdir()
    (other / "thesis.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match="something else"):
        save_job(study, other)
    assert [file.name for file in other.iterdir()] == ["thesis.txt"]
    with pytest.raises(InputError, match="no saved job"):
        open_job(other)


def test_a_table_that_is_not_there(world: World) -> None:
    with pytest.raises(UnknownName, match="moves"):
        job_study(world, "43-4051", draws=0).table("move")


@pytest.mark.parametrize("code", ["11-3051", "33-3051", "35-1011", "53-6041"])
def test_who_brings_all_that_is_asked_has_a_card(world: World, code: str) -> None:
    assert len(job_study(world, code, draws=0).table("moves")) > 0
