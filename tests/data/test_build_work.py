"""The shipped tables of work: complete, whole and in their stated form."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from reallocate.data.build.work_tables import work_tables
from reallocate.data.packs import (
    anthropic,
    crosswalks,
    gpts_are_gpts,
    oews,
    oews_national,
    onet,
    onet_crosswalk,
    working_with_ai,
)
from reallocate.work.reach import SOURCES

MODULES = {
    "onet": onet,
    "gpts_are_gpts": gpts_are_gpts,
    "working_with_ai": working_with_ai,
    "anthropic": anthropic,
    "onet_crosswalk": onet_crosswalk,
    "oews_national": oews_national,
    "crosswalks": crosswalks,
}
REACHES = ["augmentable", "automatable"]


@pytest.fixture(scope="module")
def survey(source_data: Path) -> pd.DataFrame:
    tidy = oews.tidy(source_data / "open" / oews.PACK.folder)
    names = tidy["occupations"].query("level == 'detailed'")[["occupation", "title"]]
    cells = tidy["cells"].query("areatype == 'N' and industry == '000000'")[["occupation", "employment"]]
    frame = names.merge(cells, on="occupation", validate="one_to_one")
    frame["major_group"] = frame["occupation"].str[:2] + "-0000"
    frame["minor_group"] = frame["occupation"].str[:4] + "000"
    frame["broad_group"] = frame["occupation"].str[:6] + "0"
    return frame


@pytest.fixture(scope="module")
def tables(source_data: Path, survey: pd.DataFrame) -> dict[str, pd.DataFrame]:
    tidy = {name: module.tidy(source_data / "open" / module.PACK.folder) for name, module in MODULES.items()}
    return work_tables(tidy, survey)


@pytest.mark.long
def test_nothing_is_missing_but_where_an_answer_has_no_limit(tables: dict[str, pd.DataFrame]) -> None:
    gaps = {name: set(table.columns[table.isna().any()]) for name, table in tables.items()}
    assert {name for name, columns in gaps.items() if columns} == {"education_categories"}
    assert gaps["education_categories"] == {"months_over", "months_up_to"}


@pytest.mark.long
def test_every_occupation_has_whole_hours(tables: dict[str, pd.DataFrame], survey: pd.DataFrame) -> None:
    content = tables["content"]
    totals = content.groupby("occupation")["share"].sum()
    assert set(totals.index) == set(survey["occupation"])
    assert (totals - 1.0).abs().max() < 1e-9
    assert (content["share"] > 0).all()


@pytest.mark.long
def test_every_source_reaches_exactly_the_cells_with_hours(tables: dict[str, pd.DataFrame]) -> None:
    cells = pd.MultiIndex.from_frame(tables["content"][["occupation", "activity"]])
    reached = tables["reach"]
    assert reached["source"].unique().tolist() == list(SOURCES)
    for source, rows in reached.groupby("source"):
        assert pd.MultiIndex.from_frame(rows[["occupation", "activity"]]).equals(cells), source
    assert reached[REACHES].min().min() >= 0.0
    assert reached[REACHES].max().max() <= 1.0


@pytest.mark.long
def test_what_is_filled_predicted_or_rescaled_says_so(tables: dict[str, pd.DataFrame]) -> None:
    columns = tables["occupation_columns"].set_index("occupation")
    reached = tables["reach"]
    usage = reached["source"].isin(["copilot-usage", "claude-usage"])
    assert reached.loc[usage, "status"].eq("rescaled").all()
    by_labels = reached[~usage]
    filled = by_labels["occupation"].map(columns["content_status"]).eq("filled")
    assert by_labels["status"].eq("filled").equals(filled)
    assert (by_labels.loc[~filled, "status"] == "predicted").mean() < 0.005
    assert columns["content_status"].eq("filled").sum() == 59
    assert columns.at["31-1120", "content_from"] == "31-1121 31-1122"
    assert columns["content_from"].eq("").equals(columns["content_status"].eq("observed"))


@pytest.mark.long
def test_scores_are_one_an_occupation_and_source(tables: dict[str, pd.DataFrame]) -> None:
    scores = tables["scores"]
    assert scores.groupby("source").size().to_dict() == dict.fromkeys(SOURCES, 830)
    assert scores.groupby("source")["measure"].nunique().eq(1).all()


@pytest.mark.long
def test_a_new_occupation_whose_tasks_were_never_offered_is_not_unused(
    tables: dict[str, pd.DataFrame],
) -> None:
    """Project management specialists came with the 2018 codes; the usage data know the 2010 ones."""
    usage = tables["scores"].query("source == 'claude-usage'").set_index("occupation")["score"]
    assert usage["13-1082"] > 0
    assert usage["37-2011"] == 0  # janitors: their tasks were offered, none was used enough


@pytest.mark.long
def test_rescaled_reach_keeps_the_jobs_total_and_the_scores_order(
    tables: dict[str, pd.DataFrame], survey: pd.DataFrame
) -> None:
    jobs = survey.set_index("occupation")["employment"].sort_index()
    keys = ["occupation", "activity"]
    joined = tables["reach"].merge(tables["content"], on=keys)
    joined["hours"] = joined["augmentable"] * joined["share"]
    totals = joined.pivot_table(index="occupation", columns="source", values="hours", aggfunc="sum")
    scale = totals[["people", "gpt4"]].mean(axis=1)
    scores = tables["scores"].pivot(index="occupation", columns="source", values="score")
    for source in ("copilot-usage", "claude-usage"):
        national = (totals[source] * jobs).sum() / jobs.sum()
        assert national == pytest.approx((scale * jobs).sum() / jobs.sum(), abs=0.005)
        in_order = totals[source][scores[source].sort_values(kind="stable").index]
        assert in_order.diff().min() > -0.001, "the shipped digits of a cell are four"


@pytest.mark.long
def test_related_and_titles_name_published_occupations_only(
    tables: dict[str, pd.DataFrame], survey: pd.DataFrame
) -> None:
    frame = set(survey["occupation"])
    related, titles = tables["related"], tables["titles"]
    assert set(related["occupation"]) | set(related["related"]) <= frame
    assert (related["occupation"] != related["related"]).all()
    assert not related.duplicated(["occupation", "related"]).any()
    assert set(titles["occupation"]) == frame
    assert not titles.duplicated(["title", "occupation"]).any()
    assert titles["title"].equals(titles["title"].str.lower())
    assert titles.query("title == 'personal care aides'")["occupation"].tolist() == ["31-1120"]


@pytest.mark.long
def test_no_task_sentence_ships(tables: dict[str, pd.DataFrame]) -> None:
    for name in ("content", "reach", "scores", "related"):
        texts = tables[name].select_dtypes("str")
        assert texts.apply(lambda column: column.str.len().max()).max() < 120, name
