"""Sources of work read tidy: O*NET, labels of tasks, and two records of use; codes find their occupations."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reallocate.data.bundle import load_tables
from reallocate.data.frames import _JOINT_IN_2019, _JOINT_IN_2025, Frame, _bridge, _divide
from reallocate.data.occupations import _category_months, _in_frame, whole_shares
from reallocate.data.packs import anthropic, gpts_are_gpts, oews_national, onet, working_with_ai
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


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    texts = {
        "onet_task_statements": TASKS,
        "onet_task_mappings": USAGE,
        "automation_vs_augmentation": INTERACTION,
    }
    for name, text in texts.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    return tmp_path


def test_a_text_of_two_occupations_is_split_and_nothing_counts_twice(folder: Path) -> None:
    usage = anthropic.tidy(folder)
    assert usage["usage"].to_dict("list") == {
        "onet_code_2010": ["11-1111.00", "22-2222.00", "22-2222.00"],
        "task_id": [1, 2, 3],
        "share": pytest.approx([0.2, 0.2, 0.5]),
    }
    assert usage["unassigned"].to_dict("list") == {"text": ["none"], "share": [0.1]}
    assert usage["described"]["onet_code_2010"].tolist() == ["11-1111.00", "22-2222.00", "33-3333.00"]
    assert usage["interaction"]["type"].tolist() == ["directive", "none"]


@pytest.fixture(scope="module")
def usage(source_data: Path) -> dict[str, pd.DataFrame]:
    return anthropic.tidy(source_data / "open" / anthropic.PACK.folder)


def test_the_release_adds_up(usage: dict[str, pd.DataFrame]) -> None:
    usage, left = usage["usage"], usage["unassigned"]
    assert usage["share"].sum() + left["share"].sum() == pytest.approx(1.0, abs=1e-9)
    assert left["text"].tolist() == ["none"]
    assert not usage.duplicated(["onet_code_2010", "task_id"]).any()


def test_automation_is_43_percent_of_classified_use(usage: dict[str, pd.DataFrame]) -> None:
    """Handa et al. 2025: directive and feedback loop are automation; 57% is augmentation."""
    shares = usage["interaction"].set_index("type")["share"].drop("none")
    automation = shares[["directive", "feedback loop"]].sum() / shares.sum()
    assert automation == pytest.approx(0.43, abs=0.015)


@pytest.fixture(scope="module")
def labels(source_data: Path) -> dict[str, pd.DataFrame]:
    return gpts_are_gpts.tidy(source_data / "open" / gpts_are_gpts.PACK.folder)


def test_one_row_a_task_without_its_sentence(labels: dict[str, pd.DataFrame]) -> None:
    labels = labels["labels"]
    assert len(labels) == 19_265
    assert not labels.duplicated(["onet_code", "task_id"]).any()
    assert set(labels["type"]) == {"core", "supplemental", ""}
    for column in ("people_exposure", "gpt4_exposure", "gpt4_second_exposure"):
        assert set(labels[column]) == {"E0", "E1", "E2"}
    for column in ("gpt4_automation", "gpt4_second_automation"):
        assert set(labels[column]) == {"T0", "T1", "T2", "T3", "T4"}


def test_people_labelled_automation_for_100_tasks_only(labels: dict[str, pd.DataFrame]) -> None:
    labels = labels["labels"]
    rated = labels[labels["people_automation"] != ""]
    assert len(rated) == 100
    people = rated["people_automation"].isin(["T3", "T4"])
    agreement = {
        column: (rated[column].isin(["T3", "T4"]) == people).mean()
        for column in ("gpt4_automation", "gpt4_second_automation")
    }
    assert agreement == pytest.approx({"gpt4_automation": 0.88, "gpt4_second_automation": 0.92})


def test_the_two_automation_labellings_are_different_runs(labels: dict[str, pd.DataFrame]) -> None:
    labels = labels["labels"]
    first = labels["gpt4_automation"].isin(["T3", "T4"]).sum()
    second = labels["gpt4_second_automation"].isin(["T3", "T4"]).sum()
    assert (first, second) == (3_879 + 132, 2_646 + 358)


def test_shares_of_tasks_are_the_papers(labels: dict[str, pd.DataFrame]) -> None:
    """Eloundou et al. 2023: alpha 14.86% by people and 14.03% by GPT-4, zeta 46.76% and 55.56%."""
    labels = labels["labels"]
    for column, alpha, zeta in (("people_exposure", 14.86, 46.76), ("gpt4_exposure", 14.03, 55.56)):
        assert 100 * labels[column].eq("E1").mean() == pytest.approx(alpha, abs=0.006)
        assert 100 * labels[column].isin(["E1", "E2"]).mean() == pytest.approx(zeta, abs=0.006)


def test_zeta_is_read_from_the_column_named_gamma(labels: dict[str, pd.DataFrame]) -> None:
    published = labels["published"]
    assert len(published) == 923
    assert {"people_zeta", "gpt4_zeta"} <= set(published)
    assert (published["people_zeta"] >= published["people_alpha"] - 1e-12).all()


MOST_USED = 0.0005


@pytest.fixture(scope="module")
def copilot(source_data: Path) -> dict[str, pd.DataFrame]:
    return working_with_ai.tidy(source_data / "open" / working_with_ai.PACK.folder)


def test_sizes(copilot: dict[str, pd.DataFrame]) -> None:
    assert len(copilot["scores"]) == 785
    assert copilot["intermediate"].groupby("side").size().to_dict() == {"ai": 332, "user": 332}
    assert copilot["weights"]["occupation"].nunique() == 785
    assert (copilot["weights"]["weight"] > 0).all()


def test_equation_1_gives_all_785_scores(copilot: dict[str, pd.DataFrame]) -> None:
    """Tomlinson et al. 2025, Eq. 1: ½ Σ_side Σ_i w_i·1[share > .0005]·completion·scope, Σ_i w_i = 1."""
    parts = copilot["intermediate"]
    value = (parts["completion"] * parts["impact_scope"]).where(parts["share"] > MOST_USED, 0.0)
    value = value.fillna(0.0).groupby(parts["intermediate"]).sum() / 2
    weights = copilot["weights"].copy()
    weights["weight"] /= weights.groupby("occupation")["weight"].transform("sum")
    found = (weights["weight"] * weights["intermediate"].map(value)).groupby(weights["occupation"]).sum()
    published = copilot["scores"].set_index("occupation")["score"]
    assert (found - published).abs().max() < 1e-12
    assert found.index.equals(published.sort_index().index)


@pytest.fixture(scope="module")
def tidy(source_data: Path) -> dict[str, pd.DataFrame]:
    return onet.tidy(source_data / "open" / onet.PACK.folder)


def test_sizes_are_those_of_the_release(tidy: dict[str, pd.DataFrame]) -> None:
    sizes = {name: len(table) for name, table in tidy.items()}
    assert sizes == {
        "tasks": 18_796,
        "task_activities": 23_850,
        "activities": 37,
        "intermediate": 332,
        "occupations": 1_016,
        "job_zones": 923,
        "related": 18_460,
        "titles": 1_016 + 56_505 + 7_955,
        "demands": 894 * (35 + 33),
        "education": 878 * (12 + 11 + 9 + 9),
        "education_categories": 12 + 11 + 9 + 9,
        "task_texts": 18_796,
    }


def test_sentences_are_in_one_table_only(tidy: dict[str, pd.DataFrame]) -> None:
    assert list(tidy["tasks"]) == ["onet_code", "task_id", "type"]
    assert list(tidy["task_texts"]) == ["onet_code", "task_id", "text"]
    sentences = set(tidy["task_texts"]["text"])
    others = [table for name, table in tidy.items() if name != "task_texts"]
    assert not any(
        set(table[column]) & sentences for table in others for column in table.select_dtypes("str")
    )
    assert set(tidy["tasks"]["type"]) == {"core", "supplemental", ""}


def test_a_title_that_reads_like_a_missing_value_is_a_title(tidy: dict[str, pd.DataFrame]) -> None:
    assert not tidy["titles"].isna().any().any()
    assert (tidy["titles"]["title"].str.len() > 0).all()


def test_what_o_net_would_suppress_is_kept_and_said(tidy: dict[str, pd.DataFrame]) -> None:
    demands = tidy["demands"]
    assert not demands.isna().any().any()
    assert demands.groupby("domain")["imprecise"].sum().to_dict() == {"knowledge": 4_861, "skill": 147}
    assert demands["importance"].between(1, 5).all() and demands["level"].between(0, 7).all()
    chief = demands[(demands["onet_code"] == "11-1011.00") & (demands["element"] == "2.A.1.a")].iloc[0]
    assert (chief["title"], chief["importance"], chief["level"]) == ("Reading Comprehension", 4.12, 4.62)


def test_answers_on_preparation_are_whole_and_none_is_an_answer(tidy: dict[str, pd.DataFrame]) -> None:
    shares = tidy["education"].groupby(["onet_code", "scale"])["share"].sum()
    assert shares.to_numpy() == pytest.approx(1.0, abs=5e-4)
    titles = tidy["education_categories"].set_index(["scale", "category"])["title"]
    assert titles["related experience", 1] == "None" and titles["on-site training", 1] == "None"
    assert titles["education", 6] == "Bachelor's Degree"
    assert titles.str.len().max() < 70


PAIRS = pd.DataFrame(
    [("A", "a"), ("A", "b"), ("B", "b"), ("B", "c"), ("C", "d"), ("D", "e"), ("D", "f")],
    columns=["origin", "occupation"],
)


def test_an_origin_that_shares_nothing_is_divided_by_the_weight_year() -> None:
    shares = _divide(
        PAIRS, pd.Series(dict.fromkeys("ABCD", 10.0)), pd.Series(dict.fromkeys("abcdef", 1.0) | {"e": 3.0})
    )
    found = shares.set_index(["origin", "occupation"])["share"]
    assert found["C", "d"] == pytest.approx(1.0)
    assert found["D", "e"] == pytest.approx(0.75) and found["D", "f"] == pytest.approx(0.25)


def test_origins_that_share_reach_the_sizes_of_the_weight_year() -> None:
    """A = 60 and B = 40 became a, b, c sized 30, 50, 20: a takes 30 of A, b its other 30 and 20 of B."""
    origins = pd.Series({"A": 60.0, "B": 40.0})
    pairs = PAIRS[PAIRS["origin"].isin(["A", "B"])]
    shares = _divide(pairs, origins, pd.Series({"a": 300.0, "b": 500.0, "c": 200.0}))
    assert shares["share"].tolist() == pytest.approx([0.5, 0.5, 0.5, 0.5], abs=1e-6)


@settings(max_examples=6)
@given(
    st.lists(st.floats(1.0, 1e6), min_size=4, max_size=4),
    st.lists(st.floats(1.0, 1e6), min_size=6, max_size=6),
)
def test_people_are_conserved_and_order_is_irrelevant(sizes: list[float], weights: list[float]) -> None:
    origins = pd.Series(sizes, index=list("ABCD"))
    weight = pd.Series(weights, index=list("abcdef"))
    shares = _divide(PAIRS, origins, weight)
    assert shares["share"].between(0.0, 1.0 + 1e-12).all()
    assert shares.groupby("origin")["share"].sum().tolist() == pytest.approx([1.0] * 4)
    turned = _divide(PAIRS.iloc[::-1], origins[::-1], weight[::-1]).sort_index()
    assert turned["share"].tolist() == pytest.approx(shares["share"].tolist(), abs=1e-9)


def test_an_occupation_without_weight_is_an_error() -> None:
    with pytest.raises(DataError, match="no employment in 2021"):
        _divide(PAIRS, pd.Series(dict.fromkeys("ABCD", 1.0)), pd.Series({"a": 1.0}))


def test_a_soc_2010_code_goes_where_the_crosswalk_says_and_to_joint_codes() -> None:
    crosswalk = pd.DataFrame(
        [("13-2021", "13-2022"), ("13-2021", "13-2023"), ("13-1021", "13-1021"), ("15-1111", "15-1221")],
        columns=["soc2010", "soc2018"],
    )
    frame = pd.Index(["13-1020", "13-2020", "15-1221", "25-3031"])
    codes = pd.Series(["13-1020", "13-2021", "15-1111", "25-3098", "11-1031"])
    pairs = _bridge(2017, codes, crosswalk, frame)
    assert pairs.to_records(index=False).tolist() == [
        ("13-1020", "13-1020"),
        ("13-2021", "13-2020"),
        ("15-1111", "15-1221"),
        ("25-3098", "25-3031"),
    ]


def test_joint_codes_name_each_code_once() -> None:
    frame = set(load_tables()["occupations"]["occupation"])
    parts = list(chain(*_JOINT_IN_2019.values()))
    assert len(parts) == len(set(parts)) == 72 and set(parts) <= frame
    assert set(_JOINT_IN_2025) <= frame and not frame & set(chain(*_JOINT_IN_2025.values()))


def test_joint_codes_of_2019_are_exactly_what_that_year_lacks(source_data: Path) -> None:
    national = oews_national.tidy(source_data / "open" / oews_national.PACK.folder)["national"]
    frame = set(load_tables()["occupations"]["occupation"])
    for year in (2019, 2020):
        rows = national[(national["year"] == year) & (national["level"] == "detailed")]
        codes = set(rows["occupation"])
        assert set(chain(*_JOINT_IN_2019.values())) == frame - codes
        assert codes - frame == set(_JOINT_IN_2019) | {"11-1031"}


OCCUPATIONS = pd.DataFrame(
    {
        "occupation": ["11-1111", "11-1119", "11-2220", "11-3331"],
        "broad_group": ["11-1110", "11-1110", "11-2220", "11-3330"],
        "minor_group": ["11-1000", "11-1000", "11-2000", "11-3000"],
        "major_group": "11-0000",
        "employment": [100.0, 50.0, 80.0, 300.0],
    }
).set_index("occupation")
DONORS = pd.DataFrame(
    {
        "occupation": ["11-1119", "11-2220", "11-2220"],
        "donor": ["11-1111", "11-2221", "11-2222"],
        "weight": [1.0, 0.75, 0.25],
    }
)
FRAME = Frame(OCCUPATIONS, DONORS, DONORS.iloc[1:].rename(columns={"donor": "part"}))
VALUES = pd.DataFrame(
    {"a": [4.0, 3.0, 2.0, 4.0]}, index=["11-1111.00", "11-1111.01", "11-2221.00", "11-2222.00"]
)
VAGUE = pd.DataFrame({"a": [False, True, True, False]}, index=VALUES.index)


def test_variants_are_averaged_and_the_rest_is_filled_by_the_rule_of_content() -> None:
    values, status = _in_frame(VALUES, VAGUE, FRAME)
    assert values["a"].to_dict() == pytest.approx(
        {
            "11-1111": 3.5,
            "11-1119": 3.5,
            "11-2220": 0.75 * 2.0 + 0.25 * 4.0,
            # No part and no donor: the mean of the major group, weighted by employment.
            "11-3331": (100 * 3.5 + 50 * 3.5 + 80 * 2.5) / 230,
        }
    )
    assert status["a"].tolist() == ["imprecise", "filled", "filled", "filled"]


def test_a_precise_rating_is_observed() -> None:
    _, status = _in_frame(VALUES, VAGUE & False, FRAME)
    assert status.at["11-1111", "a"] == "observed"


def test_rounded_shares_still_sum_to_one() -> None:
    by = pd.DataFrame({"occupation": ["x"] * 3 + ["y"]})
    found = whole_shares(pd.Series([1 / 3, 1 / 3, 1 / 3, 1.0]), by, 4)
    assert found.tolist() == [0.3334, 0.3333, 0.3333, 1.0]


@pytest.mark.parametrize(
    ("scale", "title", "over", "up_to"),
    [
        ("related experience", "None", 0.0, 0.0),
        ("on-site training", "Up to and including 1 month", 0.0, 1.0),
        ("on-the-job training", "None or short demonstration", 0.0, 0.0),
        ("on-the-job training", "Anything beyond short demonstration, up to and including 1 month", 0.0, 1.0),
        ("related experience", "Over 6 months, up to and including 1 year", 6.0, 12.0),
        ("related experience", "Over 10 years", 120.0, None),
        ("education", "Bachelor's Degree", None, None),
    ],
)
def test_answers_in_months(scale: str, title: str, over: float | None, up_to: float | None) -> None:
    row = _category_months(pd.DataFrame({"scale": [scale], "category": [1], "title": [title]})).iloc[0]
    for found, expected in ((row["months_over"], over), (row["months_up_to"], up_to)):
        assert pd.isna(found) if expected is None else found == expected


def test_every_occupation_is_rated_on_everything() -> None:
    tables = load_tables()
    frame, elements = tables["occupations"], tables["elements"]
    for name, domain in (("skills", "skill"), ("knowledge", "knowledge")):
        listed = set(elements.loc[elements["domain"] == domain, "element"])
        rows = tables[name]
        assert set(rows["occupation"]) == set(frame["occupation"]) and set(rows["element"]) == listed
        assert len(rows) == len(frame) * len(listed) and not rows.isna().any().any()
        assert rows["importance"].between(1, 5).all() and rows["level"].between(0, 7).all()
    assert elements.groupby("domain").size().to_dict() == {"knowledge": 33, "skill": 35}


def test_who_is_filled_is_who_o_net_has_not_rated() -> None:
    tables = load_tables()
    skills = tables["skills"]
    filled = set(skills.loc[skills["status"] == "filled", "occupation"])
    undescribed = tables["occupations"].query("content_status == 'filled'")["occupation"]
    # O*NET has tasks but no ratings yet of 21 codes of 2018, project managers among them.
    assert set(undescribed) < filled and len(filled) == 80 and "13-1082" in filled


@pytest.mark.long
def test_ratings_are_the_published_ones(source_data: Path) -> None:
    demands = onet.tidy(source_data / "open" / onet.PACK.folder)["demands"]
    skills = load_tables()["skills"].set_index(["occupation", "element"])
    nurse = demands[demands["onet_code"].str.startswith("29-1141") & (demands["element"] == "2.A.1.a")]
    assert skills.at[("29-1141", "2.A.1.a"), "level"] == pytest.approx(nurse["level"].mean(), abs=0.0051)


def test_knowledge_tells_occupations_apart_as_one_would_expect() -> None:
    tables = load_tables()
    title = tables["elements"].set_index("element")["title"]
    levels = tables["knowledge"].assign(field=lambda t: t["element"].map(title))
    table = levels.pivot(index="occupation", columns="field", values="level")
    assert table.at["23-1011", "Law and Government"] > table.at["15-1252", "Law and Government"] + 2
    assert (
        table.at["15-1252", "Computers and Electronics"]
        > table.at["37-2011", "Computers and Electronics"] + 2
    )
    assert table.at["29-1141", "Medicine and Dentistry"] > table.at["13-2011", "Medicine and Dentistry"] + 3


def test_preparation_is_whole_for_everybody() -> None:
    tables = load_tables()
    rows, categories = tables["education"], tables["education_categories"]
    totals = rows.groupby(["occupation", "scale"])["share"].sum()
    assert len(totals) == 830 * 4 and totals.to_numpy() == pytest.approx(1.0, abs=1e-9)
    assert (rows["share"] > 0).all()
    known = set(categories[["scale", "category"]].itertuples(index=False, name=None))
    assert set(rows[["scale", "category"]].itertuples(index=False, name=None)) <= known
    degree = rows[(rows["scale"] == "education") & (rows["category"] >= 10)]
    by = degree.groupby("occupation")["share"].sum()
    assert by["23-1011"] > 0.8 and by.get("41-2031", 0.0) < 0.05
