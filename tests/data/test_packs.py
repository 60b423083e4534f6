"""Sources read tidy, and observed figures that ship are the published ones: O*NET, use, flows, moves, firms, the past."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.golden_pages import Goldens, kept_tables, whole_tables

from reallocate.data import frames
from reallocate.data.build.tables import (
    _claude_use_table,
    _market_table,
)
from reallocate.data.bundle import load_tables
from reallocate.data.frames import Frame, _bridge, _bridged_year, _divide, parts_employment
from reallocate.data.observed import _STATES, _bridged_usage, _fortnight_dates, claude_usage
from reallocate.data.occupations import _in_frame, projection_table, whole_shares
from reallocate.data.packs import anthropic, btos, cps_unemployment, gpts_are_gpts, projections
from reallocate.data.places import _network_group, _survey_groups, mobility_groups, mobility_table
from reallocate.kernel.errors import DataError

TASKS = """O*NET-SOC Code,Title,Task ID,Task,Task Type
11-1111.00,Chiefs,1,Sign letters.,Core
22-2222.00,Makers,2,sign letters,Core
22-2222.00,Makers,3,Make things.,Core
33-3333.00,Idlers,4,Rest.,Core
"""
USAGE = """task_name,pct
sign letters.,40
make things.,50
none,10
"""
INTERACTION = """interaction_type,pct
directive,60
none,40
"""


def test_a_text_of_two_occupations_is_split_and_nothing_counts_twice(tmp_path: Path) -> None:
    (tmp_path / "onet_task_statements.csv").write_text(TASKS, encoding="utf-8")
    (tmp_path / "onet_task_mappings.csv").write_text(USAGE, encoding="utf-8")
    (tmp_path / "automation_vs_augmentation.csv").write_text(INTERACTION, encoding="utf-8")
    usage = anthropic.tidy(tmp_path)
    assert usage["usage"].to_dict("list") == {
        "onet_code_2010": ["11-1111.00", "22-2222.00", "22-2222.00"],
        "task_id": [1, 2, 3],
        "share": pytest.approx([0.2, 0.2, 0.5]),
    }
    assert usage["unassigned"].to_dict("list") == {"text": ["none"], "share": [0.1]}
    assert usage["described"]["onet_code_2010"].tolist() == ["11-1111.00", "22-2222.00", "33-3333.00"]
    assert usage["interaction"]["type"].tolist() == ["directive", "none"]


def test_no_sentence_of_a_task_ships(source_data: Path) -> None:
    labels = pd.read_csv(source_data / "open" / gpts_are_gpts.PACK.folder / "full_labelset.tsv", sep="\t")
    sentences = set(labels["Task"].str.lower().str.rstrip("."))
    assert labels["Task"].nunique() > 17_000
    for name, table in load_tables().items():
        for column in table.select_dtypes("str"):
            texts = {str(text).lower().rstrip(".") for text in table[column].unique()}
            assert not texts & sentences, f"{name}.{column}"


SMALL = kept_tables(Path(__file__).with_name("small_sources.csv"))
PAIRS = SMALL["pairs"]
GROUPS = pd.DataFrame({"code": ["15-0000"], "title": ["Computer and Mathematical Occupations"], "level": ["major"]})


def divided() -> dict[str, pd.DataFrame]:
    """D goes to e and f as 3 to 1; A = 60 and B = 40 became a, b, c sized 30, 50, 20: a takes 30 of A, b its other 30 and 20 of B."""
    alone = _divide(PAIRS, pd.Series(dict.fromkeys("ABCD", 10.0)), pd.Series(dict.fromkeys("abcdef", 1.0) | {"e": 3.0}))
    sharing = PAIRS[PAIRS["origin"].isin(["A", "B"])]
    sizes = pd.Series({"a": 300.0, "b": 500.0, "c": 200.0})
    codes = pd.Series(["13-1020", "13-2021", "15-1111", "25-3098", "11-1031"])
    frame = pd.Index(["13-1020", "13-2020", "15-1221", "25-3031"])
    return {
        "origins that share nothing": alone.round(6), "origins that share": _divide(sharing, pd.Series({"A": 60.0, "B": 40.0}), sizes).round(6),
        "codes of 2010, of which the crosswalk or joint codes tell": _bridge(2017, codes, SMALL["crosswalk"], frame),
    }  # fmt: skip


def in_the_frame() -> dict[str, pd.DataFrame]:
    """Variants averaged; the rest filled as content is: from donors, parts 0.75 · 2 + 0.25 · 4, else the major group's mean."""
    donors, rated = SMALL["donors"], SMALL["values"].set_index("code")
    frame = Frame(SMALL["frame"].set_index("occupation"), donors, donors.iloc[1:].rename(columns={"donor": "part"}))
    values, status = _in_frame(rated[["a"]], rated[["is_vague"]].set_axis(["a"], axis=1), frame)
    precise = _in_frame(rated[["a"]], rated[["is_vague"]].set_axis(["a"], axis=1) & False, frame)[1]
    return {"filled": values.assign(status=status["a"], if_precise=precise["a"]).reset_index()}


def of_use() -> dict[str, pd.DataFrame]:
    """Codes that became several split by employment, parts find their hybrid; rows of one occupation are weighed by use, what is
    missing is no 0, and groups of two channels are never pooled."""
    jobs = pd.Series({"11-1020": 100.0, "11-3333": 50.0, "15-1111": 300.0, "15-2222": 100.0})
    split = pd.DataFrame({"occupation": ["11-1020"], "part": ["11-1021"]})
    shares, lost = _bridged_usage(SMALL["uses"], SMALL["bridge"], jobs, split)
    per_job = claude_usage(SMALL["uses"], SMALL["bridge"], jobs, split)
    release = {"occupations": SMALL["claude"], "groups": SMALL["claude_groups"]}
    return {
        f"use, {lost:.6g} lost": pd.DataFrame({"share": shares, "per_job": per_job}).rename_axis("occupation").reset_index(),
        "use of Claude": _claude_use_table(release, pd.Index(["13-1020"]), GROUPS),
    }  # fmt: skip


def of_years() -> dict[str, pd.DataFrame]:
    """22-2220 is 300 of one and a quarter of 200: its error √((300·2)² + (50·5)²)/350; errors of pay are carried alike."""
    codes = pd.Index(["11-1111", "22-2220", "33-3333", "44-4444", "55-5555"])
    surveyed, became = SMALL["surveyed"], SMALL["became"]
    paid = surveyed.assign(wage_mean=[50_000.0, 80_000.0, 40_000.0, 40_000.0], wage_rse=[1.5, 0.8, 3.0, 2.0])
    parts = parts_employment(SMALL["national"], SMALL["alone"], pd.Index(["11-2001"]))
    alone = became[became["occupation"] != "44-4444"].assign(share=1.0)
    return {
        "2017": _bridged_year(surveyed, became, 2017, codes), "2019": _bridged_year(surveyed, became, 2019, codes),
        "with pay of all": _bridged_year(paid, became, 2017, codes), "joined": _bridged_year(surveyed, alone, 2017, codes),
        "parts, by the last year of a code that is alone": parts.rename_axis("occupation").rename("employment").reset_index(),
    }  # fmt: skip


def of_moves() -> dict[str, pd.DataFrame]:
    """Rows are brought to 1; groups with the same row are one to the survey."""
    table, alike = mobility_table(SMALL["moves"]), SMALL["alike"]
    assert _survey_groups(alike).to_dict() == {"A": "A", "B": "A"}
    return {
        "moves": table, "groups": mobility_groups(pd.DataFrame({"group": ["A", "B"]}), table),
        "groups alike": mobility_groups(pd.DataFrame({"group": list("ABCD")}), alike),
    }  # fmt: skip


@pytest.mark.parametrize("make", [divided, in_the_frame, of_use, of_years, of_moves])
def test_small_sources_become_the_tables_that_are_kept(make: Callable[[], dict[str, pd.DataFrame]], golden: Goldens) -> None:
    golden(f"data/small_{make.__name__}", whole_tables(make()))


@settings(max_examples=6)
@given(
    st.lists(st.floats(1.0, 1e6), min_size=4, max_size=4),
    st.lists(st.floats(1.0, 1e6), min_size=6, max_size=6),
)
def test_people_are_conserved_and_order_is_irrelevant(sizes: list[float], weights: list[float]) -> None:
    origins = pd.Series(sizes, index=list("ABCD"))
    weight = pd.Series(weights, index=list("abcdef"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(frames, "_ROUNDS", 20)
        shares = _divide(PAIRS, origins, weight)
        turned = _divide(PAIRS.iloc[::-1], origins[::-1], weight[::-1]).sort_index()
    assert shares["share"].between(0.0, 1.0 + 1e-12).all()
    assert shares.groupby("origin")["share"].sum().tolist() == pytest.approx([1.0] * 4)
    assert turned["share"].tolist() == pytest.approx(shares["share"].tolist(), abs=1e-9)


def test_an_occupation_without_weight_is_an_error_and_rounded_shares_still_sum_to_one() -> None:
    with pytest.raises(DataError, match="no employment in 2021"):
        _divide(PAIRS, pd.Series(dict.fromkeys("ABCD", 1.0)), pd.Series({"a": 1.0}))
    by = pd.DataFrame({"occupation": ["x"] * 3 + ["y"]})
    found = whole_shares(pd.Series([1 / 3, 1 / 3, 1 / 3, 1.0]), by, 4)
    assert found.tolist() == [0.3334, 0.3333, 0.3333, 1.0]


def test_a_rate_that_is_not_its_ratio_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "cps_2025_unemployment_by_soc_major.csv"
    head = "soc_major,group,unemployment_rate_pct,unemployed_thousands,labor_force_thousands\n"
    path.write_text(head + "11,Management,2.1,442,21318\n")
    assert cps_unemployment.tidy(tmp_path)["unemployment"]["rate"].tolist() == [pytest.approx(0.021)]
    path.write_text(head + "11,Management,1.2,442,21318\n")
    with pytest.raises(DataError, match="11-0000"):
        cps_unemployment.tidy(tmp_path)


def test_market_series_are_the_published_figures_and_a_transcription_that_errs_is_an_error(
    source_data: Path
) -> None:
    """Each column against its file, at the ends and in the months that were not surveyed."""
    market = load_tables()["market_series"].set_index("month")
    assert market.index[0] == "2000-12" and market.index.is_unique and market.index.is_monotonic_increasing
    assert market.at["2025-12", "initial_claims"] == (215_000 + 199_000 + 224_000 + 237_000) / 4
    assert market["recession"].sum() == 8 + 18 + 2
    long = load_tables()["labour_flows"].pivot(index="month", columns="series", values="value")
    pd.testing.assert_series_equal(market["hires"].reindex(long.index), long["hires"], check_names=False)
    source = pd.read_csv(source_data / "open" / "fred-macro" / "JTSJOL.csv")
    assert market["openings"].dropna().tolist() == (source["value"] * 1e3).tolist()
    rates = pd.DataFrame({"series": ["quits"], "month": ["2001-01"], "value": [0.023]})
    series = pd.DataFrame({"series": ["quits"], "month": ["2001-01"], "value": [0.024]})
    with pytest.raises(DataError, match="2001-01"):
        _market_table(rates, series)


def workbook(folder: Path, rate: object = 3.6) -> Path:
    keys = ["2024 National Employment Matrix title", projections._CODE, "Occupation type"]
    worker = [*keys, "Percent self employed, 2024", *projections._TEXTS]
    flows = [*keys, *projections._THOUSANDS, *projections._PERCENT]
    sheets = {
        "Table 1.2": (
            worker,
            [
                ("Top", "11-0000", "Summary", 9, "—", "—", "—"),
                ("Chiefs", "11-1011", "Line item", "—", "Bachelor's degree", "None", "None"),
            ],
        ),
        "Table 1.10": (flows, [("Chiefs", "11-1011", "Line item", 309.4, 322.7, 22.2, 3.0, rate)]),
    }
    with pd.ExcelWriter(folder / "occupation.xlsx", engine="xlsxwriter") as book:
        for name, (columns, rows) in sheets.items():
            pd.DataFrame(rows, columns=columns).to_excel(book, sheet_name=name, index=False, startrow=1)
    return folder


def test_none_is_an_answer_a_dash_is_missing_and_any_other_text_is_an_error_with_its_occupation(
    tmp_path: Path,
) -> None:
    table = projections.tidy(workbook(tmp_path))["projections"]
    row = table.iloc[0]
    assert len(table) == 1 and row["experience"] == "None" and row["training"] == "None"
    assert np.isnan(row["self_employed_share"])
    assert row["openings"] == pytest.approx(22_200) and row["transfer_rate"] == pytest.approx(0.036)
    with pytest.raises(DataError, match=r"11-1011: 'many' in column Occupational transfer rate"):
        projections.tidy(workbook(tmp_path, "many"))


def test_the_frame_is_taken_as_it_is_and_what_has_no_weight_or_group_in_it_is_an_error() -> None:
    rows = pd.DataFrame(
        {
            "occupation": ["11-1011", "11-1031", "51-7032"],
            "employment_2024": [309_400.0, 27_700.0, 500.0],
            "exit_rate": [0.030, 0.029, 0.040],
            "transfer_rate": [0.036, 0.045, 0.062],
            "openings": [22_200.0, 2_200.0, 0.0],
        }
    )
    codes = ["11-1011", "51-7032"]
    assert projection_table(rows, pd.Index(codes))["occupation"].tolist() == codes
    with pytest.raises(DataError, match="99-9999"):
        projection_table(rows, pd.Index(["11-1011", "99-9999"]))
    with pytest.raises(DataError, match="A: probabilities do not sum to 1"):
        mobility_table(SMALL["moves"].assign(probability=[0.5, 0.1, 1.0]))
    magic = {"occupations": SMALL["claude"], "groups": SMALL["claude_groups"].assign(title="Magic")}
    with pytest.raises(DataError, match="unknown major groups: Magic"):
        _claude_use_table(magic, pd.Index(["13-1020"]), GROUPS)


def test_a_code_belongs_to_the_narrowest_group_there_is() -> None:
    codes = pd.Series(["13-2051", "11-1011", "25-1011", "55-1011"])
    found = _network_group(codes, pd.Series(["13-2051", "13-2050", "11-1010", "25-1000"]))
    assert found.tolist()[:3] == ["13-2051", "11-1010", "25-1000"] and pd.isna(found[3])


def test_later_fortnights_follow_two_weeks_apart_and_the_question_must_be_there_once_a_state(
    tmp_path: Path,
) -> None:
    listed = pd.DataFrame({"fortnight": ["202401", "202402"], "date": ["2023-12-18", "2024-01-01"]})
    dates = _fortnight_dates(listed, pd.Series(["202402", "202404", "202403"]))
    assert dates[["202403", "202404"]].tolist() == ["2024-01-15", "2024-01-29"]
    with pytest.raises(DataError, match="202326"):
        _fortnight_dates(listed, pd.Series(["202326"]))
    with pytest.raises(DataError, match="two weeks apart"):
        _fortnight_dates(listed.assign(date=["2023-12-11", "2024-01-01"]), pd.Series(["202401"]))
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


def shipped_rows(asked: str) -> str:
    """Rows of a table that ships, by their keys, in which _ stands for a blank; columns one after the other."""
    name, keys, columns = asked.split(" | ")
    table = load_tables()[name]
    for key in keys.split():
        column, _, value = key.partition("=")
        table = table[table[column].astype(str).str.replace(" ", "_").eq(value)]
    rows = table[columns.split()].to_numpy(dtype=object)
    return "\n".join(" ".join(f"{one:.9g}" if isinstance(one, float) else str(one) for one in row) for row in rows)


def test_figures_that_ship_are_the_published_ones_as_read_off(golden: Goldens) -> None:
    golden.answers("data/published", shipped_rows)


def test_displaced_groups_cover_nearly_all_and_the_history_adds_up_to_what_was_published() -> None:
    tables = load_tables()
    table, rows = tables["displaced"].set_index("survey_year"), tables["displaced_groups"]
    assert list(table.index) == list(range(2008, 2027, 2))
    by_occupation = rows[rows["kind"].eq("occupation")].groupby("survey_year")["displaced"].sum()
    assert (by_occupation / table["displaced"][by_occupation.index] > 0.89).all(), "nearly all have an occupation"
    ages = tables["displaced_ages"].set_index(["survey_year", "group"])
    assert (ages["grade"] == "A").sum() == 12 and set(ages.loc[2026, "grade"]) == {"B", "C"}
    assert ages.loc[(2024, "Total, 20 and over"), "employed"] == table.loc[2024, "employed"]
    tables = load_tables()
    totals = tables["history"].groupby("year")["employment"].sum()
    for row in tables["history_loss"].itertuples():
        kept = row.employment_published * (1.0 - row.employment_lost_share)
        assert totals[row.year] == pytest.approx(kept, abs=500)
        assert 0 < row.employment_lost_share < 0.0005 and "Legislators" in row.note
