"""Study and experience that moves ask: by origin, with years and cost, and in words."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from reallocate.data.bundle import load_tables
from reallocate.data.occupations import programme_table
from reallocate.kernel.errors import DataError
from reallocate.moves.study import entry_words, licences, requirements_in_words, span
from reallocate.moves.ways import Person, WaysContext, moves_of, ways_context
from reallocate.work.world import World


@pytest.fixture(scope="module")
def ways(world: World) -> WaysContext:
    return ways_context(world)


def move(ways: WaysContext, origin: str, target: str, person: Person | None = None) -> pd.Series:
    return moves_of(ways, origin, person).set_index("occupation").loc[target]


def test_the_shipped_table_is_the_list() -> None:
    shipped = load_tables()["programmes"]
    frame = pd.Index(load_tables()["occupations"]["occupation"])
    made = programme_table(frame)
    assert len(shipped) == len(made) and not shipped.duplicated(["occupation", "origin"]).any()
    assert shipped["source"].str.len().gt(8).all() and shipped["years"].between(0, 12).all()
    assert set(load_tables()["licences"]["occupation"]) <= set(shipped["occupation"]), "a licence has a programme"
    with pytest.raises(DataError, match="registered_nurse names 29-1141"):
        programme_table(frame.drop(["29-1141"]))


@pytest.mark.parametrize(
    ("origin", "target", "years", "tuition"),
    [
        ("29-2061", "29-1141", 1.5, 6_000),  # a licensed practical nurse becomes a registered one
        ("29-1141", "29-1171", 2.0, 15_000),
        ("33-9032", "53-3032", 0.15, 5_000),
        ("43-4051", "41-3021", 0.1, 400),
        ("43-4051", "41-2031", 0.0, 0),
        ("31-1120", "31-1131", 0.15, 1_200),
    ],
)
def test_years_and_cost_by_origin(
    ways: WaysContext, origin: str, target: str, years: float, tuition: float
) -> None:
    row = move(ways, origin, target)
    assert (row["years"], row["tuition"]) == pytest.approx((years, tuition))


def test_schooling_that_is_lacking_takes_years_and_what_is_held_is_not_asked_again(ways: WaysContext) -> None:
    """From teaching assistant (13 years of school by O*NET) to primary school: a bachelor's, which is a must."""
    facts = ways.facts
    own = facts.usual_schooling[facts.place("25-9045")]
    row = move(ways, "25-9045", "25-2021")
    assert row["years"] == 16 - own and row["tuition"] == pytest.approx(10_000 + 10_000 * (row["years"] - 1))
    schooled = move(ways, "25-9045", "25-2021", Person(education=6))
    assert schooled["years"] == 1.0 and schooled["tuition"] == 10_000
    assert move(ways, "33-9032", "53-3032", Person(fields=("53-3032",)))["years"] == 0
    assert move(ways, "31-1120", "29-2061", Person(fields=("29-1141",)))["years"] == 0
    # BLS asks 5 years of managers of operations; an assistant's do not count, a manager's of the group do.
    assert move(ways, "13-2011", "11-3031")["experience"] == 0
    assert move(ways, "25-2031", "11-9032")["experience"] == 0, "the programme names teaching"
    assert move(ways, "11-1021", "11-3031")["experience"] == 5
    assert move(ways, "15-1252", "11-3021")["experience"] == 0, "computing work leads to its management"
    assert move(ways, "47-2031", "47-1011")["experience"] == 0, "foremen come from the trades they supervise"
    assert move(ways, "53-3032", "47-1011")["experience"] == 5
    assert (np.diag(ways.listed.years)[ways.listed.asks == ""] == 0).all()


def test_what_is_asked_stands_in_words_with_time_and_money(world: World, ways: WaysContext) -> None:
    """Held to 7: whatever asks study says how long and how much."""
    words = entry_words(world)
    for code in ways.facts.occupations[::9]:
        moves = moves_of(ways, str(code))
        said, licence = requirements_in_words(moves, words), licences(moves, words)
        for row, text, held in zip(moves.to_dict("records"), said, licence, strict=True):
            if row["years"] > 0:
                assert any(unit in text for unit in ("week", "month", "year")), text
                assert "USD" in text or "no tuition" in text, text
            else:
                assert held == "" and "USD" not in text
            assert row["experience"] == 0 or "does not count" in text
    rows = moves_of(ways, "29-2061")
    text = dict(zip(rows["occupation"], requirements_in_words(rows, words), strict=True))
    assert text["29-1141"] == "1.5 years, about 6,000 USD: nursing degree and licence"


@pytest.mark.parametrize(
    ("years", "words"), [(0.02, "1 week"), (0.15, "8 weeks"), (0.5, "6 months"), (1.0, "1 year"), (2.0, "2 years")]
)
def test_how_long_study_takes_in_words(years: float, words: str) -> None:
    assert span(years) == words
