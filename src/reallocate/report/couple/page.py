"""A round trip as one page: a single file that needs nothing else, on a screen or on paper."""

from __future__ import annotations

from reallocate.measure.number import NOT_AVAILABLE, sentence
from reallocate.output.blocks import Block, Bullets, Facts, Heading, Prose, Section
from reallocate.report.couple.charts import COUPLE_CHARTS
from reallocate.report.couple.grids import (
    back_grid,
    cards,
    interval_grid,
    money_grid,
    response_grid,
    reversal_grid,
    round_grid,
)
from reallocate.report.couple.ledger_grids import bearer_blocks, each_grid, further_blocks, who_grid
from reallocate.report.html import page as live_page
from reallocate.report.reading import Reading
from reallocate.report.tables import picture
from reallocate.study.couple.run import CoupledStudy
from reallocate.study.couple.tables import COUPLE_UNITS
from reallocate.study.economy.assumptions import assumption_grids

WORDS = (
    ("Adopters, followers", "Firms of the plan's industries that change their work as the plan does."),
    ("Without adopters", "The same market where these firms use AI as they did at the start and no more."),
    (
        "Jobs ended at unchanged output",
        "Positions that followers no longer need for what they make today; lower prices and new tasks, which "
        "bring jobs back, are told apart.",
    ),
    ("Position", "A job in the firm, filled or open, whole."),
    ("For a unit of work", "Both sides do the same growing work; what is left undone counts for neither."),
    ("Real pay", "What pay buys: pay divided by the prices of what households buy."),
    ("Time to fill an opening", "How long a firm looks, on average, until somebody is hired."),
    ("Round", "The market is told the plan, the plan is made again at what the market gives back."),
    ("Shock", "What the market is told: positions for a unit of work, by occupation."),
    (
        "Present value",
        "Money of later years counted at less, by a yearly rate, so that years can be added up.",
    ),
    ("Years of pay", "What is lost, divided by a year's pay in the job that was lost."),
    ("Draw", "One run with a value of its own for everything that is not known, each within its range."),
)


def couple_page(study: CoupledStudy) -> str:
    """The study as HTML; no address is ever asked."""
    meta = study.meta
    return live_page(sentence(meta["title"]), meta["version"], couple_sections(study))


def couple_sections(study: CoupledStudy) -> list[Section]:
    """Every part of the page, in its fixed order."""
    reading = Reading(study, COUPLE_UNITS)
    said = {part: tuple(reading.sentences(part)) for part in study.said}
    drawn = {name: picture(reading, name, COUPLE_CHARTS) for name in COUPLE_CHARTS}
    found: list[tuple[str, str, tuple[Block, ...]]] = [
        ("headline", "In short", (Prose(said["lead"], "lead"), cards(study), Prose(said["interval"][:1]))),
        ("plan", "What the plan does in the firm", (Prose(said["plan"]),)),
        ("followed", "How the plan becomes the industry's", (Prose(said["followed"]),)),
        ("jobs", "From the firm's cut to jobs in the market", _jobs(study, said, drawn)),
        ("back", "What comes back to the firm", _back(study, said, drawn)),
        ("people", "Who is displaced, and who bears it", _people(study, said, drawn)),
    ]
    if "reversal" in study.tables:
        found.append(
            ("reversal", "What returns if AI falls back", (Prose(said["reversal"]), reversal_grid(study)))
        )
    found += [
        ("interval", "How sure this is", _interval(study, said, drawn)),
        ("not_said", "What to doubt", (Bullets((*said["not_said"], *said["doubt"])),)),
        ("assumptions", "What is assumed", _assumptions(study)),
        ("repeat", "How to repeat it", (Facts(_repeat(study)),)),
        ("words", "Words used here", (Facts(WORDS),)),
    ]
    return [Section(name, title, blocks) for name, title, blocks in found]


def _jobs(
    study: CoupledStudy, said: dict[str, tuple[str, ...]], drawn: dict[str, Block]
) -> tuple[Block, ...]:
    """Two walks that add up, and the whole country."""
    return (
        Prose(said["reconciled"]),
        drawn["couple_steps"],
        Heading("Jobs that come back elsewhere"),
        Prose(said["headline"][2:]),
        drawn["couple_jobs"],
        drawn["couple_people"],
        money_grid(study),
    )


def _back(
    study: CoupledStudy, said: dict[str, tuple[str, ...]], drawn: dict[str, Block]
) -> tuple[Block, ...]:
    """Pay, time to hire and chances; the plan made again; rounds; larger answers."""
    return (
        Prose(said["came_back"]),
        round_grid(study),
        drawn["couple_rounds"],
        response_grid(study),
        back_grid(study),
    )


def _people(
    study: CoupledStudy, said: dict[str, tuple[str, ...]], drawn: dict[str, Block]
) -> tuple[Block, ...]:
    """The ledger of the displaced: who, what each loses, who bears it, and every further split."""
    return (
        Prose(said["displaced"]),
        drawn["couple_how"],
        who_grid(study),
        Heading("What somebody laid off loses"),
        drawn["couple_pay"],
        each_grid(study),
        Heading("Who bears it"),
        drawn["couple_bearers"],
        *bearer_blocks(study),
        *further_blocks(study),
    )


def _interval(
    study: CoupledStudy, said: dict[str, tuple[str, ...]], drawn: dict[str, Block]
) -> tuple[Block, ...]:
    if not study.meta["draws"]:
        return (Prose(said["interval"]),)
    return (Prose(said["interval"]), drawn["couple_interval"], interval_grid(study))


def _assumptions(study: CoupledStudy) -> tuple[Block, ...]:
    """Those that are drawn, where there are draws, and all others."""
    words = "These are the market's. What the plan assumes beside them is on the plan's own page."
    return (Prose((words,)), *assumption_grids(study.tables))


def _repeat(study: CoupledStudy) -> tuple[tuple[str, str], ...]:
    meta = study.meta
    draws = f"{meta['draws']}, {meta['seed']}" if meta["draws"] else "none; one run at the values in force"
    return (
        ("Made by", f"reallocate {meta['version']}"),
        ("Command", str(meta["command"] or NOT_AVAILABLE)),
        ("Plan", f"{meta['plan_name']}, {meta['plan']}"),
        ("Share that follows, years", f"{100 * meta['share']:g}%, {meta['years']}"),
        ("What AI can do", str(meta["capability"])),
        ("Draws, seed", draws),
        ("What was asked", str(meta["hashes"]["asked"])),
        ("Data that ship", str(meta["hashes"]["bundle"])),
    )
