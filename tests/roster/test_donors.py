"""People of small departments, sites and countries: what is published never depends on what they do."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from tests.worlds import small_world

from reallocate.roster.donors import FEW, TIMES, with_donors
from reallocate.roster.record import record
from reallocate.roster.roster import Roster, read_roster, roles_of
from reallocate.work.dimensions import OTHER

SMALL = small_world()
HEADER = "id,title,department,site,base,status,manager,birth_year"
TITLES = ("Software Developers", "Data Scientists", "Financial Managers", "Insurance Underwriters")
LABS = {"Lab A": "Software Developers", "Lab B": "Financial Managers"}


def written(folder: Path, people: int = 400, each: int = 4) -> Path:
    """A firm with two departments of four, each of one occupation and site; row 1 leads everybody."""
    draws = np.random.default_rng(5)
    rows = [
        [draws.choice(TITLES), draws.choice(["Claims", "Sales"]), draws.choice(["Bonn", "Bern"])] for _ in range(people)
    ]
    rows += [[title, lab, "Bonn"] for lab, title in LABS.items() for _ in range(each)]
    lines = [
        f"{number},{','.join(row)},{60_000 + 100 * number},{'open' if number % 9 == 8 and number < people else 'filled'},"
        f"{'' if number == 0 else number % 7 if number > 6 else 0},{1965 + number % 35}"
        for number, row in enumerate(rows)
    ]
    path = folder / "people.csv"
    path.write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")
    return path


def under(read: Roster, key: int) -> Roster:
    return replace(read, people=replace(read.people, key=f"key {key}".encode()))


def closed(read: Roster, department: str) -> Roster:
    rows = read.people.rows[read.people.rows["department"].ne(department)]
    return replace(read, people=replace(read.people, rows=rows), occupations=read.occupations[rows.index])


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Roster:
    return read_roster(written(tmp_path_factory.mktemp("firm")), SMALL)


def test_which_department_of_four_is_closed_shows_in_no_figure(read: Roster) -> None:
    different = 0
    for key in range(8):
        first, second = (closed(under(read, key), lab) for lab in LABS)
        different += record(first, []) != record(second, [])
        roles = [roles_of(one, 1.4, ("department", "location")).roles for one in (first, second)]
        different += not roles[0].equals(roles[1])
    assert different == 0
    first, second = (closed(read, lab) for lab in LABS)
    exact = [roles_of(one, 1.4, exact=True).roles for one in (first, second)]
    assert not exact[0].equals(exact[1]), "exact figures show it"


def test_only_people_of_small_groups_have_attributes_of_donors(read: Roster) -> None:
    rows, shown = read.people.rows, read.shown.people.rows
    small = rows["department"].isin(list(LABS))
    own = [name for name in rows if name != "manager"]
    assert shown.loc[~small, own].equals(rows.loc[~small, own])
    assert shown.loc[small, "department"].eq(OTHER).all() and not shown["department"].isin(list(LABS)).any()
    assert shown["status"].equals(rows["status"])
    pairs = set(zip(rows["title"], rows["base"], strict=True))
    assert set(zip(shown["title"], shown["base"], strict=True)) <= pairs, "a donor is a whole person"


@pytest.mark.long
def test_figures_are_right_in_the_mean_over_keys(read: Roster) -> None:
    rows, codes = read.people.rows, read.occupations
    counts = [with_donors(rows, codes, f"key {key}".encode())[1].value_counts() for key in range(400)]
    mean = pd.concat(counts, axis=1).mean(axis=1)
    small = rows["department"].isin(list(LABS))
    expected = codes[~small].value_counts() + small.sum() * codes[~small].value_counts(normalize=True)
    assert np.allclose(mean, expected.reindex(mean.index), atol=0.4)


def test_nobody_leads_in_a_circle_and_every_manager_stays(read: Roster) -> None:
    shown = read.shown.people.rows["manager"]
    for row in shown.index:
        at, steps = row, 0
        while pd.notna(shown[at]):
            at, steps = int(shown[at]), steps + 1
            assert steps < len(shown)


def test_from_nine_people_on_a_department_may_count_as_it_is(tmp_path: Path) -> None:
    def kept(each: int) -> float:
        found = read_roster(written(tmp_path, 100, each), SMALL)
        return float(np.mean([under(found, key).shown.people.rows["department"].eq("Lab A").any() for key in range(60)]))

    assert kept(int(FEW)) == 0.0 and 0.1 < kept(10) < 0.9 and kept(int(TIMES * FEW) + 3) == 1.0


def test_the_order_of_rows_and_a_pay_rise_elsewhere_change_nothing_of_it(read: Roster) -> None:
    rows, codes = read.people.rows, read.occupations
    draws = np.random.default_rng(3)
    order = draws.permutation(rows.index)
    mixed = with_donors(rows.loc[order], codes.loc[order], b"key")[0]
    usual = with_donors(rows, codes, b"key")[0]
    assert sorted(mixed["title"]) == sorted(usual["title"]) and mixed["base"].sum() == usual["base"].sum()


def test_the_report_and_the_plan_say_how_many_count_so(read: Roster) -> None:
    told = " ".join(roles_of(read, 1.4).notes)
    assert "fewer than 50 people work in departments, sites or countries of fewer than eight to twelve people" in told
    assert "drawn from the whole firm" not in " ".join(roles_of(read, 1.4, exact=True).notes)
