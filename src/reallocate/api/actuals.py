"""What happened beside what was planned, quarter by quarter, and the cheapest way on from there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from reallocate.api.command_line import command_line
from reallocate.api.happened import happened
from reallocate.api.out import free_folder
from reallocate.api.plan import Plan
from reallocate.api.progress import Progress, shown
from reallocate.api.saved import open as open_result
from reallocate.api.spelling import python_errors
from reallocate.firm.report.result import PLAN, plan_study, scenario_of, world_of
from reallocate.firm.request.kept import Kept
from reallocate.firm.request.read import firm_scenario
from reallocate.kernel.errors import InputError, Problem
from reallocate.kernel.number import priced, with_minus
from reallocate.render.provenance import records

if TYPE_CHECKING:
    import pandas as pd


_HALF, _LISTED = 0.5, 3


@dataclass(frozen=True, eq=False)
class _Actuals:
    """Headcounts that happened beside the planned ones.

    quarter : the last that happened, at whose end the table stands
    table : (row) role, title, planned, happened, difference, planned_end, now_end [FTE]; planned is missing
        where the plan has the role only in a group
    quarters : (row) quarter, roles, planned, happened, difference of the roles that the table has [FTE];
        joined, left, moved [persons], where its rows are people; planned_whole, now_whole, positions of the
        plan and of the plan from there [FTE]
    lines : the finding, in words
    plan : the plan in which what happened is held and the rest is at least cost
    """

    quarter: str
    table: pd.DataFrame
    quarters: pd.DataFrame
    lines: tuple[str, ...]
    plan: Plan

    def to_dict(self) -> dict[str, Any]:
        """The figures as data of JSON."""
        rows = {"roles": records(self.table), "quarters": records(self.quarters)}
        return {"quarter": self.quarter, "lines": list(self.lines), **rows}


@python_errors
def actuals(
    plan: Plan | str | Path,
    headcount: str | Path | pd.DataFrame | Sequence[str | Path | pd.DataFrame],
    *,
    quarter: str | None = None,
    out: str | Path | None = None,
    progress: Progress = True,
) -> _Actuals:
    """Compare real headcounts of one quarter or several with a plan, and plan again from the last.

    plan : as made, or the folder of a saved one
    headcount : file or table of role, quarter and headcount at the quarter's end, with department, site or
        country; or a row a person, with role, quarter and employee id; or several of them
    quarter : of one table that does not say, such as "2026 Q3"; the plan's first by default
    out : folder to save the new plan in; checked before the work
    progress : `False` for none, or a function that is called with each stage
    The new plan has the same quarters, so AI installed and money spent by then stay. Roles that are not in
    the table are completed at least cost. Raises `InputError` with everything that is wrong in the table.
    """
    save_in = free_folder(out, PLAN)
    before = _plan_of(plan)
    came = happened(headcount, quarter or str(before.facts["periods"][0]), before.in_dollars("roles"))
    with TemporaryDirectory() as folder, shown(progress) as say:
        file = Path(folder) / came.name
        came.rows.to_csv(file, index=False)
        written = scenario_of(before, Path(folder))
        asked = firm_scenario(written, given=file)
        made = plan_study(
            asked, world_of(before), progress=say, command=command_line() or str(before.facts["command"]),
            within=before.facts["options"]["within"], quick=True, near=before,
            kept=Kept.read(before.inputs),
        )  # fmt: skip
    now = Plan.of(made).saved_in(save_in)
    table, last = _compared(before, now)
    quarters = _by_quarter(before, now, came.people)
    lines = _lines(before, now, table, last)
    lines[1:1] = _over_quarters(quarters)
    return _Actuals(last, table, quarters, tuple(_with_privacy(before, lines)), now)


def headcount_form(plan: Plan) -> pd.DataFrame:
    """The table that `actuals` takes, with blank headcounts to fill in: (row) a role of the plan.

    planned : [FTE] at the end of the plan's first quarter; a column that is not read
    """
    import pandas as pd

    walk, titles = plan.in_dollars("headcount"), plan.in_dollars("roles").set_index("role")["title"]
    first = str(plan.facts["periods"][0])
    rows = walk[walk["case"].eq("plan") & walk["period"].eq(first) & walk["role"].isin(titles.index)]
    return pd.DataFrame(
        {
            "role": rows["role"], "title": rows["role"].map(titles), "quarter": first, "headcount": "",
            "planned": rows["end"].round(1),
        }
    )  # fmt: skip


def _plan_of(plan: Plan | str | Path) -> Plan:
    made = open_result(plan) if isinstance(plan, str | Path) else plan
    if made.kind is not PLAN:
        what = f"this is {made.kind.phrase}, not a plan"
        raise InputError(Problem(what, made.title, "Give what reallocate.plan(…) returns, or its folder."))
    return Plan.of(made)


def _compared(before: Plan, now: Plan) -> tuple[pd.DataFrame, str]:
    """Planned and real headcount of each row of the table, and the last quarter that it has."""
    stated = now.in_dollars("given")
    last = str(stated["quarter"].max())
    stated = stated[stated["quarter"].eq(last) & stated["headcount"].notna()]
    walk, ends = before.in_dollars("headcount"), before.in_dollars("roles").set_index("role")["plan_end"]
    planned = walk[walk["case"].eq("plan") & walk["period"].eq(last)].set_index("role")["end"]
    after = now.in_dollars("own_plan_roles").set_index("role")
    titles = now.in_dollars("roles").set_index("role")["title"]
    role = stated["role"]
    table = stated[["role"]].assign(
        title=role.map(titles),
        planned=role.map(planned),
        happened=stated["headcount"].astype(float),
        planned_end=role.map(ends),
        now_end=role.map(after["own_end"]),
    )
    table.insert(4, "difference", table["happened"] - table["planned"])
    order = table["difference"].abs().sort_values(ascending=False, kind="stable").index
    return table.loc[order].reset_index(drop=True), last


def _by_quarter(before: Plan, now: Plan, people: pd.DataFrame) -> pd.DataFrame:
    """Planned and real headcount of the roles that each quarter states, and positions of both plans.

    people : (quarter) who joined, left and moved; empty where rows are no people
    """
    import pandas as pd

    stated = now.table("given")
    stated = stated[stated["headcount"].notna()]
    walk = before.table("headcount")
    walk = walk[walk["case"].eq("plan")]
    planned = walk.set_index(["period", "role"])["end"]
    both = stated.assign(
        planned=planned.reindex(pd.MultiIndex.from_frame(stated[["quarter", "role"]])).to_numpy()
    ).dropna(subset=["planned"])
    sums = both.groupby("quarter").agg(
        roles=("role", "size"), planned=("planned", "sum"), happened=("headcount", "sum")
    )
    sums.insert(3, "difference", sums["happened"] - sums["planned"])
    columns = [*sums.columns, "joined", "left", "moved"]
    found = sums.join(people.reindex(sums.index)).reindex(columns=columns)
    again = now.table("own_plan_quarters").set_index("quarter")["positions_own"]
    whole = pd.DataFrame({"planned_whole": walk.groupby("period")["end"].sum(), "now_whole": again})
    return whole.join(found)[[*columns, *whole.columns]].rename_axis("quarter").reset_index()


def _over_quarters(quarters: pd.DataFrame) -> list[str]:
    """How the difference went from quarter to quarter, and who came, left and moved."""
    rows = quarters.dropna(subset=["happened"])
    if len(rows) < 2:
        return []
    each = ", ".join(
        f"{quarter} {gap:+,.0f}" for quarter, gap in zip(rows["quarter"], rows["difference"], strict=True)
    )
    lines = [f"Against the plan by quarter: {with_minus(each)}."]
    known = rows.dropna(subset=["joined"])
    if len(known):
        joined, left, moved = (int(known[name].sum()) for name in ("joined", "left", "moved"))
        lines.append(
            f"After {rows['quarter'].iloc[0]} {joined:,} joined, {left:,} left and {moved:,} moved to "
            "another role or place."
        )
    return lines


def _with_privacy(before: Plan, lines: list[str]) -> list[str]:
    """The lines, and last how private they are."""
    return [*lines, before.privacy] if before.privacy else lines


def _lines(before: Plan, now: Plan, table: pd.DataFrame, quarter: str) -> list[str]:
    """The finding first, then where it differs, what the plan says now, and the doubt."""
    both = table.dropna(subset=["planned"])
    planned, happened = float(both["planned"].sum()), float(both["happened"].sum())
    gap = happened - planned
    side = "more" if gap > 0 else "fewer"
    how = "as planned" if abs(gap) < _HALF else f"{abs(gap):,.0f} {side} than planned"
    roles = f"{len(both)} role{'' if len(both) == 1 else 's'}"
    lines = [f"At the end of {quarter} {roles} had {happened:,.0f} people, {how} ({planned:,.0f})."]
    most = both[both["difference"].abs().ge(_HALF)].head(_LISTED)
    if len(most):
        told = "; ".join(
            f"{title} ({role}) {abs(gap):,.0f} {'more' if gap > 0 else 'fewer'}"
            for title, role, gap in zip(most["title"], most["role"], most["difference"], strict=True)
        )
        lines.append(f"Largest differences: {told}.")
    own = now.in_dollars("own_plan").set_index("figure")["own"]
    made = before.in_dollars("cut_or_wait").set_index("figure")
    plan = made["free" if before.facts["scenario"].get("exits") is None else "cut"]
    end = now.facts["periods"][-1]
    layoffs, hires = (_later(before, now, quarter, name) for name in ("layoffs", "hires"))
    lines.append(
        f"From there the cheapest plan ends {end} with {own['positions']:,.0f} positions, against "
        f"{plan['positions']:,.0f} planned. After {quarter} it has {layoffs[0]:,.0f} layoffs against "
        f"{layoffs[1]:,.0f}, and {hires[0]:,.0f} hires against {hires[1]:,.0f}."
    )
    extra, cash = (float(own[name]) - float(plan[name]) for name in ("cost", "cash"))
    lines.append(
        f"In present value it costs {_million(extra)} than the plan, in cash {_million(cash)}. The "
        "rest is work left undone. What happened counts, and the years after the plan count as its last "
        "quarter."
    )
    others = len(before.in_dollars("roles")) - len(both)
    if others > 0:
        are, them = ("role is", "it") if others == 1 else ("roles are", "them")
        lines.append(f"{others} {are} not in the table: the plan completes {them} at least cost.")
    return lines


def _million(amount: float) -> str:
    return f"{priced(abs(amount), ',.1f')} million {'more' if amount >= 0 else 'less'}"


def _later(before: Plan, now: Plan, quarter: str, name: str) -> tuple[float, float]:
    """Layoffs or hires after a quarter: in the plan from there, and as planned before [FTE]."""
    again, walk = now.in_dollars("own_plan_quarters"), before.in_dollars("headcount")
    planned = walk[walk["case"].eq("plan") & walk["period"].gt(quarter)]
    return float(again.loc[again["quarter"].gt(quarter), name].sum()), float(planned[name].sum())
