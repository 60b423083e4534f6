"""Moves between occupations: what was observed is kept to the last digit, what was filled says so."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from reallocate.data import mobility_detail
from reallocate.data.bundle import load_tables
from reallocate.data.mobility import mobility_groups, survey_groups
from reallocate.data.mobility_detail import (
    Network,
    back_to_families,
    carried_down,
    families,
    mobility_detail_table,
    network,
)
from reallocate.data.mobility_filled import closeness, moves_of_relatives, moves_within, odds_by_closeness
from reallocate.data.projected import yearly_openings
from reallocate.errors import DataError

# Groups A and B move; C does not. Occupation 2 comes from A and B, occupation 5 from C.
CODES = pd.Index(["o1", "o2", "o3", "o4", "o5"])
MOBILITY = pd.DataFrame(
    [("A", "A", 0.9), ("A", "B", 0.08), ("A", "C", 0.02), ("B", "B", 0.7), ("B", "A", 0.3), ("C", "C", 1.0)],
    columns=["source", "target", "share"],
)
GROUPS = pd.DataFrame(
    {"group": ["A", "B", "C"], "survey_group": ["A", "B", "C"], "employment": [1000.0, 500.0, 100.0]}
)
BRIDGE = pd.DataFrame(
    [("A", "o1", 0.6), ("A", "o2", 0.4), ("B", "o2", 0.2), ("B", "o3", 0.5), ("B", "o4", 0.3), ("C", "o5", 1.0)],
    columns=["group", "occupation", "share"],
)
OPENINGS = pd.Series([10.0, 20.0, 30.0, 10.0, 5.0], index=CODES)
OCCUPATIONS = pd.DataFrame(
    {
        "minor_group": ["11-1", "11-1", "11-2", "11-2", "22-1"],
        "major_group": ["11", "11", "11", "11", "22"],
    },
    index=CODES,
)
RELATED = pd.DataFrame(
    [("o5", "o1", "Primary-Short"), ("o3", "o4", "Supplemental")], columns=["occupation", "related", "tier"]
)
RATES = pd.Series([0.05, 0.05, 0.05, 0.05, 0.04], index=CODES)


def small() -> Network:
    return network(MOBILITY, GROUPS, BRIDGE, CODES)


@pytest.fixture(scope="module")
def shipped() -> Network:
    tables = load_tables()
    codes = pd.Index(tables["occupations"]["occupation"])
    return network(tables["mobility"], tables["mobility_groups"], tables["mobility_bridge"], codes)


@pytest.fixture(scope="module")
def observed(shipped: Network) -> np.ndarray:
    rows = load_tables()["mobility_detail"].query("status == 'observed'")
    table = np.zeros((830, 830))
    codes = shipped.occupations
    table[codes.get_indexer(pd.Index(rows["source"])), codes.get_indexer(pd.Index(rows["target"]))] = rows["share"]
    return table


def test_carried_down_by_hand() -> None:
    found = carried_down(small(), OPENINGS)
    # o2: 400 of its 500 people were counted in A, 100 in B; openings of o2 go to A and B as its people.
    to_a = {"o1": 10 / 26, "o2": 16 / 26}
    to_b = {"o2": 4 / 44, "o3": 30 / 44, "o4": 10 / 44}
    assert found[0] == pytest.approx([0.0, 0.08 * to_b["o2"], 0.08 * to_b["o3"], 0.08 * to_b["o4"], 0.02])
    assert found[2] == pytest.approx([0.3 * to_a["o1"], 0.3 * to_a["o2"], 0.0, 0.0, 0.0])
    row = [0.2 * 0.3 * to_a["o1"], 0.0, 0.8 * 0.08 * to_b["o3"], 0.8 * 0.08 * to_b["o4"], 0.8 * 0.02]
    assert found[1] == pytest.approx(row)
    assert not found[4].any()


def test_groups_that_an_occupation_joins_are_one_family() -> None:
    assert families(small()).tolist() == [0, 0, 0, 0, 2]
    ours, published = back_to_families(small(), carried_down(small(), OPENINGS))
    assert ours[0, 1] == pytest.approx(1000 * 0.02 / 1500) == published[0, 1]
    assert ours[1].tolist() == published[1].tolist() == [0.0, 0.0]


def test_moves_that_do_not_add_up_to_those_observed_stop_the_build(monkeypatch: pytest.MonkeyPatch) -> None:
    short = carried_down(small(), OPENINGS)
    short[0, 4] -= 1e-6
    monkeypatch.setattr(mobility_detail, "carried_down", lambda found, openings: short)
    with pytest.raises(DataError, match=r"group A: moves carried down differ by 4.0e-07"):
        mobility_detail_table(small(), OCCUPATIONS, RELATED, OPENINGS, RATES)


def test_a_code_that_is_not_listed_is_an_error() -> None:
    lost = BRIDGE.assign(occupation=["o1", "o2", "o2", "o3", "o4", "o9"])
    with pytest.raises(DataError, match="C to o9"):
        network(MOBILITY, GROUPS, lost, CODES)


def test_groups_with_the_same_row_are_one_to_the_survey() -> None:
    joint = pd.DataFrame(
        [("A", "A", 0.7), ("A", "B", 0.2), ("A", "C", 0.1), ("B", "A", 0.7), ("B", "B", 0.2), ("B", "C", 0.1)]
        + [("C", "C", 1.0), ("D", "D", 1.0)],
        columns=["source", "target", "share"],
    )
    assert survey_groups(joint).to_dict() == {"A": "A", "B": "A"}
    groups = mobility_groups(pd.DataFrame({"group": list("ABCD")}), joint)
    assert groups["survey_group"].tolist() == ["A", "A", "C", "D"]
    found = network(joint, groups.assign(employment=1.0), BRIDGE[BRIDGE["group"] != "C"], CODES)
    assert found.moves[:2].tolist() == [[0.0, 0.0, 0.1, 0.0], [0.0, 0.0, 0.1, 0.0]]
    assert found.undivided[:4, :4].all()


def test_closeness_counts_groups_and_tiers() -> None:
    found = closeness(OCCUPATIONS, RELATED)
    assert found[0].tolist() == [8, 8, 4, 4, 0]
    assert found[4, 0] == 1 and found[2, 3] == 8 + 3


def test_odds_are_moves_seen_over_moves_that_openings_alone_would_make() -> None:
    flows = np.zeros((5, 5))
    flows[0, 2], flows[0, 4] = 30.0, 10.0
    undivided = np.eye(5, dtype=bool)
    undivided[0, 1] = undivided[1, 0] = True
    odds = odds_by_closeness(flows, OPENINGS.to_numpy(), undivided, OCCUPATIONS, RELATED)
    # o1's 40 movers had 30, 10 and 5 openings before them: 35.6 of the same major group, 4.4 of another.
    assert odds[0, 2] == pytest.approx(30 / (40 * 40 / 45)) and odds[0, 4] == pytest.approx(10 / (40 * 5 / 45))
    assert odds[0, 1] == 1.0, "no pair of this class was told apart"


def test_moves_within_follow_the_pull_and_never_cover_an_observed_one() -> None:
    observed = np.array([[0.0, 0.0, 0.06], [0.01, 0.0, 0.0], [0.0, 0.0, 0.0]])
    undivided = np.array([[1, 1, 0], [1, 1, 0], [0, 0, 1]], dtype=bool)
    pull = np.array([[9.0, 2.0, 4.0], [3.0, 9.0, 6.0], [1.0, 1.0, 9.0]])
    found = moves_within(observed, pull, undivided)
    assert found.tolist() == [[0.0, pytest.approx(0.06 * 2 / 4), 0.0], [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]]


def test_whose_moves_were_not_seen_move_like_their_relatives_at_the_projected_rate() -> None:
    observed = carried_down(small(), OPENINGS)
    found = moves_of_relatives(observed, OCCUPATIONS, RELATED, RATES.to_numpy())
    assert not found[:4].any() and found[4].sum() == pytest.approx(0.04)
    without_itself = observed[0].copy()
    without_itself[4] = 0.0
    assert found[4] == pytest.approx(0.04 * without_itself / without_itself.sum())


def test_without_a_relative_the_minor_then_the_major_group_stands_in() -> None:
    observed = np.zeros((5, 5))
    observed[1, 2], observed[2, 3] = 0.1, 0.2
    none = RELATED.iloc[:0]
    found = moves_of_relatives(observed, OCCUPATIONS, none, RATES.to_numpy())
    assert found[0].tolist() == [0.0, 0.0, 0.05, 0.0, 0.0], "o2 is in its minor group"
    assert found[3].tolist() == [0.0, 0.0, 0.05, 0.0, 0.0], "o3 only moves to o4 itself, so o2 stands in"
    assert found[4].tolist() == [0.0, 0.0, 0.02, 0.02, 0.0], "nobody is in its major group"
    with pytest.raises(DataError, match="no move out of any occupation"):
        moves_of_relatives(np.zeros((5, 5)), OCCUPATIONS, none, RATES.to_numpy())


def test_the_table_marks_every_cell() -> None:
    table = mobility_detail_table(small(), OCCUPATIONS, RELATED, OPENINGS, RATES)
    assert not table.duplicated(["source", "target"]).any() and (table["source"] != table["target"]).all()
    status = table.set_index(["source", "target"])["status"]
    assert status["o1", "o3"] == "observed" and status["o3", "o4"] == "filled"
    assert set(status["o5"]) == {"filled"}


def test_observed_cells_add_up_to_the_moves_between_groups(shipped: Network, observed: np.ndarray) -> None:
    ours, published = back_to_families(shipped, observed)
    away = ~np.eye(len(ours), dtype=bool)
    assert len(ours) == 517 and np.abs(ours - published)[away].max() < 1e-9
    assert published[away].sum() > 30


def test_of_groups_that_no_occupation_joins_the_very_cells_come_back(shipped: Network, observed: np.ndarray) -> None:
    """No weight matters here: all occupations of such a group move alike, and its newcomers add up."""
    member = shipped.people > 0
    alone = [g for g, row in enumerate(member) if row.any() and (member[:, row].sum(axis=0) == 1).all()]
    assert len(alone) == 500
    back = np.zeros((len(alone), len(alone)))
    for place, group in enumerate(alone):
        for row in observed[member[group]]:
            into = np.array([row[member[target]].sum() for target in alone])
            assert into == pytest.approx(shipped.moves[group, alone], abs=1e-9)
        back[place] = into
    network_rows = load_tables()["mobility"].set_index(["source", "target"])["share"]
    codes = [shipped.groups[g] for g in alone]
    assert back[codes.index("41-2010"), codes.index("41-2030")] == pytest.approx(
        network_rows["41-2010", "41-2030"], abs=1e-9
    )


def test_what_is_not_carried_is_little(shipped: Network, observed: np.ndarray) -> None:
    people = load_tables()["mobility_groups"].set_index("group")["employment"].reindex(shipped.groups).to_numpy()
    all_moves = (people[:, None] * shipped.moves).sum()
    from_the_frame = shipped.people.sum(axis=1)
    carried = (shipped.moving[:, None] * observed).sum()
    into_none = (from_the_frame[:, None] * shipped.moves)[:, shipped.people.sum(axis=1) == 0].sum()
    assert into_none / all_moves < 0.001
    assert carried / all_moves == pytest.approx(0.996, abs=0.002)


def test_what_the_survey_cannot_tell_is_no_move(shipped: Network) -> None:
    groups = load_tables()["mobility_groups"]
    sets = groups.groupby("survey_group")["group"].agg(list)
    joint = sets[sets.str.len() > 1]
    assert len(joint) == 17 and joint["15-1132"] == ["15-1132", "15-1133"]
    assert joint["23-1011"] == ["23-1011", "23-1020"]
    people = groups.set_index("group")["employment"].reindex(shipped.groups).to_numpy()
    told = (people[:, None] * shipped.moves).sum() / people.sum()
    assert told == pytest.approx(0.0795, abs=0.0002), "0.0874 with the moves that are none"
    table = load_tables()["mobility_detail"].set_index(["source", "target"])["share"]
    assert table.get(("23-1023", "23-1011"), 0.0) < 0.001 and table.get(("49-9045", "49-9041"), 0.0) < 0.01


def test_shipped_rows_are_filled_where_nobody_was_seen_to_move_and_at_the_projected_rate() -> None:
    tables = load_tables()
    cells, projected = tables["mobility_detail"], tables["projections"].set_index("occupation")
    assert not cells.duplicated(["source", "target"]).any() and (cells["source"] != cells["target"]).all()
    assert set(cells["source"]) == set(projected.index)
    seen = cells.loc[cells["status"] == "observed", "source"].unique()
    filled = cells[~cells["source"].isin(seen)].groupby("source")["share"].sum()
    assert len(filled) == 44 and "15-2011" in filled.index
    assert filled.to_numpy() == pytest.approx(projected["transfer_rate"][filled.index].to_numpy(), abs=1e-6)
    jobs = tables["occupations"].set_index("occupation")["employment"]
    leaving = cells.groupby("source")["share"].sum()
    assert leaving.max() < 0.9 and (leaving * jobs).sum() / jobs.sum() == pytest.approx(0.077, abs=0.001)
    within = cells[cells["source"].isin(seen) & (cells["status"] == "filled")].groupby("source")["share"].sum()
    assert (within * jobs).sum() / jobs.sum() < 0.001, "moves within groups are filled low, not high"


def test_the_shipped_table_is_computed_from_the_shipped_tables(shipped: Network) -> None:
    tables = load_tables()
    occupations = tables["occupations"].set_index("occupation")
    projected = tables["projections"]
    again = mobility_detail_table(
        shipped,
        occupations,
        tables["related"],
        yearly_openings(projected),
        projected.set_index("occupation")["transfer_rate"],
    ).sort_values(["source", "target"], ignore_index=True)
    pd.testing.assert_frame_equal(again, tables["mobility_detail"], check_dtype=False, atol=1e-10)
