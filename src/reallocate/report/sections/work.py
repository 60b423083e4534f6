"""Which work moves, from what AI can reach to whole positions."""

from __future__ import annotations

from reallocate.output.blocks import Block, Prose, Section
from reallocate.report.reading import Reading
from reallocate.report.tables import grid, picture

OVER = "Automated, over equally good plans"


def work(reading: Reading) -> Section:
    """The part on work of the page."""
    said = reading.sentences("work")
    blocks: list[Block] = [Prose(tuple(said))] if said else []
    blocks += [
        picture(reading, "which_work_moves"),
        grid(
            reading,
            "bridge",
            ("step", "positions", "note"),
            caption="From what AI can reach to whole positions",
            note="Freed hours become positions only in part; the rest is told beside each step.",
        ),
        grid(
            reading,
            "kinds",
            ("kind", "hours", "human", "augmented", "automated", "dropped"),
            caption="Work by kind and by who does it",
            fold="Hours by kind of work",
        ),
        grid(
            reading,
            "activities",
            ("title", "kind", "hours", "augmented", "automated", OVER, *_systems(reading)),
            caption="Work by activity",
            fold="Hours by activity, with the range over equally good plans",
            ranges={OVER: ("automated_low", "automated_high")},
        ),
    ]
    return Section("work", "Which work moves", tuple(blocks))


def _systems(reading: Reading) -> tuple[str, ...]:
    """The columns about systems, where putting one up costs something."""
    columns = ("systems", "put_up", "hours_to_cover")
    known = reading.has("activities", *columns)
    return columns if known and reading.table("activities")[columns[-1]].gt(0).any() else ()
