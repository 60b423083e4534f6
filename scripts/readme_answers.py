"""The story's twelve statements, each with what comes out of the figures in a sentence, or "not yet run"."""

from __future__ import annotations

from collections.abc import Callable

from readme_claims import found
from readme_direction import orchestrators
from readme_models import SHARE_OF_COST, SHARE_OF_SPEND, WORK, observed
from study_figures import Figures

from reallocate.report.figures import cell, is_number, say, span
from reallocate.work.foretold import foretells

NOT_YET_RUN = "not yet run"
MILLION = 1e6
OWN_POWER = "power for own GPUs"
WORK_LED = "free plan, coordination follows the work"


def answers(figures: Figures) -> str:
    """The table of the twelve rows."""
    lines = ["| | the story | what comes out |", "|---|---|---|"]
    for number, (statement, answer) in enumerate(STORY, start=1):
        row = str(number)
        said = answer(figures) if answer else found(row) or NOT_YET_RUN
        if answer and row in ADDED:
            said = f"{said} {found(row)}".strip()
        lines.append(f"| {number} | {statement} | {said} |")
    return "\n".join(lines)


ADDED = ("1", "4", "5", "8", "11")
"""Rows whose claim is told behind what the worked example says; row 3 has its own words for its claims."""


def payroll_for_compute(figures: Figures) -> str:
    """Row 1: what exits free, what the free plan buys, and the three channels."""
    funding = figures.table("funding").iloc[:-1]
    plan = figures.kept["totals"]["plan"]
    freed = span(funding["freed_bn"].min(), funding["freed_bn"].max(), "USD bn a year")
    share = span(funding["share_of_capex_low"].min(), funding["share_of_capex_high"].max(), "share")
    capex = span(*figures.kept["scenario"]["funding"]["capex_range"], "USD")
    first, *others = ("substitution", "funding", "slack")
    further = ", ".join(f"{cell(figures.channel(name), 'positions')} by {name}" for name in others)
    return (
        f"{say(funding['jobs'].iloc[0], 'exits')} free {freed}, {share} of a year's capital expenditure of "
        f"{capex}. Left free, the plan spends {say(plan['compute'] + plan['capex'], 'USD million')} in "
        f"{figures.years:g} years on compute for the firm's own work, and against the baseline "
        f"{say(figures.channel(first), 'positions')} end by {first}, {further}."
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
    cases = figures.table("cases").set_index("case")["positions"]
    fixed = say(-cases[WORK_LED], "positions")
    history = figures.table("history_summary")
    steeper = sum(foretells(row) for row in history.to_dict("records"))
    return (
        f"Positions against the baseline: {named}; {band} in all, over {figures.sources} sources of what AI "
        f"reaches. Coordinating work is taken to follow headcount; if it follows the work, {fixed} end "
        f"instead of {cell(-figures.figure('positions')['delta'], 'positions')}. That such scores foretold "
        f"decline after 2022 beyond what they seem to foretell before the AI is "
        f"{history['verdict'].iloc[0]}: under {steeper} of {len(history)} sources they did "
        "([history](docs/history.md))."
    )


def force_multiplier(figures: Figures) -> str:
    """Row 4: work delivered per employee, with its band over sources."""
    now, then = _planned(figures, WORK)
    base = figures.figure("positions")["baseline"]
    # The same work is delivered by fewer people, so each source's positions give its gain.
    ends = [base / (base + figures.figure("positions")[end]) - 1 for end in ("high", "low")]
    with_ai = figures.kept["totals"]["plan"]["augmented"]
    return (
        f"Work delivered per employee, coordination left out, goes from {now:,.0f} to "
        f"{say(then, 'hours a quarter')}: {cell(then / now - 1, 'share', True)}, over {figures.sources} "
        f"sources {span(*ends, 'share', True)}. At the end people do {cell(with_ai, 'share')} of the work "
        "with AI."
    )


def lean_against_legacy(figures: Figures) -> str:
    """Row 5: where spending went, and where it would go in the firm's own work."""
    (first, before), *_, (last, after) = observed(figures, SHARE_OF_SPEND)
    _, share = _planned(figures, SHARE_OF_COST)
    year = str(figures.table("operating_models").columns[-1]).split()[-1]
    moved = "fell" if after < before else "rose"
    return (
        f"In the table above: employees' share of pay and capital expenditure {moved} from "
        f"{cell(before, 'share')} ({first}) to {cell(after, 'share')} ({last}); of the running cost of the "
        f"firm's own work, people are still {share:.1%} in the plan of {year}."
    )


def energy(figures: Figures) -> str:
    """Row 11: the power of the plan's own GPUs, and what one more megawatt is worth where power is short."""
    limits = figures.table("limits").set_index("limit")
    if OWN_POWER in limits.index and bool(limits.loc[OWN_POWER, "decides"]):
        return f"In part: {limits.loc[OWN_POWER, 'sentence']}"
    bought = figures.kept["totals"]["plan"]["capex"] * MILLION / figures.parameter("gpu_capex")
    megawatts = bought * figures.parameter("gpu_power") / 1e3
    if not is_number(megawatts) or megawatts == 0:
        return NOT_YET_RUN
    return (
        f"In part: the GPUs that the plan buys for the firm's own work draw {say(megawatts, 'MW')}, under no "
        "limit."
    )


def _planned(figures: Figures, measure: str) -> tuple[float, float]:
    """A measure in the baseline and in the plan."""
    base, plan = figures.table("operating_models").columns[-2:]
    found = figures.measure(measure)
    return float(found[base]), float(found[plan])


STORY: tuple[tuple[str, Callable[[Figures], str] | None], ...] = (
    ("Headcount is traded for compute: payroll freed pays for GPUs and energy", payroll_for_compute),
    ("A model does the work of dozens of mid-level coordinators", None),
    ("Middle management, coordination and basic analysis are most at risk", most_at_risk),
    ('Leaner teams of specialists become "force multipliers" with AI', force_multiplier),
    ("The AI-first firm replaces the legacy firm", lean_against_legacy),
    ("It ripples: peers follow, people leave, a new standard is set", None),
    ("The augmented and the displaced drift apart", None),
    ("People turn from doers into orchestrators", orchestrators),
    ("It is permanent", None),
    ("AI destroys more jobs than it creates, or fewer", None),
    ("Energy is part of the race", energy),
    ("The labour market grows leaner and more exclusive", None),
)
