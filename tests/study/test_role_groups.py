"""Roles that are planned in groups: added up, ranged as a group, and said."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from reallocate.firm.plan.groups import group_of, grouping_sentences
from reallocate.firm.plan.people import groups, roles
from reallocate.firm.plan.roles import informative_ranges
from reallocate.firm.plan.solved import RangedPlan, Ranges, Spread
from reallocate.firm.report.questions import WholePlan
from reallocate.kernel.table import computed

OFFICE = "Other Office and Administrative Support Occupations (2 roles)"
JOINED = ["43-4051", "43-9041"]


def tables_of(whole: WholePlan, ranges: Ranges | None = None) -> dict[str, pd.DataFrame]:
    spread = Spread(ranges or whole.ranges, whole.sources.others.plans)
    return computed((roles, groups), RangedPlan(whole.first.solved, spread))


@pytest.fixture(scope="module")
def grouped(whole: WholePlan) -> dict[str, pd.DataFrame]:
    """The small study as if its two office roles had been planned together."""
    ends = {role: (10.0, 2_000.0) for role in whole.ranges.roles if role not in JOINED}
    ranges = replace(whole.ranges, roles={**ends, "43-0000": (900.0, 950.0)})
    return tables_of(whole, ranges)


def test_a_range_wider_than_its_role_is_not_told() -> None:
    """Two positions that could be a thousand say nothing of the two; a new role has none before the plan."""
    roles = pd.DataFrame(
        {
            "role": ["large", "small", "new"],
            "baseline_end": [500.0, 2.0, 0.0],
            "delta_low": [-20.0, -0.1, 0.0],
            "delta_high": [450.0, 990.0, 70.0],
        }
    ).set_index("role")
    told = informative_ranges(roles)
    assert told.loc["small", ["delta_low", "delta_high"]].isna().all()
    assert told.drop("small").equals(roles.drop("small"))
    assert informative_ranges(roles[["delta_low"]]).equals(roles[["delta_low"]]), "nothing to judge it by"


def test_a_group_adds_up_its_roles_and_has_their_range(grouped: dict[str, pd.DataFrame]) -> None:
    roles, groups = grouped["roles"].set_index("role"), grouped["groups"].set_index("role")
    assert len(groups) == len(roles) - 1
    office = groups.loc["43-0000"]
    assert office["title"] == OFFICE and office["roles"] == 2
    for figure in ("headcount", "baseline_end", "plan_end", "delta", "layoffs", "quits", "hires"):
        assert office[figure] == pytest.approx(roles.loc[JOINED, figure].sum()), figure
        assert groups[figure].sum() == pytest.approx(roles[figure].sum()), figure
    base = roles.loc[JOINED, "baseline_end"].sum()
    assert office["delta_low"] == pytest.approx(min(900 - base, office["delta"]))
    assert office["delta_high"] == pytest.approx(max(950 - base, office["delta"]))
    assert office["sources_low"] <= office["delta"] + 1e-9 <= office["sources_high"] + 2e-9


def test_a_role_in_a_group_names_it_and_has_no_range_of_its_own(grouped: dict[str, pd.DataFrame]) -> None:
    roles = grouped["roles"].set_index("role")
    assert (roles.loc[JOINED, "group"] == OFFICE).all()
    assert roles.loc[JOINED, ["delta_low", "delta_high"]].isna().all(axis=None)
    others = roles.drop(JOINED)
    assert (others["group"] == "").all() and others[["delta_low", "delta_high"]].notna().all(axis=None)


def test_ranges_of_layoffs_stand_beside_the_layoffs_where_they_were_computed(whole: WholePlan) -> None:
    assert tables_of(whole)["groups"]["layoffs_low"].isna().all() != bool(whole.ranges.role_layoffs)
    known = replace(whole.ranges, role_layoffs={"43-4051": (30.0, 40.0), "11-3021": (0.0, 9.0)})
    tables = tables_of(whole, known)
    for name in ("roles", "groups"):
        table = tables[name].set_index("role")
        assert table.loc["11-3021", ["layoffs_low", "layoffs_high"]].tolist() == [0.0, 9.0]
        assert table.loc["43-4051", "layoffs_high"] == 40.0
        assert table.loc["43-4051", "layoffs_low"] == pytest.approx(table.loc["43-4051", "layoffs"]), "widened"
        assert np.isnan(table.loc["43-9041", "layoffs_low"])


def test_the_reader_is_told_how_many_roles_the_ranges_rest_on(grouped: dict[str, pd.DataFrame]) -> None:
    said = grouping_sentences(grouped["roles"], grouped["groups"])
    assert len(said) == 1
    assert "on 5 roles instead of 6. 2 small roles, each at most 40.0% of headcount" in said[0]
    assert "are merged into 1 major group of occupations" in said[0]


def test_nothing_is_said_where_nothing_is_grouped(whole: WholePlan) -> None:
    tables = tables_of(whole)
    assert grouping_sentences(tables["roles"], tables["groups"]) == []
    both = tables["roles"].set_index("role"), tables["groups"].set_index("role")
    np.testing.assert_allclose(both[0]["delta"], both[1].loc[both[0].index, "delta"])


def test_a_role_with_its_group_s_name_is_only_a_part_of_it(whole: WholePlan) -> None:
    """15-0000 of small roles lies within 15-0000 of the coarser grouping."""
    roles = pd.DataFrame(
        {"role": ["15-0000", "15-1252", "11-3021"], "occupation": ["15-0000", "15-1252", "11-3021"]}
    )
    ranges = replace(whole.ranges, roles={"15-0000": (1.0, 2.0), "11-3021": (3.0, 4.0)})
    found = group_of(whole.first.setup.problem, ranges, roles)
    assert list(found) == ["15-0000", "15-0000", "11-3021"]
