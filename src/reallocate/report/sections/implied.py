"""What one must believe for a cut to be the best plan."""

from __future__ import annotations

from reallocate.measure.number import sentence
from reallocate.output.blocks import Block, Bullets, Heading, Section
from reallocate.report.reading import Reading
from reallocate.report.tables import grid

SUMMARY = (
    "reading", "draws", "best", "near", "share_near", "low", "high", "near_1", "near_2", "extra_cost",
    "extra_share", "least_extra_share",
)  # fmt: skip
EDGE = (
    "belief", "reading", "now", "low", "high", "extra_at_low", "extra_at_high", "flips_at", "median",
    "median_near", "grade",
)  # fmt: skip


def implied(reading: Reading) -> Section:
    """The part of the page that is there only where a cut was asked about."""
    choices = reading.table("implied_choices")
    blocks: list[Block] = [Bullets(tuple(sentence(line) for line in reading.sentences("implied")))]
    blocks += [
        grid(
            reading,
            "implied",
            SUMMARY,
            caption="How often the cut is the best plan, over draws of all beliefs from their ranges",
            note="Nearly the best: at most 0.5% dearer than the free plan. Computed on roles grouped further "
            "and without the smallest systems. At any time: the pause in hiring after exits is not held, so "
            "that is the least that exits cost.",
        ),
        Heading("What has to be believed together"),
        grid(
            reading,
            "implied_together",
            ("reading", "step", "belief", "now", "value", "choice", "extra_share"),
            caption="Beliefs moved one after the other to where they favour the cut",
            note="Those that bear most on it first; it ends where the cut is nearly the best plan. The order "
            "is one of several: other beliefs further apart may do the same.",
        ),
        Heading("One belief at a time"),
        grid(
            reading,
            "implied_edge",
            EDGE,
            caption="Extra cost of the cut at both ends of each range, all else as assumed",
            fold="Every belief by itself",
        ),
        grid(
            reading,
            "implied_choices",
            ("belief", "choice", "at_once", "any_time", "layoffs"),
            caption="Extra cost under each source of reach and each scenario of capability",
            rows=choices.assign(choice=[_worded(reading, str(name)) for name in choices.get("choice", ())]),
            fold="Sources and scenarios",
        ),
        grid(
            reading,
            "implied_grid",
            ("quits_per_month", "demand_growth", "at_once", "any_time", "layoffs"),
            caption="Extra cost of the cut by quits and growth of demand together",
            note="Layoffs: of the free plan, over its whole length.",
        ),
    ]
    return Section("implied", "What one must believe for the cut", tuple(blocks))


def _worded(reading: Reading, choice: str) -> str:
    code, assumed, rest = choice.partition(" (as assumed)")
    return reading.source_words(code) + assumed + rest
