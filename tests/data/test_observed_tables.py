"""Use of Claude, postings, chips and headcounts: small cases by hand, and figures read off the publications."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from reallocate.data.build.tables import claude_use_table, posting_table
from reallocate.data.bundle import load_tables
from reallocate.data.packs import epoch_chips
from reallocate.kernel.errors import DataError

GROUPS = pd.DataFrame({"code": ["15-0000"], "title": ["Computer and Mathematical Occupations"], "level": ["major"]})


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
        {"channel": ["chat", "api"], "title": [title] * 2, "use": [0.2, 0.3], "automation": 0.5, "autonomy": 2.5}
    )
    return {"occupations": rows, "groups": groups}


def test_rows_of_one_occupation_are_weighed_by_use() -> None:
    table = claude_use_table(release(), pd.Index(["13-1020"]), GROUPS)
    one = table[table["level"].eq("occupation")].iloc[0]
    assert (one["code"], one["channel"], bool(one["small_cell"])) == ("13-1020", "chat", False)
    assert one["use"] == pytest.approx(0.04) and one["autonomy"] == pytest.approx(2.5)
    assert one["automation"] == pytest.approx(0.5)
    assert one["hours_alone"] == pytest.approx(1.0), "what is missing does not count as 0"
    assert table.loc[table["level"].eq("major group"), "use"].tolist() == [0.2, 0.3], "never pooled"


def test_an_unknown_major_group_is_an_error() -> None:
    with pytest.raises(DataError, match="unknown major groups: Magic"):
        claude_use_table(release("Magic"), pd.Index(["13-1020"]), GROUPS)


def test_postings_of_a_month_are_the_mean_of_its_days() -> None:
    days = pd.DataFrame({"series": "all", "date": ["2020-02-01", "2020-02-02"], "value": [100.0, 104.0]})
    naming = pd.DataFrame({"date": ["2020-02-01"], "country": ["DE"], "value": [2.0]})
    months = pd.DataFrame({"series": ["Nursing"], "month": ["2020-02"], "value": [99.0]})
    table = posting_table({"totals": days, "naming_ai": naming}, {"sectors": months, "exposed": months.head(0)})
    assert table.set_index(["series", "place"])["value"].to_dict() == {
        ("Nursing", "US"): 99.0, ("all", "US"): 102.0, ("naming AI", "DE"): 2.0,
    }  # fmt: skip


def test_shipped_figures_are_the_published_ones() -> None:
    tables = load_tables()
    use = tables["claude_use"].set_index(["channel", "level", "code"]).loc[lambda rows: rows.index]
    computing = [use.loc[channel, "major group", "15-0000"] for channel in ("chat", "api")]
    assert [(one["use"], one["automation"]) for one in computing] == [(0.238, 0.639), (0.2817, 0.9458)]
    chips = tables["ai_chips"].set_index(["owner", "maker", "date"])
    assert chips.loc[("Meta", "Nvidia", "2022-03-31"), ["h100", "h100_low", "h100_high"]].tolist() == [7759, 4573, 13410]
    postings = tables["postings"].set_index(["series", "place", "month"])["value"]
    assert postings["exposed", "US", "2026-08"] == 76.8 and postings["control", "US", "2026-08"] == 104.7


def test_chips_are_read_with_their_range(tmp_path: Path) -> None:
    head = ",".join(["Owner", "End date", *epoch_chips.COLUMNS.values()])
    for name in epoch_chips.FILES:
        (tmp_path / name).write_text(f"{head}\nMeta,12/31/2025,10,8,13,1.5\n", encoding="utf-8")
    table = epoch_chips.tidy(tmp_path)["ai_chips"]
    assert table["maker"].tolist() == ["Nvidia", "AMD", "Google"]
    assert table.iloc[0].tolist() == ["Meta", "Nvidia", "2025-12-31", 10.0, 8.0, 13.0, 1.5]
