"""Writes the parts of docs/transition.md that repeat the figures; scripts/docs.py calls it."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pandas as pd

from reallocate.transition.choice import pairs
from reallocate.transition.distance import distances
from reallocate.transition.ground import NOT_ONE_JOB, ground
from reallocate.transition.local_pay import local_pay
from reallocate.transition.survey import group_pairs, survey
from reallocate.transition.ways import Ways, outlook, ways_out
from reallocate.transition.worker import Worker
from reallocate.work.world import World

HERE = Path(__file__).resolve().parent
MARKS = "<!-- {name}, made from the figures; changes made here are lost. -->", "<!-- End of {name}. -->"
YEARS = 10
JOBS = 20
SHOWN = 3
THOUSAND = 1e3


def with_outcome(text: str, world: World) -> str:
    """A page with the present figures between its marks.

    text : of the page
    world : with all that moves rest on
    """
    for name, body in (("The comparison", comparison(world)), ("The cards", cards(world))):
        start, end = (mark.format(name=name) for mark in MARKS)
        pattern = f"{re.escape(start)}.*{re.escape(end)}"
        text = re.sub(pattern, lambda _: f"{start}\n\n{body}\n\n{end}", text, flags=re.DOTALL)  # noqa: B023
    return text


def comparison(world: World) -> str:
    """How well each way of saying where people go foretells moves that it was not fitted on.

    world : with the survey's moves
    """
    known = pairs(world, distances(world))
    seen = survey(world, known.labels)
    compare = runpy.run_path(str(HERE / "moves_foretold.py"))["compare"]
    rows = [
        f"| {row['answer']} | {row['log_likelihood']:.3f} | {row['perplexity']:.0f} "
        f"| {'–' if row['answer'] == 'at random' else format(row['rank_correlation'], '.3f')} |"
        for row in compare(seen, group_pairs(seen, known)).to_dict("records")
    ]
    head = "| where people go | log likelihood a mover | as hard as guessing among | rank correlation |"
    return (
        "\n".join([head, "|---|---|---|---|", *rows])
        .replace("-", "−")
        .replace("|−−−", "|---")
        .replace("−−", "--")
    )


def chosen(world: World) -> list[str]:
    """The largest occupation of each of the twenty largest major groups.

    world : with employment
    """
    known = world.occupations[~world.occupations["title"].str.contains(NOT_ONE_JOB)]
    groups = world.occupations.groupby("major_group")["employment"].sum()
    largest = known.sort_values("employment", ascending=False).groupby("major_group").head(1)
    kept = largest[largest["major_group"].isin(groups.nlargest(JOBS).index)]
    return sorted(str(code) for code in kept.index)


def cards(world: World) -> str:
    """The most usual way out and the three best, for twenty occupations at the nation's median pay.

    world : with all that moves rest on
    """
    known, pay = ground(world), local_pay(world)
    seen = outlook(known, pay, YEARS)
    titles = world.occupations["title"]
    parts = []
    for code in chosen(world):
        now = float(pay.table.loc[code, "p50"])
        found = ways_out(seen, Worker(code), now)
        parts.append(_card(code, str(titles[code]), now, found, titles))
    columns = ["from (pay)", "way out", "people who move", "odds a year", "entry pay", "weeks of training"]
    columns.append("gain in ten years")
    return "\n".join([f"| {' | '.join(columns)} |", "|---" * len(columns) + "|", *parts])


def _card(code: str, title: str, now: float, found: Ways, titles: pd.Series) -> str:
    moves = found.moves
    usual = (
        moves[moves["share_of_movers"] > 0]
        .sort_values(["share_of_movers", "occupation"], ascending=[False, True])
        .head(1)
    )
    best = moves[moves["gain_over_waiting"] > 0].head(SHOWN)
    rows = [
        *(("most usual: ", row) for _, row in usual.iterrows()),
        *(("", row) for _, row in best.iterrows()),
    ]
    lines = []
    for place, (said, row) in enumerate(rows):
        first = f"**{title}** {code} ({now / THOUSAND:,.0f})" if place == 0 else ""
        share = f"{row['share_of_movers']:.1%}" if row["share_of_movers"] > 0 else "not seen"
        low, middle, high = (row[name] / THOUSAND for name in ("gain_low", "gain", "gain_high"))
        lines.append(
            f"| {first} | {said}{titles[row['occupation']]} | {share} | {row['odds_if_try']:.0%} "
            f"| {row['entry_pay'] / THOUSAND:,.0f} | {row['training_weeks']:.0f} "
            f"| {middle:+,.0f} ({low:+,.0f} to {high:+,.0f}) |"
        )
    if best.empty:
        lines.append("| | none is worth more than waiting | | | | | |")
    return "\n".join(lines).replace(" -", " −").replace("(-", "(−")
