"""The part of a job's page on leaving: moves that people were seen to make, what they ask, and direction."""

from __future__ import annotations

from reallocate.output.blocks import Block, Grid, Head, Heading, Prose
from reallocate.report.job.words import Row, against, change, pay, percent, seen, target
from reallocate.study.job.run import JobStudy

SHOWN = 8
SKILLS = 6
DEFINITIONS = {
    "narrow": "Narrow: setting strategies, planning, supervising and directing, staffing",
    "wide": "Wide: also deciding, scheduling, relaying, training, coaching, and checking",
}
NOTE = "Bands of hours: middle of the sources (lowest–highest). † counted together with other jobs."
LEVELS = (
    "Levels as O*NET rates them for occupations, from 0 to 7: what is usual in yours, or the highest where "
    "you say that you have it. Listed is what weighs most of what is lacking, for the two most common moves. "
    "How long it takes to learn is not known."
)


def way_blocks(study: JobStudy) -> list[Block]:
    """Moves that were seen, with all that is known of them; the first few open, all of them folded.

    study : what is reported
    """
    said = study.explain()
    moves = study.table("moves")
    if moves.empty:
        return [Prose(tuple(said["ways"]), "lead")]
    before = study.table("hours_total").iloc[0].to_dict()
    heads = (
        Head("Moved to"), Head("Of 100 who changed occupation", "people (80% interval)", True),
        Head("Seen", "people", True),
        *(Head(f"{one} pay", "USD/year, against yours", True) for one in ("Median", "Entry")),
        Head("Automatable, before → after", "% of hours", True),
        Head("Augmentable, before → after", "% of hours", True),
        Head("What it asks"), Head("Directs", "% of hours, narrow to wide", True),
    )  # fmt: skip
    rows = tuple(
        (
            target(row), *seen(row),
            *(f"{pay(row, one)} ({against(row, one)})" for one in ("median", "entry")),
            *(change(before, row, name) for name in ("automatable", "augmentable")), str(row["asks"]) or "—",
            f"{percent(row['direction_narrow'])} to {percent(row['direction_wide'])}",
        )
        for row in moves.to_dict("records")
    )  # fmt: skip
    first, *rest = said["ways"]
    found: list[Block] = [
        Prose((first,), "lead"),
        Grid(f"The {min(SHOWN, len(rows))} most common moves", heads, rows[:SHOWN], NOTE),
        Prose(tuple(rest)),
    ]
    if len(rows) > SHOWN:
        found.append(Grid("Every move that was seen", heads, rows, NOTE, fold=f"All {len(rows)} moves"))
    return found


def skill_blocks(study: JobStudy) -> list[Block]:
    """Skills and fields of knowledge that the two most common moves ask above the job of today.

    study : what is reported
    """
    gaps = study.table("gaps")
    titles = study.table("moves").set_index("occupation")["title"]
    heads = (
        Head("Skill or knowledge"), Head("Now", "of 7", True), Head("Needed", "of 7", True),
        Head("Part of all that is needed", "%", True),
    )  # fmt: skip
    found: list[Block] = [Prose((LEVELS,), "note")]
    for occupation in titles.index[:2]:
        rows: list[Row] = gaps[gaps["occupation"] == occupation].head(SKILLS).to_dict("records")
        if not rows:
            found += [Heading(str(titles[occupation])), Prose(("Nothing that ratings can tell.",))]
            continue
        cells = tuple(
            (
                f"{row['title']} ({row['domain']})", f"{row['level_now']:.1f}", f"{row['level_needed']:.1f}",
                f"{100 * row['lacking']:.1f}",
            )
            for row in rows
        )  # fmt: skip
        found.append(Grid(str(titles[occupation]), heads, cells))
    return found


def direction_blocks(study: JobStudy) -> list[Block]:
    """How far the job directs by both definitions.

    study : what is reported
    """
    own = tuple(
        (DEFINITIONS[str(row["width"])], percent(row["share"]), percent(row["rank"]))
        for row in study.table("direction").to_dict("records")
    )
    heads = (Head("Definition"), Head("Share of hours", "%", True), Head("More than in", "% of jobs", True))
    return [
        Prose(tuple(study.explain()["direction"])),
        Grid("How far this job directs", heads, own),
    ]
