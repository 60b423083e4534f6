"""The part of a job's page that looks ahead: ways out, routes, what to learn, and direction."""

from __future__ import annotations

from reallocate.report.blocks import Block, Grid, Head, Heading, Prose
from reallocate.report.job.bars import Bars
from reallocate.report.job.words import (
    Row,
    arrival,
    band,
    change,
    gain,
    movers,
    odds,
    pay,
    percent,
    rounded,
    training,
)
from reallocate.study.job.study import JobStudy

SHOWN = 8
SKILLS = 6
DEFINITIONS = {
    "narrow": "Narrow: setting strategies, planning, supervising and directing, staffing",
    "wide": "Wide: also deciding, scheduling, relaying, training, coaching, and checking",
}


def way_blocks(study: JobStudy) -> list[Block | Bars]:
    """Moves with all that is known of them; the first few open, all of them folded.

    study : what is reported
    """
    said = study.explain()
    moves = study.table("moves")
    before = study.table("hours_total").iloc[0].to_dict()
    years = study.meta["worker"]["years"]
    heads = (
        Head("Go for"), Head("Leavers who do", "% of leavers", True),
        Head("Odds if you try", "% a year", True),
        Head("Entry pay", "USD/year", True), Head("Later pay", "USD/year", True),
        Head("Automatable, before → after", "% of hours", True),
        Head("Augmentable, before → after", "% of hours", True),
        Head("Training and its cost", "USD", True),
        Head(f"Gain of it alone, {years} years (range)", "USD", True), Head("With later moves", "USD", True),
    )  # fmt: skip
    rows = tuple(
        (
            f"{row['title']}{' *' if row['tied'] else ''}", movers(row), odds(row), pay(row, "entry"),
            pay(row, "later"), change(before, row, "automatable"), change(before, row, "augmentable"),
            f"{training(row)}, {rounded(float(row['training_cost']))}", _gain(row),
            rounded(float(row["gain_with_later_moves"])),
        )
        for row in moves.to_dict("records")
    )  # fmt: skip
    note = "Bands: middle of the sources (lowest–highest). * too close to tell from another way or waiting."
    return [
        Prose((said["ways"][-1],), "lead"),
        Prose(tuple(said["common"])),
        Grid(f"The {min(SHOWN, len(rows))} ways out worth most", heads, rows[:SHOWN], note),
        Prose(tuple(said["ways"][:-1])),
        Grid("Every way out", heads, rows, note, fold=f"All {len(rows)} ways out"),
    ]


def _gain(row: Row) -> str:
    worth, spread = gain(row)
    return f"{worth} ({spread})" if spread else worth


def route_blocks(study: JobStudy) -> list[Block | Bars]:
    """What comes after each of the best first moves.

    study : what is reported
    """
    steps = study.table("routes")
    years = study.meta["worker"]["years"]
    grids: list[Block | Bars] = [
        Prose(
            (
                f"Each is tried until it comes off, then what is best is done from there. Beside "
                f"each: years until one is there, and the chance to be there within {years} years.",
            )
        )
    ]
    heads = (
        Head("Step"), Head("Years until there, chance"), Head("Later pay", "USD/year", True),
        Head("Automatable", "% of hours", True), Head("Directs, narrow", "% of hours", True),
        Head("Directs, wide", "% of hours", True),
    )  # fmt: skip
    for _, rows in steps.groupby("first", sort=False):
        cells = tuple(
            (
                f"{row['step']}. {row['title']}", arrival(row), rounded(float(row["later_pay"])),
                band(row, "automatable"), percent(row["direction_narrow"]), percent(row["direction_wide"]),
            )
            for row in rows.to_dict("records")
        )  # fmt: skip
        grids.append(Grid(f"By way of {rows['title'].iloc[0]}", heads, cells))
    return grids


def skill_blocks(study: JobStudy) -> list[Block | Bars]:
    """Skills and fields of knowledge to gain for the best two moves.

    study : what is reported
    """
    gaps = study.table("gaps")
    titles = study.table("moves").set_index("occupation")["title"]
    heads = (
        Head("Skill or knowledge"), Head("Now", "of 7", True), Head("Needed", "of 7", True),
        Head("Part of all that is needed", "%", True),
    )  # fmt: skip
    found: list[Block | Bars] = [Prose((LEVELS,), "note")]
    for target in titles.index[:2]:
        rows = gaps[gaps["occupation"] == target].head(SKILLS).to_dict("records")
        if not rows:
            found += [Heading(str(titles[target])), Prose(("Nothing that ratings can tell.",))]
            continue
        cells = tuple(
            (
                f"{row['title']} ({row['domain']})", f"{row['level_now']:.1f}", f"{row['level_needed']:.1f}",
                f"{100 * row['lacking']:.1f}",
            )
            for row in rows
        )  # fmt: skip
        found.append(Grid(str(titles[target]), heads, cells))
    return found


LEVELS = (
    "Levels as O*NET rates them for occupations, from 0 to 7: what is usual in yours, or the highest where "
    "you say that you have it. Listed are those that weigh most of what is lacking."
)


def direction_blocks(study: JobStudy) -> list[Block | Bars]:
    """How far the job directs by both definitions, and which ways direct more.

    study : what is reported
    """
    own = tuple(
        (DEFINITIONS[str(row["width"])], percent(row["share"]), percent(row["rank"]))
        for row in study.table("direction").to_dict("records")
    )
    heads = (Head("Definition"), Head("Share of hours", "%", True), Head("More than in", "% of jobs", True))
    blocks: list[Block | Bars] = [
        Prose(tuple(study.explain()["direction"])),
        Grid("How far this job directs", heads, own),
    ]
    table = study.table("directing")
    columns = (
        Head("Go for"), Head("Directs", "% of hours", True), Head("Change", "points", True),
        Head("Less than the best way", "USD", True),
    )  # fmt: skip
    for width in DEFINITIONS:
        rows = table[(table["width"] == width) & table["efficient"] & (table["expected_gain"] > 0)]
        rows = rows.sort_values("expected_gain", ascending=False, kind="stable").head(SHOWN)
        cells = tuple(
            (
                f"{row['title']}{' *' if row['chosen'] else ''}", percent(row["direction"]),
                f"{100 * row['change']:+.0f}".replace("-", "−"), rounded(float(row["loss"])),
            )
            for row in rows.to_dict("records")
        )  # fmt: skip
        if cells:
            caption = f"Ways that no other beats in both, {width} definition"
            blocks.append(Grid(caption, columns, cells, EFFICIENT))
    return blocks


EFFICIENT = (
    "Ordered by what is gained on expectation: the change times the chance to be there. * the one that gains "
    "most while giving up at most 5% of the best way's expected earnings."
)
