"""What a reader must know of a firm's figures before believing them, computed from its own plan."""

from __future__ import annotations

import numpy as np
import pandas as pd

from reallocate.output.table import Tables
from reallocate.plan.quits import MONTHS_A_QUARTER
from reallocate.problem.firm.cut_text import foreign_quits
from reallocate.problem.firm.solved_cases import SolvedCases

HANDS_ON = "hands-on"
SURPRISING = 0.10
"""Share of hands-on hours automated that calls for a word; over all US jobs both people's and
GPT-4's labels make less than 4% of them automatable."""
DESK_GROUPS = ("11", "13", "15", "23", "41", "43")
"""Major groups of jobs at a desk: managers, business, computers, law, sales, office."""
NAMED = 3
ALIKE = 5e-5
"""[share/month] Quits that differ by less are the same."""


def caveats(solved: SolvedCases, tables: Tables) -> list[str]:
    """Notes on how the firm was put together, and on figures that are easily misread.

    tables : made of them
    """
    lines = [note.sentence for note in solved.problem.notes]
    return [
        *lines, *foreign_quits(solved.problem), *_quits_by_role(solved),
        *_hands_on(solved, tables["kinds"], tables["activities"]),
    ]  # fmt: skip


def _quits_by_role(solved: SolvedCases) -> list[str]:
    """How far quits differ between roles with people in them; nothing where they are alike."""
    inputs, roles = solved.plan.inputs, solved.problem.setting.firm.roles
    monthly = pd.Series(1 - (1 - inputs.quits) ** (1 / MONTHS_A_QUARTER), index=inputs.roles)
    monthly = monthly[inputs.headcount > 0].sort_values()
    low, high = (float(monthly.iloc[end]) for end in (0, -1))
    if high - low < ALIKE:
        return []
    least, most = (str(roles["title"].get(monthly.index[end])) for end in (0, -1))
    mean = inputs.options.parameters["quits_per_month"]
    return [
        f"Quits differ by role: {low:.2%} a month in {least}, {high:.2%} in {most}, {mean:.2%} on average. "
        "The differences are those of exits and transfers by occupation (BLS Employment Projections 2024–34)."
    ]


def _hands_on(solved: SolvedCases, kinds: pd.DataFrame, activities: pd.DataFrame) -> list[str]:
    """Hands-on work of an office is mostly watching screens and papers: said where much is automated."""
    row = kinds.set_index("kind").loc[HANDS_ON]
    share = row["automated"] / row["hours"] if row["hours"] > 0 else 0.0
    if share <= SURPRISING:
        return []
    most = activities[activities["kind"] == HANDS_ON].nlargest(NAMED, "automated")
    named = "; ".join(str(title) for title in most["title"])
    return [
        f"{share:.0%} of the work called hands-on is automated. Each of the 37 "
        "activities is assigned "
        f"to one kind of work, the same in all jobs. {_at_desks(solved):.0%} of these automated hours are "
        "in management, business, "
        "computer, legal, sales and office roles. There the activity means watching systems, accounts and "
        f"papers rather than machines and materials. Most of it: {named}."
    ]


def _at_desks(solved: SolvedCases) -> float:
    """The share of automated hands-on hours that comes from roles at a desk."""
    cells = solved.plan.inputs.cells
    roles = solved.problem.setting.firm.roles["occupation"].reindex(solved.plan.inputs.roles)
    at_desk = roles.fillna("").astype(str).str[:2].isin(DESK_GROUPS).to_numpy()
    hours = solved.plan.automated[cells.entry_cell, -1] * cells.entry_share
    hours = hours * (cells.entry_kind == HANDS_ON).to_numpy()
    total = float(np.sum(hours))
    return float(hours[at_desk[cells.entry_role]].sum() / total) if total > 0 else 0.0
