"""When people must be notified, and which groups work in the roles that lose most."""

from __future__ import annotations

import datetime

import pandas as pd

from reallocate.firm.model.plan import Outcome
from reallocate.firm.plan.solved import SolvedPlan
from reallocate.firm.request.keys import Scenario
from reallocate.firm.request.notice_laws import JURISDICTIONS, Jurisdiction
from reallocate.kernel.table import Column, table
from reallocate.roster.groups import FEW
from reallocate.roster.staff import SERVICE_BANDS

LEAST_NOTICE = 0.5
"""Exits below half a position are none [FTE]."""
START, EXITS, PROMISE = "the plan starts", "layoffs", "no layoffs are promised before"


def announced_notice(scenario: Scenario, law: Jurisdiction) -> list[dict[str, object]]:
    """The earliest day of exits after an announcement that was notice to everybody; none without its day."""
    cut = scenario.announced
    if cut is None or not cut.exits or len(cut.date) < len("YYYY-MM-DD"):
        return []
    first = datetime.date.fromisoformat(cut.date) + datetime.timedelta(days=law.notice_days)
    return [
        {
            "step": f"exits announced on {cut.date}",
            **_rule(law, cut.exits),
            "note": f"if that was notice to everybody, exits from {first.isoformat()} on",
        }
    ]


def laws_of(scenario: Scenario) -> list[Jurisdiction]:
    """The law that a scenario names; all at hand where it names none."""
    named = scenario.promises.jurisdiction
    return [JURISDICTIONS[named]] if named in JURISDICTIONS else list(JURISDICTIONS.values())


def notice_due(scenario: Scenario, law: Jurisdiction, quarter: int, count: float) -> dict[str, object]:
    """When a law asks for notice of a quarter's exits.

    law : its days and the number of exits from which it asks
    quarter : of the exits, counted from 0
    count : [exits] in it
    last day to tell for a day of exits = that day − notice_days, for the quarter's first and last day; where
    count < threshold the law asks for none, and where the day lies before the plan starts the note says so.
    Source: the law's own, `firm/request/notice_laws.py`.
    """
    first, last = _quarter_days(scenario.start, quarter)
    days = datetime.timedelta(days=law.notice_days)
    reaches = count >= law.threshold
    note = _law_note(law) if reaches else "below the number from which the law asks for notice"
    if reaches and first - days < _quarter_days(scenario.start, 0)[0]:
        note = f"notice would be due before the plan starts; {note}"
    return {
        "step": EXITS,
        **_rule(law, count),
        "period": scenario.periods[quarter],
        "tell_for_first_day": (first - days).isoformat(),
        "tell_for_last_day": (last - days).isoformat(),
        "note": note,
    }


def _rule(law: Jurisdiction, count: float) -> dict[str, object]:
    return {
        "law": law.name,
        "layoffs": float(count),
        "threshold": law.threshold,
        "notice_days": law.notice_days,
    }


def _quarter_days(start: str, quarter: int) -> tuple[datetime.date, datetime.date]:
    """First and last day of a quarter of the plan.

    start : first month of the first quarter, YYYY-MM
    quarter : counted from 0
    """
    month = pd.Period(start, "M") + 3 * quarter
    return month.start_time.date(), (month + 2).end_time.date()


def _law_note(law: Jurisdiction) -> str:
    beside = f"; also {law.beside}" if law.beside else ""
    return f"{law.source}, {law.date}; {law.applies}{beside}"


_COLUMNS = ["about", "band", "size", "share_losing"]


def _loss_by_occupation(plan: Outcome) -> pd.Series:
    """Positions lost from start to end by occupation, and by major group under its code [share].

    The last entry, under the empty code, is the whole firm's.
    """
    i = plan.inputs
    table = pd.DataFrame(
        {
            "occupation": i.occupation.astype(str),
            "family": i.family.astype(str),
            "start": i.headcount,
            "end": plan.headcount[:, -1],
        }
    )
    table = table[table["start"] > 0]
    sums = [table.groupby(key)[["start", "end"]].sum() for key in ("family", "occupation")]
    joined = pd.concat(sums)
    joined = joined[~joined.index.duplicated(keep="last")]
    joined.loc[""] = table[["start", "end"]].sum()
    return 1 - joined["end"] / joined["start"]


def _group_counts(groups: pd.DataFrame, loss: pd.Series) -> pd.DataFrame:
    """Groups of people, and how many of each work in roles that lose more positions than the firm does.

    groups : as in `Staff.groups`
    loss : (occupation or major group; "" the firm) as from `_loss_by_occupation`
    about, band, size [persons], share_losing [share]. A group of fewer than five is left out. An occupation
    that is planned with others loses as its major group does.
    """
    code = groups["occupation"].astype(str)
    known = code.where(code.isin(loss.index), code.str[:2] + "-0000")
    losing = groups["people"].where(known.map(loss).fillna(0.0) > loss[""], 0)
    sizes = groups.assign(losing=losing).groupby(["about", "band"])[["people", "losing"]].sum()
    shown = sizes[sizes["people"] >= FEW].reset_index()
    order = {band: place for place, band in enumerate(SERVICE_BANDS)}
    place = shown["band"].map(lambda band: (order.get(band, -1), band))
    shown = shown.assign(place=place).sort_values(["about", "place"], ignore_index=True)
    found = shown.assign(size=shown["people"].astype(float), share_losing=shown["losing"] / shown["people"])
    return found[_COLUMNS]


@table(
    "people_groups", "Groups of people",
    Column("about", "By"), Column("band", "Group"), Column("size", "People", "persons"),
    Column("share_losing", "In shrinking roles", "share",
           about="of the group; a role counts where it loses more positions than the firm does"),
    source="The scenario's roster against the plan's roles; groups of fewer than five left out.",
)  # fmt: skip
def people_groups(solved: SolvedPlan) -> pd.DataFrame:
    """Groups of the roster's people in the roles that lose most; without rows where there is no roster."""
    staff = solved.problem.kept.staff
    if staff is None:
        return pd.DataFrame(columns=people_groups.names)
    return _group_counts(staff.groups, _loss_by_occupation(solved.plan))


def group_sentences(table: pd.DataFrame) -> list[str]:
    """Which groups are most and least in the roles that lose most, for each attribute.

    table : as from `_group_counts`
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
