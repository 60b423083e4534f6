"""The extended market as one page: a single file that needs nothing else."""

from __future__ import annotations

from reallocate.economy.charts import ECONOMY_CHARTS
from reallocate.measure.number import NOT_AVAILABLE, sentence, with_minus
from reallocate.output.blocks import Block, Bullets, Facts, Heading, Prose, Section
from reallocate.report.economy.grids import (
    cards,
    job_grid,
    money_grid,
    pay_grid,
    policy_grid,
    rate_grid,
    reversal_grid,
)
from reallocate.report.economy.ground_grids import assumption_grid, gate_grid
from reallocate.report.economy.lost_grids import lost_grids
from reallocate.report.economy.people_grids import (
    age_grid,
    divide_grid,
    fifth_grid,
    industry_grid,
    occupation_grid,
)
from reallocate.report.html import page as live_page
from reallocate.report.reading import Reading
from reallocate.report.tables import picture
from reallocate.study.economy.lost_jobs import LOST_TABLE_UNITS
from reallocate.study.economy.run import EconomyStudy
from reallocate.study.economy.tables import ECONOMY_UNITS

WORDS = (
    ("Without further AI", "The same market where firms use AI as much as in spring 2026 and no more."),
    ("Jobs wanted", "Positions that firms and public services want to have, filled or not."),
    ("Draw", "One run with a value of its own for everything that is not known, each within its range."),
    ("Eight of ten draws", "One draw in ten lies below the range that is told, and one in ten above."),
    ("Labour force", "People with a job and people who look for one."),
    ("Open positions", "As a share of all positions, open or filled."),
    ("Exposed hours", "Hours that published sources say AI could do; no chance of losing a job."),
    ("Fifth", "Occupations put in order by exposed hours, and cut into fifths of all people."),
    ("Adopters", "Firms that use AI for all that it can do in their work at a gain."),
    ("Real", "What pay buys: pay divided by the prices of what households buy."),
    ("Gini coefficient", "0 where everybody with a job earns the same, 1 where one person earns everything."),
)  # fmt: skip


def economy_page(study: EconomyStudy) -> str:
    """The study as HTML; no address is ever asked."""
    meta = study.meta
    return live_page(sentence(meta["title"]), meta["version"], economy_sections(study))


def economy_sections(study: EconomyStudy) -> list[Section]:
    """Every part of the page, in its fixed order."""
    said = {part: tuple(with_minus(line) for line in lines) for part, lines in study.explain().items()}
    reading = Reading(study, {**ECONOMY_UNITS, **LOST_TABLE_UNITS})
    drawn = {name: picture(reading, name, ECONOMY_CHARTS) for name in ECONOMY_CHARTS}
    adopted = "swings" in study.tables
    found: list[tuple[str, str, tuple[Block, ...]]] = [
        (
            "headline",
            "In short",
            (Prose(said["headline"][:1], "lead"), cards(study), Prose(said["headline"][1:])),
        ),
        ("jobs", "Jobs that end and jobs that are made", _jobs(study, said, drawn, adopted)),
        (
            "unemployment",
            "Unemployment and openings",
            (
                Prose(said["unemployment"]),
                drawn["economy_unemployment"],
                drawn["economy_beveridge"],
                rate_grid(study),
            ),
        ),
        ("people", "Who gains and who loses", _people(study, said, drawn, adopted)),
        ("pay", "Pay", (Prose(said["pay"]), pay_grid(study))),
        ("money", "Where the money goes", (Prose(said["money"]), money_grid(study))),
    ]
    if said["policy"]:
        found.append(("policy", "What the policy does", (Prose(said["policy"]), policy_grid(study))))
    if said["reversal"]:
        found.append(("reversal", "What returns after the reversal", _reversal(study, said)))
    found += [
        ("gate", "Whether the market looks like the nation's", (Prose(said["gate"]), gate_grid(study))),
        ("not_said", "What this does not say", (Bullets(said["not_said"]),)),
        ("market", "How the market works", (Bullets(said["market"]),)),
        ("assumptions", "What is assumed", _assumptions(study)),
        ("sources", "Sources", (Bullets(said["sources"]),)),
        ("repeat", "How to repeat it", (Facts(_repeat(study)),)),
        ("words", "Words used here", (Facts(WORDS),)),
    ]
    return [Section(name, title, blocks) for name, title, blocks in found]


def _jobs(
    study: EconomyStudy, said: dict[str, tuple[str, ...]], drawn: dict[str, Block], adopted: bool
) -> tuple[Block, ...]:
    """Jobs by part, and what their number hangs on."""
    blocks: list[Block] = [drawn["economy_jobs"], Bullets(said["jobs"]), job_grid(study)]
    blocks += [Heading("What it hangs on"), Prose(said["decides"])]
    if adopted:
        blocks.append(drawn["economy_swings"])
    if "surface" in study.tables:
        blocks.append(drawn["economy_surface"])
    return tuple(blocks)


def _people(
    study: EconomyStudy, said: dict[str, tuple[str, ...]], drawn: dict[str, Block], adopted: bool
) -> tuple[Block, ...]:
    """By occupation, industry, exposure and age."""
    blocks: list[Block] = [
        Prose(said["occupations"]),
        drawn["economy_occupations"],
        occupation_grid(study),
        Heading("By industry"),
        Prose(said["industries"]),
        drawn["economy_industries"],
        industry_grid(study),
        Heading("By how exposed the work was"),
        drawn["economy_fifths"],
        fifth_grid(study),
    ]
    if adopted:
        blocks += [Heading("The same people later"), Prose(said["divide"]), divide_grid(study)]
        blocks += [Heading("By age"), age_grid(study)]
        blocks += [Heading("What a lost job costs"), Prose(said["lost_jobs"]), *lost_grids(study)]
    return tuple(blocks)


def _reversal(study: EconomyStudy, said: dict[str, tuple[str, ...]]) -> tuple[Block, ...]:
    """Work and people back two years after what AI can do fell back, where it is counted."""
    words = Prose(said["reversal"])
    return (words, reversal_grid(study)) if "reversal" in study.tables else (words,)


def _assumptions(study: EconomyStudy) -> tuple[Block, ...]:
    own = study.meta["own"]
    table = study.table("assumptions").set_index("name")
    held = [f"{sentence(table.loc[name, 'says'])}: {own[name]:g} {table.loc[name, 'unit']}" for name in own]
    blocks: list[Block] = [
        Prose(
            (
                "A draw takes a value for each of these, most often near the value in force and never beyond "
                "its range. What the scenario names is held at that value and not drawn.",
            )
        )
    ]
    if held:
        blocks.append(Bullets(tuple(f"Held, as the scenario says: {one}." for one in held)))
    if study.table("assumptions")["drawn"].any():
        blocks.append(assumption_grid(study, drawn=True))
    return (*blocks, assumption_grid(study, drawn=False))


def _repeat(study: EconomyStudy) -> tuple[tuple[str, str], ...]:
    meta = study.meta
    hashes = meta["hashes"]
    return (
        ("Made by", f"reallocate {meta['version']}"),
        ("Command", str(meta["command"] or NOT_AVAILABLE)),
        ("Laws, years, draws, seed", f"extended, {meta['years']}, {meta['draws']}, {meta['seed']}"),
        ("What AI can do", f"{meta['capability']}; {', '.join(meta['sources'])}"),
        (
            "Market fitted",
            f"to {meta['fitted']['first']} to {meta['fitted']['last']}",
        ),
        ("What was asked", str(hashes["asked"])),
        ("Data that ship", str(hashes["bundle"])),
        ("Libraries", str(hashes["libraries"])),
    )
