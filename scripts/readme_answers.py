"""The story's twelve statements, each with its finding in a sentence, or "not yet run"."""

from __future__ import annotations

from collections.abc import Callable

from readme_claims import finding, places, verdicts
from study_figures import Figures

from reallocate.kernel.number import cell, span

NOT_YET_RUN = "not yet run"
AT_RISK = ("managing", "coordinating", "routine analysis")
"""Kinds of work of the row's three groups."""


def answers(figures: Figures) -> str:
    """The table of the twelve rows."""
    lines = ["| | the story | verdict | finding |", "|---|---|---|---|"]
    for number, (statement, answer) in enumerate(STORY, start=1):
        row = str(number)
        said = [one for one in [answer(figures) if answer else finding(row)] if one]
        verdict = verdicts(row) or NOT_YET_RUN
        lines.append(f"| {number} | {statement} | {verdict} | {' '.join(said) or NOT_YET_RUN} |")
    return "\n".join(lines)


def most_at_risk(figures: Figures) -> str:
    """Row 3: the percentiles that decide, then positions by kind of work, and the band over sources."""
    kinds = figures.table("kinds")
    kinds = kinds[kinds["positions_baseline"] > 0]
    change = (kinds["delta"] / kinds["positions_baseline"]).astype(float)
    order = change[kinds["kind"].isin(AT_RISK)].sort_values(kind="stable").index
    named = ", ".join(f"{kinds['kind'][at]} {cell(change[at], 'share', True)}" for at in order)
    base = figures.figure("positions")["baseline"]
    band = span(*(figures.figure("positions")[end] / base for end in ("low", "high")), "share", True)
    return f"{places()} The plan cuts otherwise: {named}; all {band}."


STORY: tuple[tuple[str, Callable[[Figures], str] | None], ...] = (
    ("Headcount is traded for compute: payroll freed pays for GPUs and energy", None),
    ("A model does the work of dozens of mid-level coordinators", None),
    ("Middle management, coordination and basic analysis are most at risk", most_at_risk),
    ('Leaner teams of specialists become "force multipliers" with AI', None),
    ("The AI-first firm replaces the legacy firm", None),
    ("It ripples: peers follow, people leave, a new standard is set", None),
    ("The augmented and the displaced drift apart", None),
    ("People turn from doers into orchestrators", None),
    ("It is permanent", None),
    ("AI destroys more jobs than it creates, or fewer", None),
    ("Energy is part of the race", None),
    ("The labour market grows leaner and more exclusive", None),
)
