"""Which groups of people work in the roles that lose most: age, length of service, working time."""

from __future__ import annotations

import pandas as pd

from reallocate.output.table import Column, table
from reallocate.problem.firm.people_groups import group_counts, loss_by_occupation
from reallocate.problem.firm.solved_cases import SolvedCases


@table(
    "people_groups", "Groups of people",
    Column("about", "By"), Column("band", "Group"), Column("size", "People", "persons"),
    Column("share_losing", "In shrinking roles", "share",
           about="of the group; a role counts where it loses more positions than the firm does"),
    source="The scenario's roster against the plan's roles; groups of fewer than five left out.",
)  # fmt: skip
def people_groups(solved: SolvedCases) -> pd.DataFrame:
    """Groups of the roster's people in the roles that lose most; without rows where there is no roster."""
    staff = solved.problem.kept.staff
    if staff is None:
        return pd.DataFrame(columns=people_groups.names)
    return group_counts(staff.groups, loss_by_occupation(solved.plan))


def group_sentences(table: pd.DataFrame) -> list[str]:
    """Which groups are most and least in the roles that lose most, for each attribute.

    table : as from `group_counts`
    """
    lines = []
    for about, rows in table.groupby("about", sort=False):
        if len(rows) < 2:
            continue
        ordered = rows.sort_values("share_losing", kind="stable")
        least, most = ordered.iloc[0], ordered.iloc[-1]
        lines.append(
            f"By {about}: {most['share_losing']:.0%} of those “{most['band']}” work in the roles hit "
            f"hardest, {least['share_losing']:.0%} of those “{least['band']}”. Who leaves is not in a plan."
        )
    return lines
