"""How well reach is foretold, whether exposure foretold decline, and one job's hours, past, pay and market."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from tests.golden_pages import Goldens
from tests.worlds import small_world

from reallocate.jobs.history import job_history
from reallocate.jobs.hours import _reach_means, job_hours, list_hours
from reallocate.jobs.pay import job_pay
from reallocate.kernel.errors import InvariantError, UnknownName
from reallocate.kernel.parameters import Reuse
from reallocate.work import growth
from reallocate.work.exchange import DemandShock, MarketPath
from reallocate.work.growth import as_shipped, basis, usual_growth
from reallocate.work.history import _interval, _own_occupations, history_tables, quintile_growth, variants
from reallocate.work.hours import task_hours
from reallocate.work.panel import AFTER, BEFORE, comparable, draw_panel, overall, verdict
from reallocate.work.reach_accuracy import (
    _TASK,
    PLACED,
    _fold,
    _held_out_shares,
    _placed_right,
    accuracy_table,
    sureness,
)
from reallocate.work.time_saved import advantage, augmented_cost, automated_cost
from reallocate.work.world import World

FIGURES = ["correlation", "mean_absolute_error", "placed_right", "counted"]
KEYS = ["way", "label", "source"]
CODES = [f"{10 + number // 9:02d}-{1000 + number}" for number in range(80)]
CLERK = "43-4051"
JOBS = ["11-1021", "15-1252", "43-6014"]


@pytest.fixture(scope="module")
def hours(onet: dict[str, pd.DataFrame]) -> pd.DataFrame:
    return task_hours(onet["tasks"], onet["task_activities"])


@pytest.mark.long
def test_the_shipped_figures_are_computed_again(
    world: World, onet: dict[str, pd.DataFrame], labelled: dict[str, pd.DataFrame], hours: pd.DataFrame
) -> None:
    found = accuracy_table(hours, onet["task_activities"], onet["task_texts"], labelled["labels"])
    computed = found.set_index(KEYS).sort_index()
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


@pytest.mark.long
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


def test_the_outcome_is_told_whatever_it_is_and_counts_sources(golden: Goldens) -> None:
    """Growth by exposure before and after at four pairs of slopes; then so many of eight sources negative, beyond chance."""
    told = []
    for before, after in ((0.0, -0.3), (-0.3, -0.3), (-0.3, 0.0), (0.0, 0.3)):
        summary = history_tables(past(before, after), draws=300)["history_summary"]
        told += [f"# slopes {before:g} and {after:g}", *summary["verdict"], *summary["sentence"].unique(), *summary["finding"]]
        assert np.sign(summary["difference"]).eq(np.sign(after - before)).all() or after == before
    for negative in (8, 5, 4, 3, 0):
        difference = np.where(np.arange(8) < negative, -0.2, 0.0)
        measured = pd.DataFrame({"difference": difference, "low": difference - 0.1, "high": difference + 0.1, "occupations": 99})
        gaps = {"difference_weighted": -0.1, "gap_before": -0.01, "gap_after": -0.02, "gap_change": -0.01, "gap_high": 0.0}
        told.append(f"# {negative} of 8: {verdict(measured)}, within chance {verdict(measured.assign(high=0.01))}")
        told.append(overall(measured.assign(**gaps)))
    golden("work/past", "\n".join(told))


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
        history_tables(past(0.0, -0.1, rse), draws=100)["history_summary"].iloc[0] for rse in (0.0, 3.0, 10.0)
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
    drawn = draw_panel(panel, draws=2_000, seed=5)
    for year, people in drawn.employment.items():
        relative = people / panel.employment[year].to_numpy() - 1
        assert relative.mean() == pytest.approx(0.0, abs=0.002)
        assert relative.std() == pytest.approx(0.08, abs=0.002)
    assert (drawn.counts.sum(axis=1) == 80).all()
    assert drawn.sampled[2022] == pytest.approx(drawn.employment[2022] * drawn.counts)


@pytest.fixture(scope="module")
def shipped(world: World) -> dict[str, pd.DataFrame]:
    return history_tables(world)


def test_the_shipped_correlations_are_spearmans_and_other_choices_begin_with_the_stated_one(
    world: World, shipped: dict[str, pd.DataFrame]
) -> None:
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


def one(code: str) -> pd.Series:
    return pd.Series({code: 1.0})


def test_a_mix_counts_by_its_shares_and_a_list_takes_the_means(world: World) -> None:
    mix = pd.Series({"11-1021": 3.0, CLERK: 1.0})
    for made in (job_history, job_hours):
        one, other = (vars(made(world, some)) for some in (mix, mix / 4))
        for name in {"years", "quintiles", "activities", "source_totals"} & set(one):
            pd.testing.assert_frame_equal(one[name], other[name])
    listed, means = list_hours(world, pd.Series({"4.A.2.a.4": 1.0, "4.A.4.a.8": 3.0}), "text"), _reach_means(world)
    people = means.loc["people", "augmentable"]
    wanted = 0.25 * people["4.A.2.a.4"] + 0.75 * people["4.A.4.a.8"]
    assert listed.source_totals.at["people", "augmentable"] == pytest.approx(wanted)


def test_pay_is_that_of_the_nearest_place_that_released_it(world: World) -> None:
    found = job_pay(world, pd.Series(1.0, index=world.occupations.index), "0010180").pay
    released = world.table("area_employment").dropna(subset="wage_p50").set_index(["area", "occupation"])
    state = found.loc[found["level"] == "state", "place"].iloc[0]
    nearest = [
        next((area for area in ("0010180", state) if (area, code) in released.index), None)
        for code in found.index
    ]
    assert set(found["level"]) == {"metropolitan", "state", "nation"}
    for (code, row), area in zip(found.iterrows(), nearest, strict=True):
        there = world.occupations.loc[code] if area is None else released.loc[(area, code)]
        assert row["wage_p50"] == there["wage_p50"] and (area is None) == (row["level"] == "nation"), code
    with pytest.raises(UnknownName, match="no area with the code '0600'.*Nearest"):
        job_pay(world, one(CLERK), "0600")


def path(values: object, codes: list[str] | None = None, years: Iterable[int] | None = None) -> pd.DataFrame:
    array = np.asarray(values, dtype=float)
    years = range(array.shape[1]) if years is None else years
    return pd.DataFrame(array, pd.Index(codes or JOBS, name="occupation"), pd.Index(years, name="year"))


def ended(values: list[float], codes: list[str], name: str = "occupation") -> pd.Series:
    return pd.Series(values, pd.Index(codes, name=name))


def test_ratios_come_in_the_order_and_length_asked_for_and_what_is_not_there_is_not_taken_as_still() -> None:
    pay, finding = path([[1, 0.9], [1, 1.2], [1, 0.5]]), path([[1, 0.0], [1, 2.0], [1, 1.0]])
    found = MarketPath(pay, finding).ratios(pd.Index(["43-6014", "11-1021"]), 2)
    assert found[0].tolist() == [[1, 1], [0.5, 0.9]]
    assert found[1].tolist() == [[1, 1], [1.0, 0.0]]
    market = MarketPath.still(JOBS, 3)
    with pytest.raises(UnknownName, match="no '15-1251'. Nearest: 15-1252"):
        market.ratios(pd.Index(["15-1251", "15-1252"]), 3)
    with pytest.raises(UnknownName, match="2 more are missing"):
        market.ratios(pd.Index([f"99-900{place}" for place in range(7)]), 3)
    with pytest.raises(InvariantError, match="covers 3 years and 4 are asked for"):
        market.ratios(pd.Index(JOBS), 4)


def shock(**changes: object) -> DemandShock:
    values: dict[str, object] = {
        "change": ended([-0.2, 0.1, 0.0], JOBS),
        "compute": 0.02,
        "path": np.array([0.0, 0.4, 1.0]),
        "industries": ("513200",),
    }
    return DemandShock(**{**values, **changes})  # type: ignore[arg-type]


def test_a_path_or_shock_that_cannot_be_is_refused_with_every_fault(golden: Goldens) -> None:
    assert shock().quarters == 2 and shock(change=shock().change - 0.8).change.min() == -1.0, "it may end all work"
    still, twice = MarketPath.still(JOBS, 2), ["11-1021", "11-1021", "43-6014"]
    change = ended([-1.1, np.nan, 0.0], twice)
    refused: list[Callable[[], object]] = [
        lambda: MarketPath(path([[1, 0.0], [1, np.nan], [1, 1]]), path([[1, -0.1], [1, 1], [1, np.inf]], twice, [1, 2])),
        lambda: MarketPath(still.pay.T, still.job_finding),
        lambda: MarketPath(still.pay, still.job_finding.rename_axis(columns=None)),
        lambda: MarketPath.still([], 2),
        lambda: MarketPath(still.pay, MarketPath.still(JOBS[::-1], 2).job_finding),
        lambda: MarketPath(still.pay, MarketPath.still(JOBS, 3).job_finding),
        lambda: shock(change=change, compute=-1.0, path=np.array([0.0, 0.5]), industries=()),
        lambda: shock(change=ended([0.1], ["a"], "role")),
    ]
    told = []
    for make in refused:
        with pytest.raises(InvariantError) as caught:
            make()
        told += ["#", *map(str, caught.value.problems)]
    golden("work/exchange", "\n".join(told))


def test_a_result_is_taken_again_where_nothing_that_it_or_one_inside_it_read_differs() -> None:
    reuse, made = Reuse(), []

    def outer(read: Mapping[str, float]) -> float:
        made.append(read["a"])
        return read["a"] + reuse.of("inner", read, lambda all_: 10.0 * all_["b"])

    values = [reuse.of("outer", {"a": a, "b": b}, outer) for a, b in [(1, 1), (1, 1), (1, 2), (2, 2)]]
    assert values == [11.0, 11.0, 21.0, 22.0] and made == [1, 1, 2]


@pytest.mark.parametrize(("good", "published"), [(0.39, 1.18), (0.709, 1.88), (0.83, 2.44)])
def test_advantage_is_the_published_one(good: float, published: float) -> None:
    human, review, compute = 361.0, 86.0 / 361.0, 0.76
    assert advantage(human, good, review, compute) == pytest.approx(published, abs=0.005)


def test_automation_beats_augmentation_only_above_review_and_saving() -> None:
    saving, review = 0.2, 0.24
    for good in (0.3, 0.43, 0.45, 0.9):
        automated = automated_cost(100.0, good, review, 0.0)
        assert (automated < augmented_cost(100.0, saving, 0.0)) == (good > review + saving)


def test_what_ships_is_what_is_computed(world: World) -> None:
    assert growth._shipped()["basis"] == basis(world), "run python -m scripts.growth"
    pd.testing.assert_frame_equal(usual_growth(world), quintile_growth(world), rtol=1e-12, atol=0.0)
    assert json.loads(as_shipped(world))["basis"] == basis(world)


def test_other_tables_are_computed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    made = list[World]()
    monkeypatch.setattr(growth, "quintile_growth", lambda one: made.append(one) or pd.DataFrame())
    other = replace(world, tables=dict(world.tables))
    assert usual_growth(other).empty and made == [other]
    assert not usual_growth(world).empty and len(made) == 1
