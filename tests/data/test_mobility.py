"""Mobility: rows sum to 1, the right column is read, every occupation has a group."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from reallocate.data.bundle import load_tables
from reallocate.data.packs import us_mobility
from reallocate.data.places import mobility_groups, mobility_table, network_group, survey_groups
from reallocate.kernel.errors import DataError

EDGES = pd.DataFrame(
    {"source": ["A", "A", "B"], "target": ["A", "B", "B"], "probability": [0.897, 0.1, 1.0]}
)


def test_rows_are_brought_to_one() -> None:
    shares = mobility_table(EDGES)["share"]
    assert shares.tolist() == pytest.approx([0.897 / 0.997, 0.1 / 0.997, 1.0])
    with pytest.raises(DataError, match="A: probabilities do not sum to 1"):
        mobility_table(EDGES.assign(probability=[0.5, 0.1, 1.0]))


def test_a_group_without_a_way_out_is_marked() -> None:
    groups = pd.DataFrame({"group": ["A", "B"]})
    assert mobility_groups(groups, mobility_table(EDGES))["has_moves"].tolist() == [True, False]


def test_groups_with_the_same_row_are_one_to_the_survey() -> None:
    joint = pd.DataFrame(
        [("A", "A", 0.7), ("A", "B", 0.2), ("A", "C", 0.1), ("B", "A", 0.7), ("B", "B", 0.2), ("B", "C", 0.1)]
        + [("C", "C", 1.0), ("D", "D", 1.0)],
        columns=["source", "target", "share"],
    )
    assert survey_groups(joint).to_dict() == {"A": "A", "B": "A"}
    groups = mobility_groups(pd.DataFrame({"group": list("ABCD")}), joint)
    assert groups["survey_group"].tolist() == ["A", "A", "C", "D"]


def test_a_code_belongs_to_the_narrowest_group_there_is() -> None:
    codes = pd.Series(["13-2051", "11-1011", "25-1011", "55-1011"])
    found = network_group(codes, pd.Series(["13-2051", "13-2050", "11-1010", "25-1000"]))
    assert found.tolist()[:3] == ["13-2051", "11-1010", "25-1000"] and pd.isna(found[3])


def test_the_shipped_network() -> None:
    tables = load_tables()
    mobility, groups = tables["mobility"], tables["mobility_groups"].set_index("group")
    rows = mobility.groupby("source")["share"].sum()
    assert len(mobility) == 15_426 and len(rows) == len(groups) == 539
    assert rows.tolist() == pytest.approx([1.0] * 539, abs=1e-8)
    assert (~groups["has_moves"]).sum() == 44
    assert groups["employment"].min() == 400 and groups["employment"].sum() == 144_731_260
    assert groups.loc[~groups["has_moves"], "employment"].sum() == 749_630
    leaving = mobility[mobility["source"] != mobility["target"]]
    assert len(leaving) == 15_426 - 539
    assert set(groups.index) - set(leaving["source"]) == set(groups.index[~groups["has_moves"]])
    assert len(set(groups.index) - set(leaving["target"])) == 39
    stay = mobility[mobility["source"] == mobility["target"]].set_index("source")["share"]
    moving = 1.0 - (stay * groups["employment"]).sum() / groups["employment"].sum()
    assert moving == pytest.approx(0.087, abs=0.0005)


def test_the_weights_behind_the_rows_ship() -> None:
    tables = load_tables()
    groups = tables["mobility_groups"].set_index("group")
    assert groups["survey_weight"].min() > 0
    assert groups["survey_weight"].sum() == pytest.approx(1_176.9e6, rel=1e-4)


def test_every_occupation_is_in_the_network() -> None:
    tables = load_tables()
    bridge = tables["mobility_bridge"]
    assert set(bridge["occupation"]) == set(tables["occupations"]["occupation"])
    assert set(tables["mobility_groups"]["group"]) - set(bridge["group"]) == {"11-1030"}
    assert bridge.groupby("group")["share"].sum().tolist() == pytest.approx([1.0] * 538, abs=5e-6)


def test_the_other_column_would_have_been_refused(source_data: Path) -> None:
    path = source_data / "open" / us_mobility.PACK.folder / "asec_to_bls_mobility_edgelist.csv"
    edges = pd.read_csv(path).rename(
        columns={
            "OCC_source": "source",
            "OCC_target": "target",
            "transition_prob_BLS_ASECnorm_in_corr": "probability",
        }
    )
    with pytest.raises(DataError, match="do not sum to 1"):
        mobility_table(edges)
