"""Several outlooks: what the first year should be when it is not known which of them comes."""

from __future__ import annotations

from reallocate.measure.number import sentence
from reallocate.output.blocks import Block, Bullets, Heading, Prose, Section
from reallocate.report.reading import Reading
from reallocate.report.tables import grid, noted

NOT_WORKED_OUT = "Not worked out: the scenario leaves it out, or an outlook has no plan."


def outlooks(reading: Reading) -> Section:
    """Part 11 of the page."""
    name = "Several outlooks: what to do before it shows which of them comes"
    said = reading.sentences("outlooks")
    if not reading.has("strategies"):
        return Section("outlooks", name, (Prose((NOT_WORKED_OUT,)),))
    blocks: list[Block] = [Bullets(tuple(sentence(line) for line in said))] if said else []
    first = ("strategy", "caution", "extra_cost", "worst_saving", "largest_regret", "worst_outlook")
    binding = ("hires", "layoffs", "moved", "with_ai", "gpus_ordered", "positions_low", "positions_high")
    blocks += [
        grid(
            reading,
            "outlooks",
            ("outlook", "weight", "says", "positions", "layoffs", "saved", "extra_as_made", "extra_joint"),
            caption="The outlooks, the plan of one who knows each, and what other first years cost there",
            note="Saved: present value against people alone, in the same outlook.",
        ),
        Heading("First years side by side"),
        grid(
            reading,
            "strategies",
            noted(reading, "strategies", (*first, *binding)),
            caption="What is decided before the outlook is known, and what it costs, expected and at worst",
            note="Hires, layoffs, orders and systems of the first quarters are decided for all outlooks "
            "alike; what follows is the best in each. Computed on grouped roles and larger systems; work may "
            "be left undone at its price, and the pause in hiring after layoffs is not held.",
        ),
        grid(
            reading,
            "information",
            noted(reading, "information", ("question", "amount")),
            caption="What knowing, planning for all and beginning now are worth",
        ),
    ]
    return Section("outlooks", name, tuple(blocks))
