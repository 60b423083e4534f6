"""What each chart of a plan shows, in a sentence computed from the rows that it draws."""

from __future__ import annotations

import calendar
import math

import pandas as pd

from reallocate.measure.number import is_number, listed, say, sentence, signed, span
from reallocate.plan.inputs import ALL_KINDS
from reallocate.plan.plan_sentences import SMALL
from reallocate.problem.firm.columns import MODES
from reallocate.study.plan.outline.rows import short_input

PAY, COMPUTE = "payroll", ("compute", "capex")
OTHER_ROLES = "other"
"""What stands as kind of work of all roles that have no bar of their own."""
MONEY = "USD million"
TOLD = 0.005
"""[share] of a whole below which a part is not named."""
SAME = "as much"


def pay_against_compute(frame: pd.DataFrame) -> str:
    """How much less pay and how much more compute the plan costs than the baseline."""
    total = frame.groupby("case")[[PAY, *COMPUTE]].sum().T
    if not {"plan", "baseline"} <= set(total):
        return ""
    change = (total["plan"] - total["baseline"]).to_dict()
    more = sum(change[name] for name in COMPUTE)
    return f"The plan pays {_more(change[PAY])} in wages and {_more(more)} for compute"


def headcount_walk(frame: pd.DataFrame) -> str:
    """How far the plan hires less, and whether it lays people off."""
    rows = frame.set_index("step")
    fewer = -float(rows["change"].get("Hires", 0.0))
    hires = f"The plan hires {abs(fewer):,.0f} {'fewer' if fewer >= 0 else 'more'} people than the baseline"
    if abs(fewer) < SMALL:
        hires = "The plan hires as many people as the baseline"
    layoffs = abs(float(rows["plan"].get("Layoffs", 0.0)))
    return f"{hires} and lays off {f'{layoffs:,.0f}' if layoffs >= SMALL else 'nobody'}"


def who_is_affected(frame: pd.DataFrame) -> str:
    """The role that loses most, or gains most where none loses."""
    rows = frame[frame["kind"] != OTHER_ROLES].sort_values("delta")
    if rows.empty:
        return ""
    first = rows.iloc[0]
    if first["delta"] < -SMALL:
        return f"{first['title']}: most positions lost ({signed(first['delta'])}{_open(first)})"
    last = rows.iloc[-1]
    return f"{last['title']}: most positions added ({signed(last['delta'])})" if last["delta"] > SMALL else ""


def _open(role: pd.Series) -> str:
    """The range over near-optimal plans, where it holds gains and losses."""
    low, high = role.get("delta_low"), role.get("delta_high")
    if not (is_number(low) and is_number(high)) or low * high >= 0:
        return ""
    return f"; {signed(low)} to {signed(high)} in plans nearly as cheap"


def near_optimal_layoffs(frame: pd.DataFrame) -> str:
    """In how many roles layoffs can be avoided at little cost."""
    avoided = int(frame["layoffs_low"].lt(SMALL).sum())
    if not avoided:
        return "No role's layoffs can be avoided for 0.5% more cost"
    return f"In {avoided} of {len(frame)} roles layoffs can be avoided for at most 0.5% more cost"


def which_work_moves(frame: pd.DataFrame) -> str:
    """The kind of work of which most is automated."""
    modes = [mode for mode in MODES if mode in frame]
    share = (frame["automated"] / frame[modes].sum(axis=1)).fillna(0.0)
    if share.max() <= 0:
        return "No work is automated at the end of the plan"
    most = frame.iloc[int(share.to_numpy().argmax())]
    kind = next((kind for kind in ALL_KINDS if kind == most["kind"]), str(most["kind"]))
    return f"{sentence(kind)} is automated most: {share.max():.0%} of its hours"


def money(frame: pd.DataFrame) -> str:
    """What the plan has spent at its end, against the baseline."""
    if frame.empty:
        return ""
    spent = _more(float(frame["cumulative"].iloc[-1]))
    return f"At its end the plan has spent {spent} {'as' if spent == SAME else 'than'} the baseline"


def payback(frame: pd.DataFrame) -> str:
    """The month in which the plan pays for itself, counted from its start."""
    behind = frame.index[frame["cumulative"] < 0]
    if not len(behind):
        return "The plan is never behind the baseline in cash"
    month = int(behind[-1]) + 2
    if month > len(frame):
        return "The plan does not pay for itself within its length"
    year, number = frame["month"].iloc[month - 1].split("-")
    return f"The plan pays for itself in {calendar.month_name[int(number)]} {year}, month {month}"


def range_over_sources(frame: pd.DataFrame) -> str:
    """How far positions differ between sources of reach."""
    known = frame["positions"].dropna()
    if len(known) < 2:
        return ""
    between = span(known.min(), known.max(), "FTE", signed=True)
    return f"Under {len(known)} sources of AI's reach positions change by {between}"


def tipping_points(frame: pd.DataFrame) -> str:
    """The input that moves positions most."""
    swing = (frame["positions_at_high"] - frame["positions_at_low"]).abs()
    if swing.dropna().empty:
        return ""
    most = frame.iloc[int(swing.fillna(-1.0).to_numpy().argmax())]
    between = span(most["positions_at_low"], most["positions_at_high"], "FTE", signed=True)
    return f"One input moves positions most, {between}: {short_input(most['input'])}"


def exposure_and_growth(frame: pd.DataFrame) -> str:
    """Whether the most exposed jobs fell further behind after 2022 than before."""
    medians = frame.groupby("fifth")[["before", "after"]].median()
    if medians.empty:
        return ""
    gap = 100 * (medians.iloc[-1] - medians.iloc[0])
    after, before = signed(gap["after"], 1), signed(gap["before"], 1)
    return (
        f"The most exposed jobs grew {after} points a year against the least exposed after 2022, "
        f"{before} before the AI"
    )


def cut_exits(frame: pd.DataFrame) -> str:
    """What becomes of the exits of a cut."""
    row, exits = frame.iloc[0], float(frame[["refilled", "fewer_quits", "saved", "anyway"]].iloc[0].sum())
    if exits < SMALL:
        return ""
    words = {"refilled": "are refilled", "fewer_quits": "are offset by fewer quits",
             "saved": "are positions saved at the end", "anyway": "come without the cut too"}  # fmt: skip
    shares = {name: row[name] / exits for name in words if row[name] / exits >= TOLD}
    if not shares:
        return ""
    parts = [f"{share:.0%} {words[name]}" for name, share in shares.items()]
    parts[0] = parts[0].replace("%", "% of the exits")
    return f"{listed(parts)}{'' if 'saved' in shares else '; no position is saved'}"


def cut_cash(frame: pd.DataFrame) -> str:
    """Which of the two is ahead in cash at the end."""
    last = frame.iloc[-1]
    ahead = float(last["saved_wait"] - last["saved_cut"])
    first, other = ("Attrition", "the cut") if ahead >= 0 else ("The cut", "attrition")
    end = "in cash, undiscounted; undone work is not in it"
    return f"{first} ends {say(abs(ahead), MONEY)} ahead of {other} {end}"


def _more(million: float) -> str:
    if math.isclose(million, 0.0, abs_tol=0.5):
        return SAME
    return f"{say(abs(million), MONEY)} {'more' if million > 0 else 'less'}"
