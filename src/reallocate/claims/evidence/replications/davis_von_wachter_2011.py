"""Davis, von Wachter 2011: what a displaced person loses, in calm and slack markets."""

from __future__ import annotations

import pandas as pd

from reallocate.claims.evidence.context import EvidenceContext
from reallocate.claims.evidence.replications.lost_jobs import ALL, OFF, ON, WITHOUT_TENURE, lost_jobs
from reallocate.claims.evidence.target import Found, Obtained

_FITTED = (
    "pay by tenure is set to 0.18 log points (near enough 18%) after 5 years of tenure and 0.25 after 10 "
    "(Topel 1991). The match that is lost is set to 5% (Lachowska, Mas, Woodbury 2020). Pay in new jobs "
    "is set to 3% less for each point of unemployment (Pissarides 2009, from memory). Who stops looking "
    "is set to CPS gross flows and the survey of the displaced. The rates of finding work are fitted to "
    "unemployment, openings, hires and quits. Nothing was fitted to this loss. All of these were fixed "
    "before this model computed it; what a prototype made of the match at 5% and of pay in new jobs at 3%"
    " was known then"
)
_TENURE_OFF, _EXIT_OFF, _BOTH_OFF = "pay by tenure and what follows it off", "nobody retiring", "both"
_VARIANTS = (_TENURE_OFF, _EXIT_OFF, _BOTH_OFF)
_CAUSE = (
    "by what pay in new jobs does in slack, which is from memory and disputed (none is found once better "
    "matches are counted: Gertler, Huckfeldt, Trigari 2018), and by a slack market that is back to normal in "
    "five years"
)


def replicate(context: EvidenceContext) -> Found:
    """The loss with every law on, and beside it with pay by tenure and the sureness of jobs off.

    context : the world, the parameters in force
    """
    table = lost_jobs(context)
    calm, slack = (_lost(table, market) for market in ("calm", "slack"))
    return {
        "lost_calm": Obtained(calm[ALL], _says(calm), other_figures=calm),
        "lost_slack": Obtained(slack[ALL], _says(slack), _CAUSE, other_figures=slack),
    }


def _lost(table: pd.DataFrame, market: str) -> dict[str, float]:
    """Parts of the loss, and the loss with laws off [years]."""
    on, off = (table["lost"].xs((exits, market), level=("exit", "market")) for exits in (ON, OFF))
    parts = {str(name): float(value) for name, value in on.items()}
    return parts | {
        _TENURE_OFF: sum(float(on[name]) for name in WITHOUT_TENURE),
        _EXIT_OFF: float(off[ALL]),
        _BOTH_OFF: sum(float(off[name]) for name in WITHOUT_TENURE),
    }


def _says(lost: dict[str, float]) -> str:
    parts = ", ".join(f"{name} {value:.2f}" for name, value in lost.items() if name not in (ALL, *_VARIANTS))
    off = ", ".join(f"{name} {lost[name]:.2f}" for name in _VARIANTS)
    return (
        f"By part, in years: {parts}. With laws off: {off}; without pay by tenure the published loss is not "
        f"reproducible, by design. {_FITTED[:1].upper()}{_FITTED[1:]}"
    )
