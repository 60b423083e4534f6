"""One's own measurement of AI's reach: laws of what it does to a result, and words for files that are wrong."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from tests.golden_pages import Goldens, cases
from tests.roster.tables import refusal

import reallocate as ra
from reallocate.data.bundle import shipped_world
from reallocate.roster.reach_file import read_reach, world_with_reach
from reallocate.work.own_reach import totals_by_source

HEAD = "code,automatable,augmentable,source,date\n"
GOOD = "43-3031,0.30,60%,a study,2026-06\n"


def _file(folder: Path, text: str, name: str = "own.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def _copy_of(source: str, folder: Path) -> Path:
    rows = shipped_world().table("reach")
    rows = rows[rows["source"].eq(source)].rename(columns={"occupation": "code"})
    columns = ["code", "activity", "augmentable", "automatable"]
    path = folder / f"{source}.csv"
    rows[columns].assign(source="a copy", date="2026-06").to_csv(path, index=False)
    return path


def _figures(result: ra.Result) -> dict[str, str]:
    return {name: table.to_csv() for name, table in result.tables.items()}


@pytest.fixture(scope="module")
def insurer() -> ra.Scenario:
    return ra.Scenario.from_industry("insurance carriers", headcount=2_000)


@pytest.mark.parametrize("source", ["gpt4", "claude-usage"])
def test_a_file_that_repeats_a_source_gives_its_row_of_a_job(source: str, tmp_path: Path) -> None:
    rows = ra.job("43-3031", reach=_copy_of(source, tmp_path)).table("sources").set_index("source")
    assert rows.loc["own"].to_list() == pytest.approx(rows.loc[source].to_list(), abs=1e-12)


@pytest.mark.long
@pytest.mark.parametrize("source", ["gpt4", "claude-usage"])
def test_a_file_that_repeats_a_source_gives_its_figures_to_the_digit(
    source: str, insurer: ra.Scenario, tmp_path: Path
) -> None:
    ask = {"exits": "10%", "quick": True, "progress": False}
    own = ra.cut(insurer, reach=_copy_of(source, tmp_path), **ask)
    shipped = ra.cut(insurer, reach=source, **ask)
    assert _figures(own) == _figures(shipped)
    assert "Your own measurement: a copy, 2026-06" in " ".join(own.facts["title_notes"])


@pytest.mark.long
def test_with_nothing_in_reach_no_hours_are_saved(insurer: ra.Scenario, tmp_path: Path) -> None:
    codes = shipped_world().occupations.index
    text = HEAD + "".join(f"{code},0,0,nobody,2026\n" for code in codes)
    plan = ra.plan(insurer, reach=_file(tmp_path, text), quick=True, progress=False)
    base = ra.plan(insurer, quick=True, progress=False)
    assert plan.facts["objective"] > base.facts["objective"]
    cut = ra.cut(insurer, exits="10%", reach=tmp_path / "own.csv", quick=True, progress=False)
    steps = cut.table("cut_steps").set_index("step")["cost"]
    assert steps.loc["ai"] == pytest.approx(0.0, abs=1e-6)


def test_twice_the_measured_share_is_twice_the_hours_reached_and_medians_do_not_move(tmp_path: Path) -> None:
    world = shipped_world()
    once, twice = (
        read_reach(_file(tmp_path, HEAD + f"43-3031,{share},{share},a study,2026\n"), world)
        for share in (0.2, 0.4)
    )
    assert twice.totals.loc["43-3031", "automatable"] == pytest.approx(
        2 * once.totals.loc["43-3031", "automatable"]
    )
    found = ra.job("43-3031", reach=_file(tmp_path, HEAD + "43-3031,0.2,0.4,a study,2026\n"))
    own = found.table("sources").set_index("source").loc["own"]
    assert own["automatable"] == pytest.approx(0.2, abs=1e-9)
    assert own["augmentable"] == pytest.approx(0.4, abs=1e-9)
    alone, beside = ra.job("43-3031"), ra.job("43-3031", reach=_file(tmp_path, HEAD + GOOD))
    differs = {name for name, text in _figures(alone).items() if text != _figures(beside)[name]}
    assert differs == {"sources"}
    assert beside.table("sources").iloc[:-1].equals(alone.table("sources"))


def test_codes_titles_and_tasks_in_words_lead_to_occupations_and_activities(tmp_path: Path) -> None:
    world = shipped_world()
    text = "title,automatable,augmentable,source,date\nbookkeeper,0.3,0.6,x,2026\nproject manager,0.2,0.5,x,2026\n"
    assert set(read_reach(_file(tmp_path, text), world).totals.index) == {"43-3031", "13-1082"}
    isco = read_reach(_file(tmp_path, HEAD + "2411,0.3,0.6,x,2026\n"), world).totals
    assert "13-2011" in isco.index
    detailed = HEAD + "11-1011.00,0.2,0.4,x,2026\n11-1011.03,0.4,0.6,x,2026\n"
    mean = read_reach(_file(tmp_path, detailed), world).totals.loc["11-1011"]
    assert mean["automatable"] == pytest.approx(0.3)
    head = "code,task,hours,automatable,augmentable,source,date\n"
    rows = "43-3031,prepare monthly budget reports,10,1,1,x,2026\n43-3031,talk with customers about bills,10,0,0,x,2026\n"
    cells = read_reach(_file(tmp_path, head + rows), shipped_world()).cells["automatable"]
    assert cells.between(0, 1).all() and cells.max() > 0.9 and cells.min() < 0.1


def test_gaps_are_refused_or_filled_from_a_named_source(insurer: ra.Scenario, tmp_path: Path) -> None:
    file = _file(tmp_path, HEAD + GOOD)
    with pytest.raises(ra.InputError, match="lacks 194 of the 195 occupations"):
        ra.cut(insurer, exits="10%", reach=file, quick=True, progress=False)
    filled = world_with_reach(shipped_world(), "", file, "gpt4", "reach")
    people = filled.occupations["employment"].fillna(0.0)
    others = people.drop("43-3031")
    both = totals_by_source(filled, others)
    assert both.loc["own"].to_list() == pytest.approx(both.loc["gpt4"].to_list(), abs=1e-12)


@pytest.mark.long
def test_a_saved_plan_keeps_the_file_and_computes_the_same_again(
    insurer: ra.Scenario, tmp_path: Path
) -> None:
    made = ra.cut(
        insurer,
        exits="10%",
        reach=_copy_of("gpt4", tmp_path),
        quick=True,
        progress=False,
        out=tmp_path / "made",
    )
    assert made.facts["scenario"]["reach"] == "gpt4.csv"
    again = ra.rerun(tmp_path / "made", progress=False)
    assert again.status == "same", again.differences


@pytest.mark.long
def test_a_file_and_what_fills_its_gaps_are_one_input_of_a_comparison(
    insurer: ra.Scenario, tmp_path: Path
) -> None:
    ask = {"quick": True, "progress": False}
    own = ra.plan(insurer, reach=_file(tmp_path, HEAD + GOOD), reach_gaps="people", **ask)
    why = ra.compare(ra.plan(insurer, **ask), own, progress=False).explain()
    assert "The whole difference comes from “source of AI reach" in " ".join(why["headline"])


def test_the_later_index_is_chosen_by_name_and_is_in_no_median() -> None:
    found = ra.job("43-3031", reach="claude-usage-2026-06")
    assert found.table("hours_total").equals(ra.job("43-3031").table("hours_total"))
    assert found.table("sources")["source"].iloc[-1] == "claude-usage-2026-06"
    jobs = ra.jobs(source="claude-usage-2026-06", area="Ohio", top=3)
    assert "Use of Claude, April and May 2026" in " ".join(jobs.explain()["headline"])


def test_a_bad_file_gets_words_that_teach(tmp_path: Path, golden: Goldens) -> None:
    told = []
    for _, lines, _ in cases(Path(__file__).with_name("reach_refused.txt")):
        text = "\n".join([*lines, ""])
        told += [f"{text!r}", *(f"  {one}" for one in refusal(ra.Reach.read, _file(tmp_path, text)))]
    golden("roster/reach_refused", "\n".join(told))


def test_reach_reads_and_sets_itself_beside_the_sources(tmp_path: Path) -> None:
    own = ra.Reach.read(_file(tmp_path, HEAD + GOOD))
    assert own.table["automatable"].dropna().to_dict() == pytest.approx({"43-3031": 0.3})
    assert list(own.sources.index)[-1] == "own" and len(own.sources) == 9
    assert own.sources.loc["own", "augmentable"] == pytest.approx(0.6)
    found = ra.job("bookkeeper", reach=own)
    assert isinstance(found.table("sources"), pd.DataFrame) and "own" in set(found.table("sources")["source"])
