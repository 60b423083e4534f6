"""Skills to gain: by hand on three elements, and on real occupations."""

from __future__ import annotations

from typing import cast

import numpy as np
import pandas as pd
import pytest

from reallocate.moves.distance import SHOWN_FROM, Requirements, skill_gaps
from reallocate.moves.firm_moves import move_context
from reallocate.moves.odds import Worker
from reallocate.work.world import World

ELEMENTS = pd.Index(["2.A.1.a", "2.A.1.b", "2.C.1.a"])


class Tables:
    """What of a World is asked for here."""

    def __init__(self, tables: dict[str, pd.DataFrame]) -> None:
        self.tables = tables

    def table(self, name: str) -> pd.DataFrame:
        return self.tables[name]


def three_elements() -> tuple[World, Requirements]:
    """One target that needs levels 4, 2 and 3 with published importance 5, 3 and 4."""
    rated = pd.DataFrame({"occupation": "x", "element": ELEMENTS, "importance": [5.0, 3.0, 4.0]})
    tables = {
        "skills": rated.iloc[:2],
        "knowledge": rated.iloc[2:],
        "elements": pd.DataFrame(
            {
                "element": ELEMENTS,
                "title": ["Reading", "Listening", "Law"],
                "domain": ["skill", "skill", "knowledge"],
            }
        ),
    }
    needs = Requirements(
        occupations=pd.Index(["x"]),
        elements=ELEMENTS,
        level=np.array([[4.0, 2.0, 3.0]]),
        importance=np.array([[1.0, 0.5, 0.75]]),
        education=np.ones((1, 1)),
        preparation=np.ones(1),
    )
    return cast(World, Tables(tables)), needs


def test_what_is_lacking_by_hand() -> None:
    world, needs = three_elements()
    found = skill_gaps(world, needs, np.array([3.0, 2.0, 1.0]), "x")
    # Importance 1, .5 and .75: all that is needed is 4 + 1 + 2.25.
    assert found["title"].tolist() == ["Law", "Reading"]
    assert found["lacking"].tolist() == pytest.approx([0.75 * 2 / 7.25, 1.0 / 7.25])
    assert found["importance"].tolist() == pytest.approx([0.75, 1.0])
    assert found[["level_now", "level_needed"]].to_numpy().tolist() == [[1.0, 3.0], [3.0, 4.0]]
    world, needs = three_elements()
    assert skill_gaps(world, needs, np.array([4.0, 5.0, 3.0]), "x").empty
    world, needs = three_elements()
    assert skill_gaps(world, needs, np.array([4.0 - SHOWN_FROM / 2, 2.0, 3.0]), "x").empty
    assert len(skill_gaps(world, needs, np.array([4.0 - SHOWN_FROM, 2.0, 3.0]), "x")) == 1


def test_gaps_are_what_coverage_lacks_and_a_skill_that_is_held_is_no_gap(world: World) -> None:
    needs = move_context(world).needs
    plain = skill_gaps(world, needs, Worker("43-4051").levels(needs), "11-3031")
    first = plain.iloc[0]
    held = skill_gaps(
        world, needs, Worker("43-4051", skills=(str(first["element"]),)).levels(needs), "11-3031"
    )
    assert first["element"] not in set(held["element"])
    assert held["element"].tolist() == plain["element"].tolist()[1:]
    assert 0 < plain["lacking"].sum() < 1 and plain["lacking"].is_monotonic_decreasing
    assert plain["level_now"].lt(plain["level_needed"]).all() and plain["importance"].between(0, 1).all()
    needs = move_context(world).needs
    assert needs.importance.min() >= 0 and needs.importance.max() <= 1
    own = Worker("43-4051").levels(needs)
    for target in ("11-3031", "15-1252", "29-1141"):
        place = int(np.asarray(needs.occupations.get_loc(target)))
        small = np.clip(needs.level[place] - own, 0.0, None)
        small = float(needs.importance[place] @ np.where(small < SHOWN_FROM, small, 0.0))
        whole = float(needs.importance[place] @ needs.level[place])
        lacking = float(skill_gaps(world, needs, own, target)["lacking"].sum()) + small / whole
        held = float(needs.importance[place] @ np.minimum(own, needs.level[place]))
        assert lacking == pytest.approx(1.0 - held / whole)
