"""Skills, knowledge and preparation: brought to the frame, filled where O*NET has none, and said so."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from reallocate.data.bundle import load_tables
from reallocate.data.frames import Frame
from reallocate.data.occupations import category_months, in_frame, whole_shares
from reallocate.data.packs import onet

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
    values, status = in_frame(VALUES, VAGUE, FRAME)
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
    _, status = in_frame(VALUES, VAGUE & False, FRAME)
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
    row = category_months(pd.DataFrame({"scale": [scale], "category": [1], "title": [title]})).iloc[0]
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
    assert table.at["15-1252", "Computers and Electronics"] > table.at["37-2011", "Computers and Electronics"] + 2
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
