"""The story's twelve statements, each with what comes out of the figures in a sentence, or "not yet run"."""

from __future__ import annotations

from collections.abc import Callable

from readme_claims import finding, verdicts
from study_figures import Figures

from reallocate.report.figures import cell, say, span
from reallocate.work.foretold import foretells

NOT_YET_RUN = "not yet run"


def answers(figures: Figures) -> str:
    """The table of the twelve rows."""
    lines = ["| | the story | verdict | what comes out |", "|---|---|---|---|"]
    for number, (statement, answer) in enumerate(STORY, start=1):
        row = str(number)
        said = [answer(figures)] if answer else []
        said += [one for one in [finding(row)] if one]
        verdict = verdicts(row) or NOT_YET_RUN
        lines.append(f"| {number} | {statement} | {verdict} | {' '.join(said) or NOT_YET_RUN} |")
    return "\n".join(lines)


def payroll_for_compute(figures: Figures) -> str:
    """Row 1: what the announced exits free beside a year's capital expenditure."""
    funding = figures.table("funding").iloc[:-1]
    freed = span(funding["freed_bn"].min(), funding["freed_bn"].max(), "USD bn a year")
    share = span(funding["share_of_capex_low"].min(), funding["share_of_capex_high"].max(), "share")
    capex = span(*figures.kept["scenario"]["funding"]["capex_range"], "USD")
    return (
        f"{say(funding['jobs'].iloc[0], 'exits')} free {freed}, {share} of a year's capital expenditure of "
        f"{capex}."
    )


def most_at_risk(figures: Figures) -> str:
    """Row 3: positions by kind of work, the band over sources, and whether scores foretold anything."""
    kinds = figures.table("kinds")
    kinds = kinds[kinds["positions_baseline"] > 0]
    change = (kinds["delta"] / kinds["positions_baseline"]).astype(float)
    order = change.sort_values(kind="stable").index
    named = ", ".join(f"{kinds['kind'][at]} {cell(change[at], 'share', True)}" for at in order)
    base = figures.figure("positions")["baseline"]
    band = span(*(figures.figure("positions")[end] / base for end in ("low", "high")), "share", True)
    history = figures.table("history_summary")
    steeper = sum(foretells(row) for row in history.to_dict("records"))
    return (
        f"Positions in the plan against the baseline: {named}; {band} in all, over {figures.sources} sources "
        f"of what AI reaches. Such scores foretold decline after 2022, beyond what they seem to foretell "
        f"before the AI, under {steeper} of {len(history)} sources ([history](docs/history.md))."
    )


STORY: tuple[tuple[str, Callable[[Figures], str] | None], ...] = (
    ("Headcount is traded for compute: payroll freed pays for GPUs and energy", payroll_for_compute),
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
