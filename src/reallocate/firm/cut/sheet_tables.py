"""The tables of a cut that only its two-page sheets show: who is affected, and what promises cost."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from reallocate.firm.cut.turns import SolvedCut
from reallocate.firm.model.inputs import DIRECTING_ROLE, mean_notice
from reallocate.firm.model.plan import Outcome
from reallocate.firm.model.words import SMALL
from reallocate.kernel.arrays import Array
from reallocate.kernel.number import NOT_AVAILABLE
from reallocate.kernel.table import Column, Rows, of_unit, table
from reallocate.kernel.units import MONTHS_A_QUARTER
from reallocate.work.firm import UNRECOGNISED_TITLE

GROUPS, PROMISES = "cut_groups", "cut_promises"
MOVED, FREE = "moved_after", "free"
"""Columns that a result of an earlier version lacks; a sheet needs them."""
DIRECTING = "Directing AI (new)"
NOTHING, RULED_OUT = 0.0, "rules it out"
"""[USD million] A promise that costs nothing; words where a plan cannot keep it."""
_A_MONTH = 0.005
"""[share of headcount] Who leaves by decision in a month, in the promise that is priced."""
_SOLVED = "Solved on every role of the firm."


@table(
    GROUPS, "Who is affected, by group of occupations",
    Column("group", "Group"),
    of_unit("FTE", today="Today", laid_off="Laid off now"),
    *(Column(name, label, "FTE", optional=True) for name, label in (
        ("quits_after", "Quit, laying off"), ("hired_after", "Hired, laying off"),
        (MOVED, "Moved in less out, laying off"), ("end_after", "At the end, laying off"),
    )),
    of_unit("FTE", quits="Quit instead", hired_instead="Hired instead"),
    Column("moved", "Moved in less out instead", "FTE", optional=True),
    of_unit("FTE", end="At the end instead", nothing_end="If nothing is done"),
    source=f"{_SOLVED} Laying off: the cut. Instead: stop refilling. Today + hired + moved − laid off − quit "
    "= at the end. Quit: with offers to leave that are taken.",
    optional=True,
)  # fmt: skip
def groups(solved: SolvedCut) -> pd.DataFrame:
    """Today's positions by group, and what becomes of them in the cut and where refills stop."""
    both = solved.compared
    roles = solved.problem.setting.firm.roles["occupation"].reindex(both.cut.inputs.roles)
    titles = solved.problem.world.table("groups").set_index("code")["title"]
    codes = roles.fillna("").astype(str).str[:2]
    group = np.array(
        [
            DIRECTING if role == DIRECTING_ROLE
            else str(titles.get(f"{code}-0000", UNRECOGNISED_TITLE)).removesuffix(" Occupations")
            for role, code in zip(both.cut.inputs.roles, codes, strict=True)
        ]
    )  # fmt: skip
    figures: Mapping[str, Array] = {
        "today": both.cut.inputs.headcount,
        "laid_off": both.cut.layoffs.sum(axis=1),
        "quits_after": _gone(both.cut),
        "hired_after": both.cut.hires.sum(axis=1),
        MOVED: _moved(both.cut),
        "end_after": both.cut.headcount[:, -1],
        "quits": _gone(both.freeze),
        "hired_instead": both.freeze.hires.sum(axis=1),
        "moved": _moved(both.freeze),
        "end": both.freeze.headcount[:, -1],
        "nothing_end": both.base.headcount[:, -1],
    }
    summed = pd.DataFrame(figures).groupby(group).sum().rename_axis("group").reset_index()
    return summed.sort_values("today", ascending=False, kind="stable", ignore_index=True)


def _gone(plan: Outcome) -> Array:
    """Quits and offers taken, by role."""
    gone: Array = plan.quits.sum(axis=1) + plan.voluntary.sum(axis=1)
    return gone


def _moved(plan: Outcome) -> Array:
    """People who moved into a role less those who moved out of it, by role."""
    net: Array = (plan.moves_in - plan.moves_out).sum(axis=1)
    return net


@table(
    PROMISES, "Promises and what each costs the firm",
    Column("promise"),
    Column(FREE, "Without a cut", "USD million", signed=True, absent=NOT_AVAILABLE, optional=True),
    Column("waiting", "If refills stop", "USD million", signed=True, absent=RULED_OUT),
    Column("cut", "If people are laid off", "USD million", signed=True, absent=RULED_OUT),
    source="Present value. Notice and kept positions are solved on small roles grouped.",
    optional=True,
)  # fmt: skip
def promises(solved: SolvedCut) -> Rows | None:
    """Four promises, what each costs the cheapest plan, where refills stop, and where people are laid off."""
    both, priced = solved.compared, solved.promised
    if priced is None:
        return None
    month = promised_a_month(float(both.cut.inputs.headcount.sum()))
    spread = NOTHING if both.exits.count <= MONTHS_A_QUARTER * month else np.nan
    no_layoffs = NOTHING if float(both.freeze.layoffs.sum()) < SMALL else np.nan
    now = mean_notice(both.cut.inputs)
    # A plan that lays people off by itself is not priced with each promise.
    free = NOTHING if float(both.free.layoffs.sum()) < SMALL else np.nan
    people = both.cut.inputs.headcount.sum()
    return [
        {"promise": f"Nobody is laid off before {after(solved)}", FREE: free, "waiting": no_layoffs,
         "cut": np.nan},
        {"promise": f"{priced.notice_days:.0f} days’ notice, not {now:.0f}", FREE: free,
         "waiting": NOTHING, "cut": priced.notice},
        {"promise": f"At most {month:,.0f} people leave by decision in a month", FREE: free,
         "waiting": NOTHING, "cut": spread},
        {"promise": f"All {people:,.0f} positions are kept", FREE: priced.kept, "waiting": np.nan,
         "cut": np.nan},
    ]  # fmt: skip


def promised_a_month(headcount: float) -> float:
    """How many people leave by decision in a month at most, in the promise that is priced: a round number."""
    few = max(_A_MONTH * headcount, 1.0)
    step = 10.0 ** np.floor(np.log10(few))
    return float(max(np.floor(few / step), 1.0) * step)


def after(solved: SolvedCut) -> str:
    """The month after the last quarter of a plan: July 2029."""
    year, quarter = (int(one) for one in solved.problem.scenario.periods[-1].split(" Q"))
    months = ("April", "July", "October", "January")
    return f"{months[quarter - 1]} {year + (quarter == 4)}"


TABLES = (groups, promises)
