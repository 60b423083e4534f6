"""Observed figures that ship are the published ones: firms that use AI, uses by area, lost jobs, and the past of occupations."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from reallocate.data.build.tables import _claude_use_table, _posting_table
from reallocate.data.bundle import load_tables
from reallocate.data.frames import _bridged_year
from reallocate.data.observed import _STATES, _bridged_usage, _fortnight_dates, claude_usage
from reallocate.data.packs import btos, epoch_chips
from reallocate.kernel.errors import DataError

LISTED = pd.DataFrame({"fortnight": ["202401", "202402"], "date": ["2023-12-18", "2024-01-01"]})


def test_later_fortnights_follow_two_weeks_apart() -> None:
    dates = _fortnight_dates(LISTED, pd.Series(["202402", "202404", "202403"]))
    assert dates[["202403", "202404"]].tolist() == ["2024-01-15", "2024-01-29"]
    with pytest.raises(DataError, match="202326"):
        _fortnight_dates(LISTED, pd.Series(["202326"]))
    with pytest.raises(DataError, match="two weeks apart"):
        _fortnight_dates(LISTED.assign(date=["2023-12-11", "2024-01-01"]), pd.Series(["202401"]))


def test_the_question_must_be_there_once_a_state(tmp_path: Path) -> None:
    frame = pd.DataFrame([["AK", "7", "Did it rain?", "1", "Yes", "5%"]], columns=[*btos._KEYS, "202401"])
    with pytest.raises(DataError, match="question on AI"):
        btos._answers(frame, tmp_path / "x.csv")


def test_shipped_shares_are_the_published_ones(source_data: Path) -> None:
    rows = load_tables()["ai_use"]
    states = rows[(rows["segment"] == _STATES) & (rows["measure"] == "current")]
    assert states["date"].min() == "2023-08-28" and states["date"].max() == "2025-08-25"
    source = pd.read_csv(source_data / "open" / "btos" / btos._ESTIMATES, dtype="str")
    asked = source[(source["Question ID"] == "7") & (source["Answer"] == "Yes")].set_index("State")
    latest = states[states["date"] == "2025-08-25"].set_index("place")["share"]
    published = asked["202519"][asked["202519"] != "S"].str.rstrip("%").astype("float64") / 100
    assert latest.sort_index().to_dict() == pytest.approx(published.to_dict())
    assert states["share"].between(0.0, 0.35).all()


GROUPS = pd.DataFrame(
    {"code": ["15-0000"], "title": ["Computer and Mathematical Occupations"], "level": ["major"]}
)


def release(title: str = "Computer and Mathematical") -> dict[str, pd.DataFrame]:
    rows = pd.DataFrame(
        {
            "onet_code": ["13-1021.00", "13-1022.00", "11-1031.00"],
            "occupation": ["13-1021", "13-1022", "11-1031"],
            "use": [0.03, 0.01, 0.5],
            "automation": [0.4, 0.8, 0.1],
            "autonomy": [2.0, 4.0, 1.0],
            "hours_alone": [1.0, float("nan"), 1.0],
            "hours_with_ai": [0.5, 0.1, 0.1],
            "small_cell": [False, True, True],
        }
    )
    groups = pd.DataFrame(
        {
            "channel": ["chat", "api"],
            "title": [title] * 2,
            "use": [0.2, 0.3],
            "automation": 0.5,
            "autonomy": 2.5,
        }
    )
    return {"occupations": rows, "groups": groups}


def test_rows_of_one_occupation_are_weighed_by_use() -> None:
    table = _claude_use_table(release(), pd.Index(["13-1020"]), GROUPS)
    one = table[table["level"].eq("occupation")].iloc[0]
    assert (one["code"], one["channel"], bool(one["small_cell"])) == ("13-1020", "chat", False)
    assert one["use"] == pytest.approx(0.04) and one["autonomy"] == pytest.approx(2.5)
    assert one["automation"] == pytest.approx(0.5)
    assert one["hours_alone"] == pytest.approx(1.0), "what is missing does not count as 0"
    assert table.loc[table["level"].eq("major group"), "use"].tolist() == [0.2, 0.3], "never pooled"
    with pytest.raises(DataError, match="unknown major groups: Magic"):
        _claude_use_table(release("Magic"), pd.Index(["13-1020"]), GROUPS)


def test_postings_of_a_month_are_the_mean_of_its_days() -> None:
    days = pd.DataFrame({"series": "all", "date": ["2020-02-01", "2020-02-02"], "value": [100.0, 104.0]})
    naming = pd.DataFrame({"date": ["2020-02-01"], "country": ["DE"], "value": [2.0]})
    months = pd.DataFrame({"series": ["Nursing"], "month": ["2020-02"], "value": [99.0]})
    table = _posting_table(
        {"totals": days, "naming_ai": naming}, {"sectors": months, "exposed": months.head(0)}
    )
    assert table.set_index(["series", "place"])["value"].to_dict() == {
        ("Nursing", "US"): 99.0, ("all", "US"): 102.0, ("naming AI", "DE"): 2.0,
    }  # fmt: skip


def test_observed_figures_are_the_published_ones() -> None:
    tables = load_tables()
    use = tables["claude_use"].set_index(["channel", "level", "code"]).loc[lambda rows: rows.index]
    computing = [use.loc[channel, "major group", "15-0000"] for channel in ("chat", "api")]
    assert [(one["use"], one["automation"]) for one in computing] == [(0.238, 0.639), (0.2817, 0.9458)]
    chips = tables["ai_chips"].set_index(["owner", "maker", "date"])
    first = chips.loc[("Meta", "Nvidia", "2022-03-31")]
    assert (first["h100"], first["h100_low"], first["h100_high"]) == (7759, 4573, 13410)
    postings = tables["postings"].set_index(["series", "place", "month"])["value"]
    assert postings["exposed", "US", "2026-08"] == 76.8 and postings["control", "US", "2026-08"] == 104.7


def test_chips_are_read_with_their_range(tmp_path: Path) -> None:
    head = ",".join(["Owner", "End date", *epoch_chips._COLUMNS.values()])
    for name in epoch_chips._FILES:
        (tmp_path / name).write_text(f"{head}\nMeta,12/31/2025,10,8,13,1.5\n", encoding="utf-8")
    table = epoch_chips.tidy(tmp_path)["ai_chips"]
    assert table["maker"].tolist() == ["Nvidia", "AMD", "Google"]
    assert table.iloc[0].tolist() == ["Meta", "Nvidia", "2025-12-31", 10.0, 8.0, 13.0, 1.5]


def test_groups_of_the_last_survey_are_the_published_ones() -> None:
    table = load_tables()["displaced"].set_index("survey_year")
    assert list(table.index) == list(range(2008, 2027, 2))
    assert table.loc[2024].tolist() == [2021, 2023, 2_578_000, 0.657, 0.161, 0.182]
    assert table.loc[2010, "employed"] == 0.488, "the lowest of the ten, after the slump of 2008"
    rows = load_tables()["displaced_groups"].set_index(["survey_year", "kind", "group"])["displaced"]
    assert rows[2026, "all tenures", "Total, 20 years and over"] == 7_445_000
    assert rows[2026, "reason", "position or shift abolished"] == 1_475_856
    by_occupation = rows.xs("occupation", level="kind").groupby("survey_year").sum()
    assert (by_occupation / table["displaced"][by_occupation.index] > 0.89).all(), (
        "nearly all have an occupation"
    )


USAGE = pd.DataFrame(
    {
        "onet_code_2010": ["15-1.00", "15-1.00", "11-1.00", "99-9.00"],
        "task_id": [1, 2, 3, 4],
        "share": [0.2, 0.2, 0.3, 0.1],
    }
)
BRIDGE = pd.DataFrame(
    [
        ("15-1.00", "15-1111.00"),
        ("15-1.00", "15-1111.01"),
        ("15-1.00", "15-2222.00"),
        ("11-1.00", "11-1021.00"),
        ("11-2.00", "11-3333.00"),
        ("99-9.00", "99-9999.00"),
    ],
    columns=["onet_code_2010", "onet_code"],
)
JOBS = pd.Series({"11-1020": 100.0, "11-3333": 50.0, "15-1111": 300.0, "15-2222": 100.0})
SPLIT = pd.DataFrame({"occupation": ["11-1020"], "part": ["11-1021"]})


def test_a_code_that_became_several_splits_by_employment_and_parts_find_their_hybrid() -> None:
    shares, lost = _bridged_usage(USAGE, BRIDGE, JOBS, SPLIT)
    assert shares.to_dict() == pytest.approx({"11-1020": 0.3, "15-1111": 0.3, "15-2222": 0.1})
    assert lost == pytest.approx(0.1)


def test_usage_per_job_is_the_same_among_the_split_and_zero_where_none_was_published() -> None:
    found = claude_usage(USAGE, BRIDGE, JOBS, SPLIT)
    assert found.to_dict() == pytest.approx(
        {"11-1020": 3_000_000.0, "11-3333": 0.0, "15-1111": 1_000_000.0, "15-2222": 1_000_000.0}
    )


ROWS = pd.DataFrame(
    {
        "occupation": ["11-1111", "22-2222", "22-9999", "33-3333"],
        "title": ["One", "Two", "Two, All Other", "Three"],
        "employment": [100.0, 300.0, 200.0, np.nan],
        "employment_rse": [10.0, 2.0, 5.0, np.nan],
        "wage_mean": [50_000.0, 80_000.0, np.nan, 40_000.0],
        "wage_rse": [1.5, 0.8, np.nan, 2.0],
    }
)
PAIRS = pd.DataFrame(
    [
        ("11-1111", "11-1111", 1.0),
        ("22-2222", "22-2220", 1.0),
        ("22-9999", "22-2220", 0.25),
        ("22-9999", "44-4444", 0.75),
        ("33-3333", "33-3333", 1.0),
    ],
    columns=["origin", "occupation", "share"],
)
FRAME = pd.Index(["11-1111", "22-2220", "33-3333", "44-4444", "55-5555"])


def bridged(year: int) -> pd.DataFrame:
    return _bridged_year(ROWS, PAIRS, year, FRAME).set_index("occupation")


def test_a_year_by_hand() -> None:
    found = bridged(2017)
    assert found["employment"].to_dict() == pytest.approx(
        {"11-1111": 100.0, "22-2220": 350.0, "33-3333": np.nan, "44-4444": 150.0, "55-5555": np.nan},
        nan_ok=True,
    )
    assert found.at["22-2220", "employment_rse"] == pytest.approx(np.hypot(300 * 2.0, 50 * 5.0) / 350)
    assert found.at["22-2220", "wage_mean"] == pytest.approx(80_000.0)
    assert np.isnan(found.at["44-4444", "wage_mean"]) and np.isnan(found.at["33-3333", "employment_rse"])
    assert found["status"].tolist() == ["direct", "split", "direct", "new", "direct"]
    assert set(bridged(2019).loc[["22-2220", "44-4444"], "status"]) == {"hybrid"}
    pairs = PAIRS[PAIRS["occupation"] != "44-4444"].assign(share=1.0)
    joined = _bridged_year(ROWS, pairs, 2017, FRAME).set_index("occupation").loc["22-2220"]
    assert (joined["status"], joined["employment"]) == ("bridged", 500.0)


def test_the_error_of_pay_is_carried_as_that_of_independent_parts() -> None:
    assert bridged(2017)["wage_rse"].to_dict() == pytest.approx(
        {"11-1111": 1.5, "22-2220": 0.8, "33-3333": np.nan, "44-4444": np.nan, "55-5555": np.nan}, nan_ok=True
    )
    paid = ROWS.assign(wage_mean=[50_000.0, 80_000.0, 40_000.0, 40_000.0], wage_rse=[1.5, 0.8, 3.0, 2.0])
    found = _bridged_year(paid, PAIRS, 2017, FRAME).set_index("occupation")
    parts = np.array([300 * 80_000.0, 50 * 40_000.0])
    assert found.at["22-2220", "wage_rse"] == pytest.approx(np.hypot(*(parts * [0.8, 3.0])) / parts.sum())


def test_every_occupation_has_every_year_once() -> None:
    history = load_tables()["history"]
    assert len(history) == 830 * 9 and not history.duplicated(["occupation", "year"]).any()
    from_2021 = history[history["year"] >= 2021]
    assert set(from_2021["status"]) == {"direct"}
    assert history["wage_mean"].isna().equals(history["wage_rse"].isna())
    unreleased = history.loc[history["employment"].isna(), ["occupation", "year"]]
    assert unreleased.to_numpy().tolist() == [["13-1074", 2020], ["29-1024", 2022]]


def test_the_history_adds_up_to_what_was_published_less_what_is_said_to_be_lost() -> None:
    tables = load_tables()
    totals = tables["history"].groupby("year")["employment"].sum()
    for row in tables["history_loss"].itertuples():
        kept = row.employment_published * (1.0 - row.employment_lost_share)
        assert totals[row.year] == pytest.approx(kept, abs=500)
        assert 0 < row.employment_lost_share < 0.0005 and "Legislators" in row.note
