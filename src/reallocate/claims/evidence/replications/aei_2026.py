"""Anthropic Economic Index 2026: use by occupation, beside the hours that AI assists here today."""

from __future__ import annotations

import pandas as pd

from reallocate.claims.evidence.context import EvidenceContext
from reallocate.claims.evidence.replications.use_today import median, use_today
from reallocate.claims.evidence.target import Found, Obtained
from reallocate.kernel.units import PERCENT

_COMPUTER = "15-0000"
_OWN = "claude-usage"
"""The source of reach that is this vendor's use, and so no test."""
_CAUSE = (
    "since the vendor counts conversations of those who use it, and hours count all work; software is "
    "written with it far more than its share of hours that any AI assists"
)


def replicate(context: EvidenceContext) -> Found:
    """Use in chat and by API, and how hours that AI assists compare with it.

    context : the world, the parameters in force
    """
    table = context.world.table("claude_use")
    groups = table[table["level"].eq("major group")].set_index("code")
    in_chat, by_api = (groups[groups["channel"].eq(name)] for name in ("chat", "api"))
    chat = in_chat["use"]
    every = {name: _hours(context, name) for name in use_today(context) if name != _OWN}
    share = {name: PERCENT * float(hours[_COMPUTER]) for name, hours in every.items()}
    rank = {
        name: float(hours.corr(chat.reindex(hours.index), method="spearman")) for name, hours in every.items()
    }
    return {
        "computer_chat": Obtained(PERCENT * float(chat[_COMPUTER])),
        "automation_chat": Obtained(PERCENT * float(in_chat["automation"][_COMPUTER])),
        "automation_api": Obtained(PERCENT * float(by_api["automation"][_COMPUTER])),
        "computer_hours": Obtained(*median(share), _CAUSE, other_figures=share),
        "groups_rank": Obtained(*median(rank), other_figures=rank),
    }


def _hours(context: EvidenceContext, source: str) -> pd.Series:
    """Hours that AI assists; (major group) [share of all that it assists]."""
    hours = pd.Series(use_today(context)[source].assisted.sum(axis=0), index=context.world.occupations.index)
    by_group = hours.groupby(hours.index.str[:3] + "0000").sum()
    return by_group / by_group.sum()
