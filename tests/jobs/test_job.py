"""One job as a study: what a machine gets, laws, its outlook and five facts; cards as kept, two to nine digits."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
from tests.golden_pages import Goldens, figures_text, whole_tables

from reallocate.jobs.hours import _status_notes
from reallocate.jobs.outlook import (
    _people_called,
    outlook_change,
    outlook_head,
    outlook_lead,
)
from reallocate.jobs.page import JOB, job_study
from reallocate.jobs.question import understand
from reallocate.jobs.ways import job_moves
from reallocate.kernel.errors import InputError, InvariantError
from reallocate.kernel.parameters import Parameters
from reallocate.moves.options import STAY
from reallocate.moves.study import entry_from_school
from reallocate.render.terminal import summary_text
from reallocate.work.exchange import MarketPath
from reallocate.work.world import World

HARMFUL = {
    "13-1082": {"11-1011"},
    "29-1141": {"29-1071"},
    "29-2081": {"29-1021", "29-1022", "29-1213"},
    "53-7062": {"51-8011"},
    "29-1171": {"15-1212", "53-3032"},
}
"""Ways out that were advised once, and hardly anybody was seen to make."""

SAID = pd.read_csv(Path(__file__).with_name("cards.csv"), dtype=object).set_index("card")
"""Cards that are read as text in tests/golden/job."""


def test_no_harmful_move_is_advised_and_none_is_called_the_best(world: World) -> None:
    """A few of all 830 and every job whose card once did harm; never a chief executive or a remainder."""
    never = set(world.occupations.index[world.occupations["title"].str.contains("All Other")])
    never |= {"11-1011", "11-1031"}
    for code in [*HARMFUL, *world.occupations.index[::140]]:
        card = job_study(world, code).to_dict()
        targets = {move["occupation"] for move in card["options"] if move["option"] != "stay"}
        assert not targets & (never | {code} | HARMFUL.get(code, set())), code
        assert sum(move["star"] for move in card["options"]) <= 1
        told = " ".join(line for lines in card["text"].values() for line in lines)
        assert "Best is to" not in told and "Nobody can say which is best for you" in told, code


def test_a_licence_opens_moves(world: World) -> None:
    held = job_study(world, "53-7062", have=["commercial driving license"])
    assert held.facts["request"]["have"] == ["commercial driving license"]
    rows = held.table("every_move").set_index("occupation")
    assert rows.at["53-3032", "years_of_study"] == 0 and rows.at["53-3032", "licence"] == ""
    assert any("Licences or fields held" in line for line in held.explain()["job"])
    for words in ("registered nurse", "RN"):
        assert understand(world, "31-1131", have=[words]).fields == ("29-1141",)
    assert "53-3032" in understand(world, "53-7062", have=["CDL"]).fields


def test_no_card_shows_pay_for_a_move_that_fewer_than_ten_people_made(world: World) -> None:
    """All occupations: every row with pay has ten people, unrounded; none of fewer is written with pay; pay that doubles is never first."""
    for code in map(str, world.occupations.index):
        found = job_moves(world, understand(world, code), Parameters.default())
        shown = found.options[found.options["option"] != STAY]
        for rows in (shown, found.usual, found.closer, found.every):
            assert (rows["seen"] >= 10.0).all(), code
        firsts = [found.usual.head(1), *(rows.head(1) for _, rows in shown.groupby("option"))]
        assert all((first["pay_change"] <= 1.0).all() for first in firsts), code
        assert not set(found.few) & set(found.every["title"]), code


@pytest.mark.parametrize(("age", "told"), [(None, False), (22, True), (29.5, True), (30, False)])
def test_who_is_under_thirty_is_told_of_the_young_and_the_page_tells_all(
    world: World, age: float | None, told: bool
) -> None:
    result = job_study(world, "15-1252", age=age)
    assert ("22–25" in summary_text(result.title, result.card())) is told and "22–25" in str(JOB.page(result))


@pytest.mark.parametrize("name", SAID.index)
def test_cards_say_why_a_move_is_first_or_none_is_and_what_was_assumed(
    world: World, golden: Goldens, name: str
) -> None:
    asked = SAID.loc[name].dropna().to_dict()
    numbers = {key: float(asked[key]) for key in ("age", "pay") if key in asked}
    text = job_study(world, **{**asked, **numbers}).explain()
    golden(f"job/{name}", "\n".join(line for part in text for line in (f"# {part}", *text[part])))


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


def test_own_numbers_age_and_pay_are_heard_and_at_20_to_24_two_surveys_differ_too_far(world: World) -> None:
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
    asked: dict[str, Any] = {"area": "Columbus, OH", "education": "high school", "age": 22}
    assert job_study(world, "43-3051", **asked).to_dict()["tables"].get("displaced") is None


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


OHIO = {"area": "Ohio", "age": 45, "pay": 90_000.0, "education": "bachelor", "have": ("Negotiation",)}
CARDS: dict[str, dict[str, Any]] = {
    "43-4051": {},
    "13-1082": OHIO,
    "business analyst": {"area": "Anniston-Oxford, AL"},
}
"""One occupation, a place and a person, and several occupations of which one's pay is the state's."""
GOLDEN = "occupations kinds hours_total sources history history_quintiles pay flows options gaps direction"


@pytest.mark.parametrize("title", CARDS)
def test_the_golden_is_met(world: World, title: str, golden: Goldens) -> None:
    result = job_study(world, title, **CARDS[title])
    tables = {"worker": pd.DataFrame([result.facts["worker"]]), **{name: result.table(name) for name in GOLDEN.split()}}
    golden(f"job/figures_{title.replace(' ', '_')}", whole_tables(tables))


def test_hours_without_a_label_are_told_where_some_have_one_and_some_have_none() -> None:
    status = pd.DataFrame([["observed", "predicted"]], index=["people"])
    share = pd.Series([0.75, 0.25])

    def notes(*together: str) -> tuple[str, ...]:
        return _status_notes(status, pd.Series(list(together)), share)

    assert notes("observed", "predicted") == (
        "25.0% of the hours carry no label; they take their activity's mean.",
    )
    assert notes("observed", "observed") == notes("predicted", "predicted") == ()


def test_all_cards_together_label_moves_that_pay_less(world: World, golden: Goldens) -> None:
    """Held to 1 and 3, and the figures that `reallocate jobs` prints."""
    from reallocate.jobs.place import jobs_study

    result = jobs_study(world, top=3)
    golden("job/places", figures_text(result))
    table = result.table("cards").set_index("schooling")
    assert list(table.index) == ["high school", "some college", "bachelor's degree", "usual in the job"]
    assert (table["labelled"] == table["less"]).all() and (table["less"] > 0).all()
    assert not jobs_study(world, area="Ohio", top=3).has("cards")


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


NOBODY = float("nan")
PROJECTED = ((161_100, 134_200), (100_000, 109_000), (376_200, 376_800), (NOBODY, NOBODY))
def test_a_job_has_a_headline_whatever_is_projected_and_whoever_asks(golden: Goldens) -> None:
    """Fewer, more, as many, no projection, and a code that changed; and what people with a title are called."""
    jobs = [context(["Payroll and Timekeeping Clerks"], "payroll clerk", people) for people in PROJECTED]
    jobs.append(context(["Web Developers"], "web developer", (NOBODY, NOBODY), NOBODY, NOBODY))
    told = [line for job in jobs for line in (f"# {outlook_head(job, {})}", outlook_change(job, {}), *outlook_lead(job, {}))]
    golden("job/outlook", "\n".join(told))
    golden.answers("job/called", lambda asked: _people_called(context(*([one] if at == 0 else one for at, one in enumerate(asked.split(" | "))), (1.0, 1.0))))


def test_study_is_counted_from_school(world: World, golden: Goldens) -> None:
    def entry(asked: str) -> str:
        code, held = asked.removesuffix(" years of school").split(" after ")
        return str(entry_from_school(world, code, float(held), Parameters.default()))

    golden.answers("job/school", entry)
