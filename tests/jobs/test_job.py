"""One job as a study: what a machine gets, laws, its outlook and five facts; cards as kept, two to nine digits."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from tests.golden_pages import Goldens, figures_text

from reallocate.jobs.hours import _status_notes
from reallocate.jobs.outlook import (
    _people_called,
    outlook_change,
    outlook_head,
    outlook_lead,
)
from reallocate.jobs.page import job_study
from reallocate.jobs.question import understand
from reallocate.kernel.errors import InputError, InvariantError
from reallocate.kernel.parameters import Parameters
from reallocate.moves.study import entry_from_school
from reallocate.render.result import Result
from reallocate.work.exchange import MarketPath
from reallocate.work.world import World

JOBS = ["43-4051", "Registered Nurses", "project manager"]
MOVE = (
    "option rank occupation title step label star of_100_leavers low high seen odds_low odds_high ten_year "
    "entry_pay later_pay later_pay_low later_pay_high automatable years_of_study tuition wait payback_low "
    "payback_high age_low age_high licence experience_met openings looking room"
)
TABLES = (
    "every_move kinds activities hours_total sources history pay flows options reached industries gaps direction "
    "assumptions"
)
OPTIONS = ["stay", "sideways", "study"]

HARMFUL = {
    "13-1082": {"11-1011"},
    "29-1141": {"29-1071"},
    "29-2081": {"29-1021", "29-1022", "29-1213"},
    "53-7062": {"51-8011"},
    "29-1171": {"15-1212", "53-3032"},
}
"""Ways out that were advised once, and hardly anybody was seen to make."""

SAID: dict[str, tuple[str, dict[str, Any]]] = {
    "a-star": ("43-6014", {}),
    "a-star-withheld": ("31-1120", {}),
    "ai-reaches-further": ("41-2031", {}),
    "study-alone": ("47-2061", {}),
    "every-close-move-pays-less": ("33-3051", {}),
    "few-facts": ("43-3011", {}),
    "nobody-seen": ("Actuaries", {}),
    "nothing-qualifies": ("29-1021", {}),
    "a-licence": ("29-1141", {}),
    "no-pay-published-there": ("15-1253", {"area": "Wyoming"}),
    "moves-without-pay-there": ("27-3031", {"area": "Wyoming"}),
    "pay-given": ("15-1232", {"pay": 60_000}),
    "education-given": ("15-1232", {"education": "high school"}),
    "both-given": ("15-1232", {"education": "high school", "pay": 60_000}),
    "an-apprentice": ("47-2111", {}),
    "no-close-move": ("29-1292", {}),
    "to-be-learned": ("accountant", {"area": "Columbus, OH"}),
    "young": ("43-3051", {"area": "Columbus, OH", "age": 25, "education": "high school"}),
    "payroll-clerk": (
        "43-3051", {"area": "Columbus, OH", "age": 47, "education": "high school", "pay": 59_010}
    ),
    "near-retirement": (
        "43-3051", {"area": "Columbus, OH", "age": 61, "education": "high school", "pay": 59_010}
    ),
}  # fmt: skip
"""Cards that are read as text in tests/golden/job."""


@pytest.fixture(scope="module", params=JOBS)
def found(world: World, request: pytest.FixtureRequest) -> dict[str, Any]:
    return dict(json.loads(json.dumps(job_study(world, request.param).to_dict(), allow_nan=False)))


def test_a_machine_gets_what_it_is_promised(found: dict[str, Any]) -> None:
    tables, worker = found["tables"], found["facts"]["worker"]
    assert set(TABLES.split()) <= set(tables) and found["status"]["code"] in ("observed", "filled")
    assert found["options"] == tables["options"] and len(found["options"]) > 1
    for move in found["options"]:
        assert set(MOVE.split()) <= set(move) and move["label"].endswith(".")
        assert (
            move["entry_pay"] > 0 and 0 < move["later_pay_low"] <= move["later_pay"] <= move["later_pay_high"]
        )
        assert move["pay_change"] == pytest.approx(move["later_pay"] / worker["pay"] - 1)
        for reach in ("automatable", "augmentable"):
            low, middle, high = (move[f"{reach}{end}"] for end in ("_low", "", "_high"))
            assert 0 <= low <= middle <= high <= 1 + 1e-9
    assert (
        found["options"][0]["option"] == "stay" and found["options"][0]["occupation"] == worker["occupation"]
    )
    for move in found["options"][1:]:
        assert 0 <= move["low"] <= move["of_100_leavers"] <= move["high"] <= 100
        # Chances are a band at least a fifth wide.
        assert 0 <= move["odds_low"] <= move["odds_high"] - 0.2 + 1e-9 and 0 <= move["ten_year"] < 1
        assert move["room"] == pytest.approx(move["openings"] / move["looking"])
        assert (move["payback_high"] is None) or move["payback_low"] <= move["payback_high"]
    places = [OPTIONS.index(move["option"]) for move in found["options"]]
    assert places == sorted(places) and places[0] == 0
    for option in OPTIONS:
        ranks = [move["rank"] for move in found["options"] if move["option"] == option]
        assert ranks == list(range(1, len(ranks) + 1)) and found["text"][option][0].endswith(".")
    seen = [move["of_100_leavers"] for move in tables["every_move"]]
    assert seen == sorted(seen, reverse=True)


def test_no_harmful_move_is_advised_and_none_is_called_the_best(world: World) -> None:
    """A sample of all 830 and every job whose card once did harm; never a chief executive or a remainder."""
    never = set(world.occupations.index[world.occupations["title"].str.contains("All Other")])
    never |= {"11-1011", "11-1031"}
    for code in [*HARMFUL, *world.occupations.index[::40]]:
        card = job_study(world, code).to_dict()
        targets = {move["occupation"] for move in card["options"] if move["option"] != "stay"}
        assert not targets & (never | {code} | HARMFUL.get(code, set())), code
        assert sum(move["star"] for move in card["options"]) <= 1
        told = " ".join(line for lines in card["text"].values() for line in lines)
        assert "Best is to" not in told and "Nobody can say which is best for you" in told, code


def test_education_and_a_licence_open_moves(world: World) -> None:
    plain, schooled = (
        job_study(world, "25-9045", education=level).table("every_move") for level in (None, "bachelor")
    )
    years = (table.set_index("occupation").at["25-2021", "years_of_study"] for table in (plain, schooled))
    assert tuple(years) == (3.0, 1.0)
    held = job_study(world, "53-7062", have=["commercial driving license"])
    assert held.facts["request"]["have"] == ["commercial driving license"]
    rows = held.table("every_move").set_index("occupation")
    assert rows.at["53-3032", "years_of_study"] == 0 and rows.at["53-3032", "licence"] == ""
    assert any("Licences or fields held" in line for line in held.explain()["job"])
    for words in ("registered nurse", "RN"):
        assert understand(world, "31-1131", have=[words]).fields == ("29-1141",)
    assert "53-3032" in understand(world, "53-7062", have=["CDL"]).fields


@pytest.mark.parametrize("name", SAID)
def test_cards_say_why_a_move_is_first_or_none_is_and_what_was_assumed(
    world: World, golden: Goldens, name: str
) -> None:
    code, asked = SAID[name]
    text = job_study(world, code, **asked).explain()
    golden(f"job/{name}", "\n".join(line for part in text for line in (f"# {part}", *text[part])))


def test_the_parts_of_the_hours_are_all_of_them_and_assumptions_have_grade_and_source(
    found: dict[str, Any],
) -> None:
    tables = found["tables"]
    for name, column in (("activities", "share"), ("kinds", "share"), ("occupations", "weight")):
        assert sum(row[column] for row in tables[name]) == pytest.approx(1, abs=1e-5)
    assert len(tables["sources"]) == 8
    middle = np.median([row["automatable"] for row in tables["sources"]])
    assert tables["hours_total"][0]["automatable"] == pytest.approx(middle)
    assert "not the chance that this job is lost" in found["text"]["hours"][0]
    rows = {row["parameter"]: row for row in found["tables"]["assumptions"]}
    assert {"move_prior", "move_searching_share", "move_least_median", "tuition_two_year"} <= set(rows)
    row = rows["survey_weight_per_person"]
    assert row["grade"] == "J" and all(one["unit"] and one["source"] for one in rows.values())
    assert row["unit"] and row["source"] and (row["low"], row["value"], row["high"]) == (1650, 2300, 3000)
    assert found["facts"]["hashes"]["bundle"].startswith("sha256:")
    assert [row["width"] for row in found["tables"]["direction"]] == ["narrow", "wide"]


def test_a_title_of_several_occupations_is_their_weighted_mean(world: World) -> None:
    study = job_study(world, "business analyst")
    mix = study.table("occupations").set_index("occupation")["weight"]
    alone = [job_study(world, code) for code in mix.index]
    for table, column in (("hours_total", "people_augmentable"), ("direction", "share")):
        each = [float(one.table(table)[column].iloc[0]) for one in alone]
        assert float(study.table(table)[column].iloc[0]) == pytest.approx(float(mix.to_numpy() @ each))
    heaviest = alone[0]
    pd.testing.assert_frame_equal(study.table("options"), heaviest.table("options"))
    said = " ".join(study.explain()["job"])
    assert "most likely means" in said and f"reallocate job {mix.index[1]}" in said
    assert len(study.table("pay")) == len(mix)


def test_what_somebody_has_is_not_asked_again(world: World) -> None:
    gaps = job_study(world, "43-4051").table("gaps")
    held = tuple(dict.fromkeys(gaps["title"]))[:3]
    left = job_study(world, "43-4051", have=held).table("gaps")
    assert set(gaps["title"]) - set(left["title"]) == set(held) and len(left) < len(gaps)
    options = job_study(world, "43-4051").table("options")
    side = options[options["option"] == "sideways"]
    assert set(gaps["occupation"]) == set(side["occupation"].head(2))


def test_a_market_says_where_pay_goes_and_must_be_long_enough(world: World) -> None:
    still = MarketPath.still(world.occupations.index, 10)
    lower = MarketPath(still.pay * 0.9, still.job_finding)
    study = job_study(world, "43-4051", market=lower)
    assert study.facts["market_ends"] == {"pay": 0.9, "job_finding": 1.0}
    assert any("pay in this occupation is 90.0% of today's" in line for line in study.explain()["job"])
    assert job_study(world, "43-4051").facts["market_ends"] is None
    with pytest.raises(InvariantError, match="covers 10 years of 12"):
        job_study(world, "43-4051", market=still, horizon=12)
    assert job_study(world, "43-4051", market=still, horizon=12, age=60).facts["worker"]["years"] == 7


def test_own_numbers_age_and_pay_are_heard(world: World) -> None:
    own = job_study(world, "43-4051", parameters=Parameters({"survey_weight_per_person": 4600.0}))
    row = own.table("assumptions").set_index("parameter").loc["survey_weight_per_person"]
    assert row["grade"] == "own" and row["value"] == 4600
    plain = job_study(world, "43-4051").facts["worker"]["people_seen_to_leave"]
    assert own.facts["worker"]["people_seen_to_leave"] == pytest.approx(plain / 2)
    older = job_study(world, "43-4051", age=62, pay=61_000)
    assert older.facts["worker"]["pay"] == 61_000
    first = older.table("options").iloc[1]
    assert first["pay_change"] == pytest.approx(first["later_pay"] / 61_000 - 1)
    side = older.table("options").set_index("option").loc[["sideways"]].set_index("occupation")["ten_year"]
    younger = job_study(world, "43-4051", pay=61_000).table("options").set_index("occupation")["ten_year"]
    assert (side < younger[side.index]).all()


def test_where_nobody_was_seen_to_move_or_no_pay_is_known_it_says_so(world: World) -> None:
    study = job_study(world, "Actuaries")
    assert study.table("every_move").empty and study.facts["worker"]["people_seen_to_leave"] == 0
    study = job_study(world, "15-1253", area="Wyoming")
    known = world.table("area_employment")
    known = known[(known["area"] == "5600000") & known["wage_p50"].notna()]
    local = study.table("options").set_index("occupation")["pay_local"]
    assert local.to_dict() == {code: code in set(known["occupation"]) for code in local.index}


def test_a_list_of_tasks_has_its_own_hours(world: World, tmp_path: Path) -> None:
    file = tmp_path / "mine.csv"
    title = world.activities.loc["4.A.4.b.4", "title"]
    file.write_text(f'task,hours\n"{title}",10\nanswer customers by telephone,30\n', encoding="utf-8")
    study = job_study(world, "43-4051", tasks=file)
    assert study.table("activities")["share"].sum() == pytest.approx(1)
    assert study.table("direction").set_index("width").loc["narrow", "share"] >= 0.25
    rows = study.to_dict()["tables"]["tasks"]
    assert [row["share"] for row in rows] == [0.25, 0.75] and rows[0]["how"] == "named"
    assert rows[0]["right"] is None and rows[1]["right"] > 0
    said = " ".join(study.explain()["hours"])
    assert "misses by" in said and "your own list" in said
    pd.testing.assert_frame_equal(study.table("options"), job_study(world, "43-4051").table("options"))


def test_everything_that_is_wrong_is_said_at_once(world: World, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        understand(world, "zzz qqq", area="Atlantis", age=7, pay=25, education="wizard", have=["Juggling"],
                   tasks=tmp_path / "none.txt", horizon=99)  # fmt: skip
    text, words = (
        str(caught.value),
        "zzz qqq|Atlantis|wizard|Juggling|× 2,080: 52,000 USD|an age of 7|none.txt|99 years",
    )
    assert len(caught.value.problems) == 8 and not [said for said in words.split("|") if said not in text]
    with pytest.raises(InputError, match="(?s)0600000 California.*Negotiation"):
        understand(world, "43-4051", area="Califonia", have=["negotiaton"])
    for pay in (0.0, -5.0, 999.0, 1.1e7, float("nan"), float("inf")):
        with pytest.raises(InputError, match="--pay") as caught:
            understand(world, "43-4051", pay=pay)
        assert ("× 2,080" in str(caught.value)) is (5 <= pay < 1000)


SCHOOLING = {
    "bachelor": 6, "Bachelor's Degree": 6, "B.A.": 6, "high school": 2, "MASTER": 8, "associate": 5, "Ph.D.": 11, "12": 12,
}  # fmt: skip


def test_education_is_read_in_words_and_a_title_of_two_elements_holds_both(world: World) -> None:
    assert {
        words: understand(world, "43-4051", education=words).education for words in SCHOOLING
    } == SCHOOLING
    asked = understand(world, "43-4051", have=["mathematics"])
    assert asked.skills == ("2.A.1.e", "2.C.4.a") and asked.skill_titles == ("Mathematics",)


FOLDER = Path(__file__).resolve().parents[1] / "golden" / "job"
RENEW = "REALLOCATE_RENEW"
OHIO = {"area": "Ohio", "age": 45, "pay": 90_000.0, "education": "bachelor", "have": ("Negotiation",)}
CARDS: dict[str, dict[str, Any]] = {
    "43-4051": {},
    "13-1082": OHIO,
    "business analyst": {"area": "Anniston-Oxford, AL"},
}
"""One occupation, a place and a person, and several occupations of which one's pay is the state's."""
GOLDEN = "occupations kinds hours_total sources history history_quintiles pay flows options gaps direction"


@pytest.mark.parametrize("title", CARDS)
def test_the_golden_is_met(world: World, title: str) -> None:
    result = job_study(world, title, **CARDS[title])
    tables = result.to_dict()["tables"]
    rows = [
        ("worker", result.facts["worker"]),
        *((name, row) for name in GOLDEN.split() for row in tables[name]),
    ]
    file, found = FOLDER / f"{title}.jsonl", [json.dumps(row, ensure_ascii=False) for row in rows]
    if os.environ.get(RENEW):
        file.write_text("\n".join([*found, ""]), encoding="utf-8")
    lines = file.read_text(encoding="utf-8").splitlines()
    kept, here = (dict(cells([json.loads(line) for line in one])) for one in (lines, found))
    assert kept.keys() == here.keys()
    for place, value in kept.items():
        close = pytest.approx(value, rel=1e-9, abs=1e-12) if isinstance(value, float) else value
        assert here[place] == close, place


def cells(one: Any, where: str = "") -> Iterator[tuple[str, Any]]:
    """Every figure with the way to it."""
    if isinstance(one, dict | list):
        for key, each in one.items() if isinstance(one, dict) else enumerate(one):
            yield from cells(each, f"{where}.{key}")
    else:
        yield where, one


def test_hours_without_a_label_are_told_where_some_have_one_and_some_have_none() -> None:
    status = pd.DataFrame([["observed", "predicted"]], index=["people"])
    share = pd.Series([0.75, 0.25])

    def notes(*together: str) -> tuple[str, ...]:
        return _status_notes(status, pd.Series(list(together)), share)

    assert notes("observed", "predicted") == (
        "25.0% of the hours carry no label; they take their activity's mean.",
    )
    assert notes("observed", "observed") == notes("predicted", "predicted") == ()


def test_age_tells_what_became_of_the_displaced_and_changes_study_alone(world: World) -> None:
    """The row from 25 to 54 serves 25 and 47; at 20 to 24 two surveys differ too far to be told."""
    asked: dict[str, Any] = {"area": "Columbus, OH", "education": "high school"}
    young, old = (job_study(world, "43-3051", age=age, **asked) for age in (25, 61))
    assert job_study(world, "43-3051", age=22).to_dict()["tables"].get("displaced") is None
    assert young.explain()["sideways"] == old.explain()["sideways"]
    assert young.explain()["study"][0] != old.explain()["study"][0]
    options = young.table("options").set_index("option").loc["study"]
    np.testing.assert_allclose(options["age_high"], 25 + options["wait"] + options["payback_high"])


def test_staying_says_what_ai_reaches_least_how_pay_spreads_and_where_the_job_pays_more(world: World) -> None:
    study = job_study(world, "43-3051", area="Columbus, OH", pay=59_010)
    reached, industries = study.table("reached"), study.table("industries")
    assert list(reached["reached"]) == ["least"] * 3 + ["most"] * 2 and (reached["share"] >= 0.03).all()
    assert (
        reached["automatable"].is_monotonic_increasing
        or reached["automatable"][:3].max() <= reached["automatable"][3:].min()
    )
    rows = world.table("staffing").query("occupation == '43-3051'").set_index("industry")
    best = industries.iloc[0]
    assert best["change"] == pytest.approx(
        rows.at[best["industry"], "wage_p50"] / rows.at["000000", "wage_p50"] - 1
    )
    assert best["change"] == industries["change"].max() and (industries["share"] >= 0.02).all()
    said = " ".join(study.explain()["stay"])
    assert "Yours is at 50 of 100" in said and "Local Government" in said and "AI reaches least into" in said


def test_all_cards_together_name_a_move_and_label_those_that_pay_less(world: World, golden: Goldens) -> None:
    """Held to 1 and 3, and the figures that `reallocate jobs` prints."""
    from reallocate.jobs.place import jobs_study

    result = jobs_study(world, top=3)
    golden("job/places", figures_text(result))
    table = result.table("cards").set_index("schooling")
    assert list(table.index) == ["high school", "some college", "bachelor's degree", "usual in the job"]
    assert (table["unnamed"] <= 15).all() and (table["unnamed_people"] < 0.01).all()
    assert (table["labelled"] == table["less"]).all() and table["less"].between(80, 110).all()
    assert table["followers"].between(2.0, 3.0).all() and table["worst"].max() < 13
    assert not jobs_study(world, area="Ohio", top=3).has("cards")


FACTS = ["Pay", "Time and cost", "What people did", "Openings a year", "AI could do alone"]


def context(
    titles: list[str],
    asked: str,
    people: tuple[float, float],
    growth: float = 0.013,
    openings: float = 13_000,
) -> Any:
    """A job with these titles, people in 2024 and 2034, and growth a year."""
    flows = pd.DataFrame(
        {"employment_2024": [people[0]], "employment_2034": [people[1]], "openings": [openings]}
    )
    quintiles = pd.DataFrame({"job_after": [growth], "all_after": [0.016]})
    return SimpleNamespace(
        query=SimpleNamespace(job=SimpleNamespace(titles=titles, asked=asked), area=None, area_title=""),
        pay=SimpleNamespace(flows=flows), history=SimpleNamespace(quintiles=quintiles),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("people", "said"),
    [
        ((161_100, 134_200), "The US government expects 17% fewer payroll clerks by 2034."),
        ((100_000, 109_000), "The US government expects 9% more payroll clerks by 2034."),
        (
            (376_200, 376_800),
            "The US government expects as many payroll clerks in 2034 as in 2024, about 376,800.",
        ),
        (
            (float("nan"), float("nan")),
            "There is no projection of this job. It grew by 1.3% a year from 2022 to 2025.",
        ),
    ],
)
def test_a_job_has_a_headline_whatever_is_projected(people: tuple[float, float], said: str) -> None:
    job = context(["Payroll and Timekeeping Clerks"], "payroll clerk", people)
    assert outlook_head(job, {}) == said
    assert (outlook_change(job, {}) == "") == (people[0] != people[0])


def test_a_job_that_nobody_projects_and_that_cannot_be_compared_says_so() -> None:
    job = context(["Web Developers"], "web developer", (float("nan"),) * 2, float("nan"), float("nan"))
    assert outlook_head(job, {}) == "There is no projection of this job."
    assert list(outlook_lead(job, {})) == [
        "How it changed since 2022 cannot be told: its code changed meanwhile."
    ]


@pytest.mark.parametrize(
    ("title", "asked", "called"),
    [
        ("Payroll and Timekeeping Clerks", "payroll clerk", "payroll clerks"),
        ("Paralegals and Legal Assistants", "Paralegal", "paralegals"),
        ("Payroll and Timekeeping Clerks", "43-3051", "payroll and timekeeping clerks"),
        ("Technical Writers", "UX writer", "technical writers"),
        ("Physicians, All Other", "physician", "physicians, all other"),
        ("Registered Nurses", "nurse", "registered nurses"),
        ("English Teachers", "english teacher", "English Teachers".replace("T", "t")),
    ],
)
def test_people_are_called_as_asked_only_where_the_title_begins_so(
    title: str, asked: str, called: str
) -> None:
    assert _people_called(context([title], asked, (1.0, 1.0))).casefold() == called.casefold()


def test_a_falling_job_still_opens_and_a_rising_one_needs_no_reason() -> None:
    falls, rises = (
        list(outlook_lead(context(["Cashiers"], "cashier", ends), {})) for ends in ((2.0, 1.0), (1.0, 2.0))
    )
    assert falls[1] == "About 13,000 jobs open each year even so, because people leave."
    assert rises[1] == "About 13,000 jobs open each year."


@pytest.fixture(scope="module")
def payroll(world: World) -> Result:
    return job_study(world, "payroll clerk", area="Columbus, OH", age=47, education="high school", pay=59_010)


def test_every_row_of_the_options_has_the_same_five_facts(payroll: Result) -> None:
    facts, options = payroll.table("five_facts"), payroll.table("options")
    rows = [("learn", 1), *zip(options["option"], options["rank"], strict=True)]
    assert facts["fact"].to_list() == FACTS * len(rows)
    each = facts.iloc[:: len(FACTS)]
    assert list(zip(each["option"], each["rank"], strict=True)) == rows
    assert (facts["figure"] != "").all() and (facts["more"] != "").all()
    told = {(row.option, row.rank, row.fact): (row.figure, row.more) for row in facts.itertuples(index=False)}
    assert told["stay", 1, "Pay"] == ("$59,000", "yours, above 50 of 100; half earn $47,600 to $69,400")
    assert told["sideways", 1, "What people did"][1] == "estimated: none of about 30 people seen did this"
    assert told["study", 1, "Time and cost"][0] == "4 years, about $40,000"
    assert "pays back in 2.4 to 9.6 years after, at 53 to 61" in told["study", 1, "Time and cost"][1]
    assert told["sideways", 1, "AI could do alone"] == ("30%", "sources say 4.3% to 39%; your job 78%")


@pytest.mark.parametrize(
    ("code", "held", "years", "tuition", "words"),
    [
        ("43-3051", 12.0, 0.0, 0.0, ""),
        ("13-2011", 12.0, 4.0, 40_000.0, "accounting degree"),
        ("13-2011", 16.0, 1.5, 15_000.0, "accounting degree"),
        ("23-1011", 12.0, 7.0, 100_000.0, "law degree"),
        ("29-1215", 12.0, 12.0, 200_000.0, "medical degree"),
        ("29-1141", 12.0, 2.0, 8_000.0, "nursing degree"),
        ("31-9092", 12.0, 0.8, 4_000.0, "certificate"),
        ("23-2011", 12.0, 2.0, 8_000.0, "associate's degree, the usual entry"),
    ],
)
def test_study_is_counted_from_school(
    world: World, code: str, held: float, years: float, tuition: float, words: str
) -> None:
    found = entry_from_school(world, code, held, Parameters.default())
    assert found[:2] == pytest.approx((years, tuition)) and words in found[4]
