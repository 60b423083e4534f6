"""Plans that stand beside the one that was requested; an impossible one says why."""

from __future__ import annotations

from reallocate.output.table import Rows
from reallocate.plan.accounts import totals
from reallocate.plan.money_tables import saving
from reallocate.plan.outcome import Outcome
from reallocate.plan.plan_sentences import SMALL, most_dropped
from reallocate.problem.firm.solved_cases import CASES, SolvedCases

NO_PLAN = "no plan is possible"
OWN = "your plan"
PRO_RATA, CHOSEN = "pro rata", "plan"
LITTLE = 5e-4
"""Shares of work that would be written as 0.0% are left out."""


def impossible_notes(solved: SolvedCases, kind: str) -> dict[str, str]:
    """Why plans of one kind do not exist, by name, in words.

    kind : case, source or grid
    """
    return {
        name: f"{NO_PLAN}: {' '.join(reason.split())}"
        for (about, name), reason in solved.impossible.items()
        if about == kind
    }


def against(plan: Outcome, base: Outcome) -> dict[str, object]:
    """What every table of cases says of a plan against a baseline."""
    gained = saving(plan, base)
    return {
        "positions": gained.positions,
        "layoffs": totals(plan).layoffs,
        "saving": gained.saving,
        "one_off": gained.one_off,
        "break_even_month": gained.cash.break_even_month,
    }


def _about(plan: Outcome, free: Outcome) -> str:
    """What must be known of a case: who is hired back, or what is left undone."""
    exits = plan.inputs.options.exits
    if exits is None:
        return ""
    if exits.closed:
        return f"{totals(plan).work_dropped:.1%} of the work is left undone in the last quarter"
    back = float(plan.hires.sum() - free.hires.sum())
    notes = [f"{back:,.0f} more hires than in the plan without the cut"] if back >= SMALL else []
    if plan.unproven:
        notes.append(f"the best plan found, within {100 * plan.unproven:.2g}% of a bound on the least cost")
    if most_dropped(plan) > most_dropped(free) + LITTLE:
        notes.append(f"{most_dropped(plan):.1%} of the work left undone in the worst quarter")
    return "; ".join(notes)


def _roles_of_exits(plan: Outcome) -> str:
    """Where decided exits come from, if their positions may be filled again; `pro rata` or `plan`."""
    exits = plan.inputs.options.exits
    if exits is None or exits.closed:
        return ""
    return PRO_RATA if exits.pro_rata else CHOSEN


def bounds(solved: SolvedCases) -> dict[str, float | None]:
    """How surely the plan costs least, and a cut whose roles the plan chooses; for the record.

    bound : [USD million] that no plan costs less than; unproven : [share of the cost] of the plan above it
    chosen_cut_at_least : [USD million] that such a cut costs beyond the plan without it at least; none where
        it is not solved
    """
    plan, cases = solved.plan, solved.every_case if solved.has(CASES) else {}
    chosen = [one for one in cases.values() if _roles_of_exits(one) == CHOSEN]
    least = chosen[0].bound - solved.free.objective if chosen else None
    return {"bound": plan.bound, "unproven": plan.unproven, "chosen_cut_at_least": least}


def case_rows(solved: SolvedCases) -> Rows:
    """An own plan, the plan without the cut, forced exits and what was announced, against one baseline."""
    rows: list[dict[str, object]] = []
    own = {} if solved.own is None else {OWN: solved.own.outcome}
    for name, plan in {**own, **solved.every_case}.items():
        figures, cash = totals(plan), solved.saving_of(plan).cash
        rows.append(
            {
                "case": name,
                **against(plan, solved.base),
                "work_dropped": figures.work_dropped,
                "quits": figures.quits,
                "hires": figures.hires,
                "largest_outlay": cash.largest_outlay,
                "net_present_value": cash.net_present_value,
                "present_value": figures.present_value,
                "extra_cost": plan.objective - solved.free.objective,
                "exits_from": _roles_of_exits(plan),
                "note": _about(plan, solved.free),
            }
        )
    rows += [{"case": name, "note": why} for name, why in impossible_notes(solved, "case").items()]
    announced = solved.problem.scenario.announced
    if announced is not None:
        gone = -((announced.exits or 0.0) + (announced.open_positions_closed or 0.0))
        rows.append(
            {
                "case": f"as announced on {announced.date} (exits and closed open positions)",
                "positions": gone,
                "layoffs": announced.exits,
                "note": "as the firm announced; its saving is not computed",
            }
        )
    return rows


def source_rows(solved: SolvedCases) -> Rows:
    """One row a source of reach: what the plan would be if that source were right."""
    plans = {**solved.by_source, solved.problem.setting.options.reach_source: solved.plan}
    without = impossible_notes(solved, "source")
    rows: list[dict[str, object]] = []
    for name in (str(code) for code in solved.problem.setting.firm.augmentable.coords["source"].values):
        if name in plans:
            figures, gained = totals(plans[name]), solved.saving_of(plans[name])
            rows.append(
                {
                    "source": name,
                    "positions": gained.positions,
                    "layoffs": figures.layoffs,
                    "saving": gained.saving,
                    "compute": figures.compute + figures.capex,
                    "automated_share": figures.automated,
                    "note": "",
                }
            )
        elif name in without:
            rows.append({"source": name, "note": without[name]})
    return rows


def grid_rows(solved: SolvedCases) -> Rows:
    """Plans for exits of 0 to 20% at three speeds of adoption."""
    rows: list[dict[str, object]] = [
        {
            "exits_share": share,
            "speed": speed,
            **against(plan, solved.base),
            "work_dropped": totals(plan).work_dropped,
            "note": f"{most_dropped(plan):.1%} of the work left undone in the worst quarter",
        }
        for speed, plans in solved.grid.items()
        for share, plan in plans
    ]
    for point, why in impossible_notes(solved, "grid").items():  # a point is named as `medium 20%`
        speed, share = point.rsplit(" ", 1)
        rows.append({"exits_share": float(share.rstrip("%")) / 100, "speed": speed, "note": why})
    return sorted(rows, key=lambda row: (row["exits_share"], row["speed"]))
