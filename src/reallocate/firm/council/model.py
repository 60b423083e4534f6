"""Which groups of people work in the roles that lose most."""

from __future__ import annotations

import pandas as pd

from reallocate.firm.model.plan import Outcome
from reallocate.firm.plan.solved import SolvedPlan
from reallocate.kernel.table import Column, table
from reallocate.roster.groups import FEW
from reallocate.roster.staff import SERVICE_BANDS

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
