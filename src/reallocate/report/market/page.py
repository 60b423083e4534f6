"""A simulated market as one page: a single file that needs nothing else."""

from __future__ import annotations

from reallocate.economy.charts import MARKET_CHARTS
from reallocate.measure.number import NOT_AVAILABLE, sentence
from reallocate.output.blocks import Block, Bullets, Facts, Prose, Section
from reallocate.report.html import page as live_page
from reallocate.report.market.grids import (
    SIDE,
    cards,
    law_grid,
    left_out_grid,
    occupation_grid,
    people_grid,
)
from reallocate.report.reading import Reading
from reallocate.report.tables import picture
from reallocate.study.market.run import MarketStudy
from reallocate.study.market.tables import MARKET_UNITS

WORDS = (
    ("Labour force", "People with a job and people who look for one, at the start."),
    ("Unemployed", "People of the labour force without a job, as a share of the labour force at the start."),
    ("Unemployed for a long time", "Those without a job for as many steps as the scenario says, or more."),
    ("Open positions", "As a share of all positions, open or filled."),
    ("Beveridge curve", "Openings drawn against unemployment, through time."),
    (
        "Step",
        "What happens in it happens at once: people are separated, positions opened, applications sent.",
    ),
)


def market_page(study: MarketStudy) -> str:
    """The study as HTML; no address is ever asked."""
    meta = study.meta
    return live_page(sentence(meta["title"]), meta["version"], market_sections(study))


def market_sections(study: MarketStudy) -> list[Section]:
    """Every part of the page, in its fixed order."""
    said, reading = study.explain(), Reading(study, MARKET_UNITS)
    left_out: list[Block] = [left_out_grid(study)] if len(study.table("left_out")) else []
    shocked = "probability" in study.table("occupations")
    drawn = {name: picture(reading, name, MARKET_CHARTS) for name in MARKET_CHARTS}
    return [
        Section(
            "headline",
            "In short",
            (Prose(tuple(said["headline"][:1]), "lead"), cards(study), Prose(tuple(said["headline"][1:]))),
        ),
        Section("unemployment", "Unemployment through time", (drawn["unemployment"],)),
        Section(
            "beveridge",
            "Openings against unemployment",
            (Prose(tuple(said["beveridge"])), drawn["beveridge"]),
        ),
        Section(
            "occupations",
            "Who gains and who loses" if shocked else "Occupations",
            (
                Prose(tuple(said["occupations"])),
                *([drawn["who_gains_and_loses"]] if shocked else []),
                occupation_grid(study, side=SIDE, fold="The most and the least, with people without a job"),
                occupation_grid(study, fold="Every occupation"),
            ),
        ),
        *(
            [Section("people", "What became of people", (people_grid(study),))]
            if "people" in study.tables
            else []
        ),
        Section("not_said", "What this does not say", (Bullets(tuple(said["not_said"])),)),
        Section(
            "market", "The market and its laws", (Bullets(tuple(said["market"])), law_grid(study), *left_out)
        ),
        Section("sources", "Sources", (Bullets(tuple(said["sources"])),)),
        Section("repeat", "How to repeat it", (Facts(_repeat(study)),)),
        Section("words", "Words used here", (Facts(WORDS),)),
    ]


def _repeat(study: MarketStudy) -> tuple[tuple[str, str], ...]:
    meta = study.meta
    hashes = meta["hashes"]
    return (
        ("Made by", f"reallocate {meta['version']}"),
        ("Command", str(meta["command"] or NOT_AVAILABLE)),
        ("Laws, engine, runs, seed", f"{meta['mode']}, {meta['engine']}, {meta['runs']}, {meta['seed']}"),
        ("Scenario", str(hashes["scenario"])),
        ("Market as it was run", str(hashes["market"])),
        ("Data that ship", str(hashes["bundle"])),
        ("Libraries", str(hashes["libraries"])),
    )
