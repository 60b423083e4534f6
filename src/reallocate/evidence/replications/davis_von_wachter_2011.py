"""Davis, von Wachter 2011: what a displaced person loses, in calm and slack markets."""

from __future__ import annotations

import pandas as pd

from reallocate.evidence.ground import Ground
from reallocate.evidence.replications.lost_jobs import ALL, OFF, lost_jobs
from reallocate.evidence.scorecard import Found, Obtained

FITTED = (
    "pay by tenure is set to .18 after 5 and .25 after 10 years of tenure (Topel 1991), and how sure new "
    "jobs are to what is published of it; the rates of finding work are fitted to unemployment, openings, "
    "hires and quits; nothing was fitted to this loss"
)
TENURE_OFF = "with pay by tenure off"
CAUSE = (
    "Missed since here a slack market only prolongs the search: what a new job pays, and how much tenure is "
    "lost, are the same in both markets, while in the paper pay after a loss in a slump stays lower for "
    "twenty years. No law here lets slack lower the pay of those hired in it"
)


def replicate(ground: Ground) -> Found:
    """The loss with every law on, and beside it with pay by tenure and the sureness of jobs off.

    ground : the world, the parameters in force
    """
    table = lost_jobs(ground)
    calm, slack = (_lost(table, market) for market in ("calm", "slack"))
    return {
        "lost_calm": Obtained(calm[ALL], _says(calm), beside=calm),
        "lost_slack": Obtained(slack[ALL], f"{_says(slack)}. {CAUSE}", beside=slack),
    }


def _lost(table: pd.DataFrame, market: str) -> dict[str, float]:
    parts = table.loc[market, "lost"]
    off = float(sum(parts[name] for name in OFF))
    return {str(name): float(value) for name, value in parts.items()} | {TENURE_OFF: off}


def _says(lost: dict[str, float]) -> str:
    parts = ", ".join(f"{name} {value:.2f}" for name, value in lost.items() if name not in (ALL, TENURE_OFF))
    return (
        f"By part, in years: {parts}; with pay by tenure and exit off {lost[TENURE_OFF]:.2f}, from which the "
        f" published loss cannot be reached. {FITTED[:1].upper()}{FITTED[1:]}"
    )
