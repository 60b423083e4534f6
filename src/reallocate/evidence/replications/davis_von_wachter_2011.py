"""Davis, von Wachter 2011: what a displaced person loses, in calm and slack markets."""

from __future__ import annotations

import pandas as pd

from reallocate.evidence.context import EvidenceContext
from reallocate.evidence.replications.lost_jobs import ALL, OFF, ON, WITHOUT_TENURE, lost_jobs
from reallocate.evidence.scorecard import Found, Obtained

FITTED = (
    "pay by tenure is set to 0.18 log points (near enough 18%) after 5 years of tenure and 0.25 after 10 "
    "(Topel 1991), and how sure new jobs are to what is published of it; the rates of finding work are "
    "fitted to unemployment, openings, hires and quits; nothing was fitted to this loss"
)
TENURE_OFF, EXIT_OFF, BOTH_OFF = "pay by tenure off", "nobody leaving the labour force", "both"
VARIANTS = (TENURE_OFF, EXIT_OFF, BOTH_OFF)
CAUSE = (
    "since here a slack market only prolongs the search: what a new job pays, and how much tenure is "
    "lost, are the same in both markets, while in the paper pay after a loss in a slump stays lower for "
    "twenty years. No law here lets slack lower the pay of those hired in it"
)


def replicate(context: EvidenceContext) -> Found:
    """The loss with every law on, and beside it with pay by tenure and the sureness of jobs off.

    context : the world, the parameters in force
    """
    table = lost_jobs(context)
    calm, slack = (_lost(table, market) for market in ("calm", "slack"))
    return {
        "lost_calm": Obtained(calm[ALL], _says(calm), other_figures=calm),
        "lost_slack": Obtained(slack[ALL], _says(slack), CAUSE, other_figures=slack),
    }


def _lost(table: pd.DataFrame, market: str) -> dict[str, float]:
    """Parts of the loss, and the loss with laws off [years]."""
    on, off = (table["lost"].xs((exits, market), level=("exit", "market")) for exits in (ON, OFF))
    parts = {str(name): float(value) for name, value in on.items()}
    return parts | {
        TENURE_OFF: sum(float(on[name]) for name in WITHOUT_TENURE),
        EXIT_OFF: float(off[ALL]),
        BOTH_OFF: sum(float(off[name]) for name in WITHOUT_TENURE),
    }


def _says(lost: dict[str, float]) -> str:
    parts = ", ".join(f"{name} {value:.2f}" for name, value in lost.items() if name not in (ALL, *VARIANTS))
    off = ", ".join(f"{name} {lost[name]:.2f}" for name in VARIANTS)
    return (
        f"By part, in years: {parts}. With laws off: {off}; without pay by tenure the published loss is not "
        f"reproducible, by design. {FITTED[:1].upper()}{FITTED[1:]}"
    )
