"""How well reach is foretold, and whether exposure foretold decline; made-up pasts with a known answer, then the shipped one."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from tests.worlds import small_world

from reallocate.work.accuracy import (
    _TASK,
    PLACED,
    _finer_hours,
    _fold,
    _held_out_shares,
    _placed_right,
    accuracy_table,
    sureness,
)
from reallocate.work.history import _interval, _own_occupations, history_tables, variants
from reallocate.work.hours import _set_share, direction_index, task_hours
from reallocate.work.panel import _OPENINGS, AFTER, BEFORE, comparable, draw_panel, overall, verdict
from reallocate.work.world import World

FIGURES = ["correlation", "mean_absolute_error", "placed_right", "counted"]
KEYS = ["way", "label", "source"]


@pytest.fixture(scope="module")
def hours(onet: dict[str, pd.DataFrame]) -> pd.DataFrame:
    return task_hours(onet["tasks"], onet["task_activities"])


@pytest.fixture(scope="module")
def computed(
    onet: dict[str, pd.DataFrame], labelled: dict[str, pd.DataFrame], hours: pd.DataFrame
) -> pd.DataFrame:
    found = accuracy_table(hours, onet["task_activities"], onet["task_texts"], labelled["labels"])
    return found.set_index(KEYS).sort_index()


@pytest.mark.long
def test_the_shipped_figures_are_computed_again(computed: pd.DataFrame, world: World) -> None:
    shipped = world.table("accuracy").set_index(KEYS)[FIGURES]
    pd.testing.assert_frame_equal(computed[FIGURES], shipped, atol=0.000051, rtol=0.0, check_dtype=False)


def test_the_written_figures_are_the_shipped_ones(world: World, root: Path) -> None:
    """Every row of the tables in docs/work.md: label, whose label, and three pairs of figures."""
    shipped = world.table("accuracy").set_index(KEYS)
    page = (root / "docs" / "work.md").read_text(encoding="utf-8")
    rows = re.findall(
        r"^\| (direct|half|augmentable|automatable) \| ([\w-]+) \|((?: [.\d]+ \(\d+\) \|){3})$",
        page,
        re.MULTILINE,
    )
    assert len(rows) == 13
    for label, source, cells in rows:
        for way, cell in zip(
            ("activities", "finer activities", "text"), cells.strip(" |").split(" | "), strict=True
        ):
            one = shipped.loc[(way, label, source)]
            said = f"{one['correlation']:.2f} ({100 * one['mean_absolute_error']:.0f})".removeprefix("0")
            assert cell == said, (way, label, source)
    placed = re.findall(
        r"^\| (all tasks|surest|fairly sure|least sure) \|[^|]*\| (\d+)% \| ([\d,]+) \|$", page, re.MULTILINE
    )
    assert len(placed) == 4
    for name, right, counted in placed:
        one = shipped.loc[("text", PLACED, name)]
        assert (right, counted) == (f"{100 * one['placed_right']:.0f}", f"{one['counted']:,.0f}"), name


def test_words_of_the_own_occupation_are_never_learned(
    onet: dict[str, pd.DataFrame], hours: pd.DataFrame
) -> None:
    some = hours[hours["occupation"].str.startswith(("11-", "43-", "47-"))]
    texts = onet["task_texts"]
    before = _held_out_shares(some, texts)
    one = "43-4051"
    other = before.index.get_level_values("occupation") != one
    changed = texts.assign(text=texts["text"].mask(texts["onet_code"].str.startswith(one), "Repair engines"))
    after = _held_out_shares(some, changed)
    same_fold = before.index.get_level_values("occupation").map(_fold) == _fold(one)
    assert after[same_fold & other].equals(before[same_fold & other])
    assert not after[~other].equals(before[~other])
    assert before.sum(axis=1).to_numpy() == pytest.approx(1.0)


def test_finer_activities_keep_every_tasks_hours(onet: dict[str, pd.DataFrame], hours: pd.DataFrame) -> None:
    finer = _finer_hours(hours, onet["task_activities"])
    assert finer["activity"].nunique() == 332
    by_task = ["occupation", *_TASK]
    pd.testing.assert_series_equal(
        finer.groupby(by_task)["hours"].sum(), hours.groupby(by_task)["hours"].sum(), check_exact=False
    )


def test_a_task_is_placed_right_where_its_first_activity_is_official() -> None:
    rows = [("o", "x", 1, "a", 0.5), ("o", "x", 1, "b", 0.2), ("o", "x", 2, "b", 0.3)]
    hours = pd.DataFrame(rows, columns=["occupation", *_TASK, "activity", "hours"])
    index = pd.MultiIndex.from_tuples([("o", "x", 1), ("o", "x", 2)], names=["occupation", *_TASK])
    matched = pd.DataFrame({"a": [0.3, 0.96], "b": [0.7, 0.04]}, index=index)
    found = _placed_right(hours, matched).set_index("source")
    assert found["placed_right"].to_dict() == pytest.approx(
        {"all tasks": 0.5, "least sure": float("nan"), "fairly sure": 1.0, "surest": 0.0}, nan_ok=True
    )
    assert found["counted"].tolist() == [2, 0, 1, 1]
    assert [sureness(share) for share in (0.69, 0.7, 0.95)] == ["least sure", "fairly sure", "surest"]


CODES = [f"{10 + number // 9:02d}-{1000 + number}" for number in range(80)]


def past(slope_before: float, slope_after: float, rse: float = 1.0) -> World:
    """A World of 80 occupations whose exposure rises from 0 to 1, and growth with it at a slope."""
    exposure = np.arange(80) / 79
    wiggle = 0.02 * np.sin(7.0 * np.arange(80))
    people = 10_000.0 * (1 + np.arange(80) % 5)
    by_year = {
        2017: people,
        2019: people * np.exp(0.02 + slope_before * exposure + wiggle),
        2022: people * 1.1,
        2025: people * 1.1 * np.exp(0.03 + slope_after * exposure - wiggle),
    }
    rows = [
        pd.DataFrame(
            {"occupation": CODES, "year": year, "employment": jobs, "employment_rse": rse, "status": "direct"}
        )
        for year, jobs in by_year.items()
    ]
    scores = pd.concat(
        [
            pd.DataFrame({"occupation": CODES, "source": "people", "score": exposure}),
            pd.DataFrame({"occupation": CODES, "source": "gpt4", "score": exposure**2}),
        ]
    )
    world = small_world()
    return replace(world, tables={**world.tables, "history": pd.concat(rows), "scores": scores})


@pytest.mark.parametrize(
    ("before", "after", "outcome"),
    [
        (0.0, -0.3, "supported"),
        (-0.3, -0.3, "not supported"),
        (-0.3, 0.0, "not supported"),
        (0.0, 0.3, "not supported"),
    ],
)
def test_the_outcome_is_told_whatever_it_is(before: float, after: float, outcome: str) -> None:
    summary = history_tables(past(before, after), draws=300)["history_summary"]
    assert summary["verdict"].tolist() == [outcome, outcome]
    assert summary["sentence"].str.startswith(_OPENINGS[outcome]).all()
    assert np.sign(summary["difference"]).eq(np.sign(after - before)).all() or after == before
    told = {True: "more steeply than before", False: "less steeply than before|no longer falls"}
    if after != before:
        assert summary["finding"].str.contains(told[after < before]).all()
    else:
        assert summary["finding"].str.contains("could not be chance").all()


@pytest.mark.parametrize(
    ("negative", "outcome"),
    [(8, "supported"), (5, "supported"), (4, "mixed"), (3, "not supported"), (0, "not supported")],
)
def test_the_rule_counts_sources(negative: int, outcome: str) -> None:
    difference = np.where(np.arange(8) < negative, -0.2, 0.0)
    measured = pd.DataFrame({"difference": difference, "low": difference - 0.1, "high": difference + 0.1})
    assert verdict(measured) == outcome
    assert verdict(measured.assign(high=0.01)) == "not supported", "within chance"
    more = measured.assign(
        difference_weighted=-0.1, gap_before=-0.01, gap_after=-0.02, gap_change=-0.01, gap_high=0.0
    )
    assert overall(more.assign(occupations=99)).startswith(_OPENINGS[outcome])


def test_divided_small_and_missing_figures_are_left_out_with_their_reason() -> None:
    world = past(0.0, 0.0)
    table = world.table("history").set_index(["occupation", "year"])
    for code, year, status in (
        (CODES[0], 2017, "split"),
        (CODES[0], 2019, "hybrid"),
        (CODES[1], 2017, "new"),
    ):
        table.loc[(code, year), "status"] = status
    table.loc[(CODES[2], 2025), "employment"] = np.nan
    table.loc[(CODES[3], 2019), "employment_rse"] = np.nan
    table.loc[(CODES[4], 2022), "employment"] = 5_000.0
    table.loc[(CODES[5], 2017), "status"] = "bridged"
    table.loc[(CODES[6], 2017), "status"] = None
    panel = comparable(table.reset_index())
    assert panel.left_out["reason"].to_dict() == {
        CODES[0]: "split in 2017, hybrid in 2019",
        CODES[1]: "new in 2017",
        CODES[2]: "a figure was not released",
        CODES[3]: "a figure was not released",
        CODES[4]: "5,000 jobs or fewer at a start",
        CODES[6]: "unknown in 2017",
    }
    assert len(panel.employment) == 74 and CODES[5] in panel.employment.index


def test_survey_error_is_carried() -> None:
    exact, rough, coarse = (
        history_tables(past(0.0, -0.1, rse), draws=200)["history_summary"].iloc[0] for rse in (0.0, 3.0, 10.0)
    )
    assert (
        exact["sampling_low"] == pytest.approx(exact["difference"]) == pytest.approx(exact["sampling_high"])
    )
    widths = [row["sampling_high"] - row["sampling_low"] for row in (exact, rough, coarse)]
    assert widths[0] < widths[1] < widths[2]
    for row in (exact, rough, coarse):
        assert row["low"] <= row["sampling_low"] and row["sampling_high"] <= row["high"]
    low, high = _interval(0.5, np.array([0.1, 0.2, 0.3, 0.4]))
    assert (low + high) / 2 == pytest.approx(0.5) and low < 0.5 < high
    # Drawn employment has the published error.
    panel = comparable(past(0.0, 0.0, rse=8.0).table("history"))
    drawn = draw_panel(panel, draws=4_000, seed=5)
    for year, people in drawn.employment.items():
        relative = people / panel.employment[year].to_numpy() - 1
        assert relative.mean() == pytest.approx(0.0, abs=0.002)
        assert relative.std() == pytest.approx(0.08, abs=0.002)
    assert (drawn.counts.sum(axis=1) == 80).all()
    assert drawn.sampled[2022] == pytest.approx(drawn.employment[2022] * drawn.counts)


@pytest.fixture(scope="module")
def shipped(world: World) -> dict[str, pd.DataFrame]:
    return history_tables(world)


def test_the_shipped_correlations_are_spearmans(world: World, shipped: dict[str, pd.DataFrame]) -> None:
    panel = comparable(world.table("history"))
    scores = world.table("scores").pivot(index="occupation", columns="source", values="score")
    summary = shipped["history_summary"].set_index("source")
    assert tuple(summary.index) == world.sources and summary["occupations"].eq(len(panel.employment)).all()
    for name, (first, last) in (("before", BEFORE), ("after", AFTER)):
        growth = (panel.employment[last] / panel.employment[first]).rename("growth")
        wanted = scores.loc[growth.index].join(growth).corr(method="spearman")["growth"]
        found = summary[f"rank_correlation_{name}"]
        assert found.to_numpy() == pytest.approx(wanted[summary.index].to_numpy(), abs=1e-12)
    change = summary["rank_correlation_after"] - summary["rank_correlation_before"]
    assert summary["difference"].to_numpy() == pytest.approx(change.to_numpy())
    assert (summary["low"] < summary["difference"]).all() and (summary["difference"] < summary["high"]).all()
    foretold = int(((summary["difference"] < 0) & (summary["high"] < 0)).sum())
    wanted = "supported" if foretold >= 5 else "not supported" if foretold <= 3 else "mixed"
    assert set(summary["verdict"]) == {wanted} and summary["sentence"].nunique() == 1
    left_out = panel.left_out
    assert {"53-3054", "15-2051", "15-1252"} <= set(left_out.index) and len(left_out) == 145


def test_other_choices_begin_with_the_stated_one(world: World, shipped: dict[str, pd.DataFrame]) -> None:
    table = variants(world)
    summary = shipped["history_summary"].set_index("source")
    stated = table[table["variant"] == "as stated"].iloc[0]
    by_jobs = table[table["variant"].str.startswith("counted by jobs")].iloc[0]
    for source in world.sources:
        assert stated[source] == pytest.approx(summary.loc[source, "difference"])
        assert by_jobs[source] == pytest.approx(summary.loc[source, "difference_weighted"])
    scores = world.table("scores").pivot(index="occupation", columns="source", values="score")
    own = _own_occupations(scores[list(world.sources)], world.table("history"))
    assert (own["occupations_after"] > own["occupations_before"]).all()
    assert own["difference"].to_numpy() == pytest.approx(summary["difference_own"].to_numpy())


def test_shares_by_hand(world: World) -> None:
    content = xr.DataArray(
        [[0.4, 0.1, 0.5], [0.0, 0.0, 1.0]],
        coords={"role": ["o", "p"], "activity": ["4.A.4.b.4", "4.A.1.b.2", "4.A.3.a.1"]},
        dims=("role", "activity"),
    )
    index = direction_index(content)
    assert index.dims == ("width", "role")
    assert index.sel(role="o").values.tolist() == pytest.approx([0.4, 0.5])
    assert index.sel(role="p").values.tolist() == [0.0, 0.0]
    assert _set_share(content, pd.Index(["4.A.3.a.1"])).values.tolist() == [0.5, 1.0]
    # Any two definitions in use rank-correlate between .55 and .91.
    shipped = direction_index(world.content).to_pandas().T
    assert shipped["narrow"].rank().corr(shipped["wide"].rank()) == pytest.approx(0.65, abs=0.01)
