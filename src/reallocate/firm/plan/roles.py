"""Tables of who and what a plan changes: roles, kinds of work, activities, moves."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

import numpy as np
import pandas as pd

from reallocate.firm.model.firm import NOTICE, SEVERANCE
from reallocate.firm.model.inputs import ALL_KINDS, DIRECTING_ROLE, DIRECTING_TITLE
from reallocate.firm.model.plan import MODES, Outcome, hours_people_work, modes_table
from reallocate.firm.model.quality_rules import unfixed_share
from reallocate.firm.plan.systems import systems_by_activity
from reallocate.firm.request.prepare import PlanProblem
from reallocate.firm.request.saved import ROLE_TABLE, kept_roles
from reallocate.kernel.arrays import Array
from reallocate.kernel.table import BY_ROW, Column, of_unit, table
from reallocate.kernel.units import THOUSAND
from reallocate.work.firm import titles_apart
from reallocate.work.hours import DIRECTING
from reallocate.work.reach import SOURCE_WORDS

_LITTLE = 0.5


def positions_by_kind(outcome: Outcome) -> Array:
    """Positions at the end, each role's shared out over kinds by the hours its people work.

    (role, kind) [FTE]
    """
    hours = hours_people_work(outcome)
    total = hours.sum(axis=1, keepdims=True)
    share = np.divide(hours, total, out=np.zeros_like(hours), where=total > 0)
    result: Array = share * outcome.headcount[:, -1:]
    return result


def role_changes(plan: Outcome, base: Outcome, roles: pd.DataFrame) -> pd.DataFrame:
    """One row a role: where it stands in baseline and plan, by which routes, and how its work is done.

    plan, base : the plan and its baseline
    roles : (role) title, occupation
    """
    i = plan.inputs
    work = plan.workload[:, -1]
    automated = plan.by_role(plan.automated)[:, -1]
    augmented = plan.by_role(plan.with_ai - plan.automated)[:, -1]
    by_kind = i.work_by_kind + i.coordination_by_kind
    main = [ALL_KINDS[k] for k in by_kind.argmax(axis=1)]
    main[-1] = DIRECTING
    known = roles.reindex(i.roles)
    title = titles_apart(roles).reindex(i.roles).fillna(DIRECTING_TITLE)
    code = known["occupation"].astype(object).where(known["occupation"].notna(), DIRECTING_ROLE)
    safe = np.where(work > 0, work, 1.0)
    return pd.DataFrame(
        {
            "role": i.roles.to_numpy(),
            "title": title.to_numpy(),
            "occupation": code.to_numpy(),
            "kind": main,
            "headcount": i.headcount,
            "baseline_end": base.headcount[:, -1],
            "plan_end": plan.headcount[:, -1],
            "delta": plan.headcount[:, -1] - base.headcount[:, -1],
            "layoffs": plan.layoffs.sum(axis=1),
            "quits": plan.quits.sum(axis=1),
            "moves_out": plan.moves_out.sum(axis=1),
            "moves_in": plan.moves_in.sum(axis=1),
            "hires": plan.hires.sum(axis=1),
            "contractors": i.contractors,
            "contractors_end": plan.contractors[:, -1],
            "automated_share": automated / safe,
            "augmented_share": augmented / safe,
        }
    )


def kind_table(plan: Outcome, base: Outcome) -> pd.DataFrame:
    """One row a kind of work: hours by mode in the last quarter, positions in baseline and plan.

    Of the automated hours, those whose output is bad and stays unnoticed are told beside.

    plan, base : the plan and its baseline
    """
    modes = modes_table(plan)
    last = modes[modes["period"] == modes["period"].max()]
    hours = last.pivot(index="kind", columns="mode", values="hours").reindex(list(ALL_KINDS))[list(MODES)]
    before, after = positions_by_kind(base).sum(axis=0), positions_by_kind(plan).sum(axis=0)
    table: pd.DataFrame = hours.rename_axis(columns=None).reset_index()
    table.insert(1, "hours", hours.sum(axis=1).to_numpy())
    cells = plan.inputs.cells
    unfixed = (unfixed_share(plan.inputs) * plan.automated)[:, -1] * THOUSAND
    bad = pd.Series(unfixed[cells.entry_cell] * cells.entry_share).groupby(cells.entry_kind).sum()
    table["unfixed"] = bad.reindex(table["kind"]).fillna(0.0).to_numpy()
    return table.assign(positions_baseline=before, positions_plan=after, delta=after - before)


def activity_table(plan: Outcome, activities: pd.DataFrame) -> pd.DataFrame:
    """One row an activity that AI reaches: hours within installed reach, augmented, automated, systems.

    activities : (activity) title, kind
    Activities that one system serves have the same shares of their reach augmented and automated.
    Hours in the last quarter that a person would have needed; systems, those put up, and the work within
    reach that one must serve to cover its cost.
    """
    cells = plan.inputs.cells
    of_cell = pd.DataFrame(
        {
            "hours": cells.hours * plan.inputs.growth[-1] * THOUSAND,
            "augmented": (plan.with_ai - plan.automated)[:, -1] * THOUSAND,
            "automated": plan.automated[:, -1] * THOUSAND,
        }
    )
    of_entry = of_cell.iloc[cells.entry_cell].mul(cells.entry_share, axis=0).reset_index(drop=True)
    hours = of_entry.groupby(cells.entry_activity).sum().rename_axis("activity").reset_index()
    known = activities.loc[hours["activity"], ["title", "kind"]].reset_index(drop=True)
    hours.insert(1, "title", known["title"])
    hours.insert(2, "kind", known["kind"])
    systems = systems_by_activity(plan).reindex(hours["activity"].tolist()).reset_index(drop=True)
    hours = hours.join(systems)
    return hours.sort_values(["automated", "activity"], ascending=[False, True], ignore_index=True)


def move_table(plan: Outcome, roles: pd.DataFrame) -> pd.DataFrame:
    """Redeployment over the plan: from which role to which, how many, with what training.

    roles : (role) title
    """
    i, p = plan.inputs, plan.inputs.options.parameters
    known = i.move_table.assign(positions=plan.moves.sum(axis=1))
    directing = pd.DataFrame(
        {
            "origin": i.roles.to_numpy(),
            "target": DIRECTING_ROLE,
            "positions": plan.to_directing.sum(axis=1),
            "training_weeks": p["directing_training_weeks"],
            "training_cost": 0.0,
            "basis": "job zone 4 or above",
        }
    )
    columns = ["origin", "target", "positions", "training_weeks", "training_cost", "basis"]
    table = pd.concat([known[columns], directing[columns]], ignore_index=True)
    table = table[table["positions"] > 0.5].sort_values(["positions", "origin"], ascending=[False, True])
    title = titles_apart(roles)
    names = title.reindex(table["target"]).fillna(DIRECTING_TITLE).to_numpy()
    table.insert(1, "origin_title", title.reindex(table["origin"]).to_numpy())
    table.insert(3, "target_title", names)
    return table.reset_index(drop=True)


def informative_ranges(roles: pd.DataFrame) -> pd.DataFrame:
    """Roles with their range over near-optimal plans only where it tells something of the role.

    roles : (row) baseline_end, delta_low, delta_high [FTE], as far as they are known
    A share of the whole firm's cost buys many times what a small role has: where as many positions as the
    role would have otherwise could come on top of them, the range is left out.
    """
    needed = {"baseline_end", "delta_low", "delta_high"}
    if not needed <= set(roles.columns):
        return roles
    idle = (roles["baseline_end"] > 0) & (roles["delta_high"] >= roles["baseline_end"])
    return roles.assign(**{end: roles[end].mask(idle) for end in ("delta_low", "delta_high")})


def contractor_sentences(plan: Outcome) -> list[str]:
    """How many people from outside are ended, in words; nothing where there are none."""
    i = plan.inputs
    start, end = float(i.contractors.sum()), float(plan.contractors[:, -1].sum())
    if start == 0:
        return []
    lines = f"Of {start:,.0f} FTE from outside {start - end:,.0f} are ended, who get no severance"
    if plan.layoffs.sum() < _LITTLE:
        return [f"{lines}."]
    kept = (plan.layoffs > _LITTLE) & (plan.contractors > _LITTLE)
    if not kept.any():
        return [f"{lines}; layoffs come where none are left or in roles without them."]
    return [
        f"{lines}; in {kept.any(axis=1).sum()} roles people are laid off while some from outside stay, at "
        f"{i.options.parameters['contractor_rate']:g} times the cost of the firm's own."
    ]


def ranged(*columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Ranges beside the figures of the first answer, which it does not have itself."""
    return tuple(replace(one, optional=True) for several in columns for one in several)


SOLVED = "Solved by this plan from the sheet Assumptions and the firm's roles."
SOLVED_AGAIN = "The plan solved again for each row; see the sheet Assumptions for what stays the same."
SOURCE_RANGES = "Ranges: near-optimal plans, and the sources of reach"

CASE, PERIOD, UNIT = Column("case"), Column("period", "Quarter"), Column("unit")
NOTE = Column("note", absent=" ")
SENTENCE = Column("sentence", "In words")
SOURCE = Column("source", words=SOURCE_WORDS)
ROLE, KIND_OF_WORK = Column("role", "Role, code"), Column("kind", "Kind of work")
TITLE = Column("title", "Role")
FAMILY = (Column("family", "Role family, code"), Column("title", "Role family"))
TO = (Column("target", "To, code"), Column("target_title", "To"))

MODE_COLUMNS = {
    "human": "done by people",
    "augmented": "people with AI",
    "automated": "automated, reviewed by people",
    "dropped": "left undone",
}
"""How work is done -> words."""

POSITIONS = Column("positions", "Positions", "FTE", signed=True)
LAYOFFS = Column("layoffs", unit="FTE")
SAVING = Column("saving", "Run-rate saving", "USD million/year")
CASH_FIGURES = (
    SAVING,
    Column("one_off", "One-off cost", "USD million"),
    Column("break_even_month", "Break-even month", "months"),
)
WORK_DROPPED = Column("work_dropped", "Undone, last quarter", "share of work")
PRESENT_VALUE = Column("present_value", "Cost, present value", "USD million")
EXTRA_COST = Column("extra_cost", "Extra cost", "USD million")
EXTRA_SHARE = Column("extra_share", "Extra cost, share", "share")
RANGE = of_unit(BY_ROW, low="Low", high="High")
NEAR_OPTIMAL = of_unit("FTE", signed=True, delta_low="Near-optimal, low", delta_high="Near-optimal, high")
NEAR_OPTIMAL_LAYOFFS = of_unit("FTE", layoffs_low="Fewest layoffs", layoffs_high="Most layoffs")
OVER_SOURCES = of_unit(
    "FTE", signed=True, sources_low="Lowest over sources", sources_high="Highest over sources"
)
HEADCOUNT_COLUMNS = (
    *of_unit("FTE", headcount="Today", baseline_end="Baseline at the end", plan_end="Plan at the end"),
    Column("delta", "Change", "FTE", signed=True),
)
FLOWS = of_unit(
    "FTE", layoffs="Layoffs", quits="Quits", moves_out="Moved out", moves_in="Moved in", hires="Hires"
)
ROUTES = of_unit(
    "FTE", begin="At the start", open_filled="Open positions filled", other_hires="Other hires",
    moves_in="Moved in", quits="Quits", voluntary="Voluntary exits", moves_out="Moved out", layoffs="Layoffs",
    end="At the end",
)  # fmt: skip
_ROLES_AS_READ = (
    Column("code", "Occupation code"), Column("title"), Column("basis"), Column("headcount", unit="FTE"),
    Column("open_positions", unit="positions"), Column("loaded_cost", unit="USD/FTE/year"),
    Column("contractors", unit="FTE", optional=True),
    Column("protected", unit="FTE", optional=True, about="whom a promise to their place keeps from layoffs"),
    Column("sure", unit="FTE", optional=True, about="whose title is sure"),
    Column(NOTICE, unit="days", optional=True, about="of a roster's people, on average, where a law decides"),
    Column(SEVERANCE, unit="USD/exit", optional=True, about="the statutory minimum, as above"),
    Column("own_pay", unit="share of headcount", optional=True),
    Column("department", optional=True), Column("location", optional=True), Column("country", optional=True),
    Column("level", optional=True),
)  # fmt: skip


class _Prepared(Protocol):
    """Whatever was solved for one firm."""

    @property
    def problem(self) -> PlanProblem:
        """The firm as it was planned."""


@table(
    ROLE_TABLE, "The firm's role table", _ROLES_AS_READ, optional=True, sheet=False,
    source="As read from the scenario's role table or made from its roster.",
)  # fmt: skip
def role_table(solved: _Prepared) -> pd.DataFrame | None:
    """The scenario's own role table, so that a saved result can be computed again; none where it has none."""
    return kept_roles(solved.problem.table)
