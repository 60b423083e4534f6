"""Sizes of groups in a report: the same people one figure, and no part larger than its whole."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reallocate.roster.group_sizes import WIDEST_FIRST, group_sizes
from reallocate.roster.privacy import published_total
from reallocate.work.dimensions import NOT_GIVEN, OTHER

PEOPLE = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2), st.integers(0, 3)), min_size=60, max_size=400)


def key(number: int) -> bytes:
    return f"key {number}".encode()


def firm(galway: int, cork: int = 0, elsewhere: int = 300) -> dict[str, pd.Series]:
    site = ["Galway"] * galway + ["Cork"] * cork + ["Leeds"] * elsewhere
    country = ["Ireland"] * (galway + cork) + ["United Kingdom"] * elsewhere
    return {"department": pd.Series(site).replace("Galway", "Devices"), "location": pd.Series(site),
            "country": pd.Series(country)}  # fmt: skip


def test_the_same_people_are_the_same_figure() -> None:
    for number in range(60):
        found = group_sizes(firm(348), key(number))
        assert found["country"]["Ireland"] == found["location"]["Galway"] == found["department"]["Devices"]
        assert found["country"]["United Kingdom"] == found["location"]["Leeds"]
    several = {group_sizes(firm(348), key(number))["country"]["Ireland"] for number in range(60)}
    assert len(several) > 20 and min(several) < 250 < 450 < max(several), "by the key"


def test_a_part_is_no_larger_than_its_whole() -> None:
    for number in range(120):
        found = group_sizes(firm(160, 150, 90), key(number))
        assert max(found["location"]["Galway"], found["location"]["Cork"]) <= found["country"]["Ireland"]
        for sizes in found.values():
            assert sizes.max() <= published_total(400, key(number))


@given(PEOPLE, st.binary(min_size=4, max_size=4))
def test_no_groups_of_any_columns_contradict_each_other(people: list[tuple[int, int, int]], secret: bytes) -> None:
    nested = pd.DataFrame([(str(a), f"{a}{b}", f"{a}{b}{c}") for a, b, c in people], columns=["country", "location", "level"])
    found = group_sizes({str(column): values for column, values in nested.items()}, secret)
    for one in found:
        for other in found:
            for group in found[one].index.difference([OTHER, NOT_GIVEN]):
                holds = nested.loc[nested[one].eq(group), other].unique()
                if len(holds) == 1 and holds[0] in found[other].index:
                    assert found[one][group] <= found[other][holds[0]]


@pytest.mark.long
def test_somebody_who_joins_a_site_seldom_changes_a_figure_of_it() -> None:
    """With one person of the site in another country the number stays, whatever the sets are."""
    changed = 0
    for number in range(400):
        columns = firm(100, 0, 150)
        abroad = columns | {"country": columns["country"].where(columns["country"].index != 0, "United Kingdom")}
        first, second = (group_sizes(one, key(number))["location"] for one in (columns, abroad))
        changed += not np.array_equal(first, second.reindex(first.index))
    assert changed <= 8


def test_every_column_of_a_report_has_its_place() -> None:
    assert set(WIDEST_FIRST) == {"department", "location", "country", "level", "age"}


def test_groups_of_a_column_make_about_all_people() -> None:
    for number in range(60):
        found, total = group_sizes(firm(160, 150, 190), key(number)), published_total(500, key(number))
        for column, sizes in found.items():
            assert 0.9 * total <= sizes.sum() <= 1.1 * total, column
