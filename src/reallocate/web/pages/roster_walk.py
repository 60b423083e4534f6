"""From the rows of a file to the positions of its plan: sentences and a drawing; figures are exact."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from reallocate.kernel.draw.rows import Row, Span, bar, rows
from reallocate.kernel.draw.tones import PEOPLE, TAKEN
from reallocate.render.drawing import both

Walk = Mapping[str, Any]


@dataclass(frozen=True)
class _Step:
    """A bar: what is left, or what is taken away from it.

    left : after it
    """

    label: str
    amount: int
    left: int
    is_sum: bool


def page_heading(
    walk: Walk, titles: Sequence[Mapping[str, Any]], at_a_time: int, as_industry: bool
) -> tuple[str, str]:
    """The heading of the page and the sentence below it.

    titles : to decide, those of most people first
    at_a_time : of them in sight
    as_industry : whether people who are not recognised work as their industry's do
    """
    positions, left = round(walk["positions"]), walk["unrecognised"]
    makes = f'Your file makes <b class="people">{positions:,} position{"" if positions == 1 else "s"}</b>'
    if left:
        are = "person is" if left == 1 else "people are"
        work = "they work as their industry does" if as_industry else "AI changes nothing in their work"
        heading = f"{makes}. {left:,} {are} not recognised: in a plan {work}."
    elif walk["unsure"]:
        heading = f"{makes}. Titles of {walk['unsure']:,} people are still unsure."
    else:
        heading = f"{makes}, and every title is placed."
    if not titles:
        return Markup(heading), "Nothing is left to decide here."
    shown = titles[:at_a_time]
    cover = sum(one["people"] for one in shown)
    first = "title below covers" if len(shown) == 1 else f"{len(shown)} titles below cover"
    first = f"The {first} all" if len(titles) == len(shown) else f"The first {first} {cover:,} of the"
    lead = f"{first} {walk['unsure']:,} people to decide. You can also go on now: everybody is in the plan."
    return Markup(heading), lead


def walk_finding(walk: Walk) -> str:
    """The title of the drawing."""
    return f"From {walk['rows']:,} rows to {round(walk['positions']):,} positions"


def left_out_text(walk: Walk, counts: Sequence[Mapping[str, Any]]) -> str:
    """Who stands in the rows with a fault, and why the kinds add up to more rows than there are.

    counts : rows by kind of fault, of faults that leave somebody out
    """
    others = walk["faulty_rows"] - walk["faulty"]
    people = f"{walk['faulty']:,} {'person' if walk['faulty'] == 1 else 'people'}"
    twice = sum(one["rows"] for one in counts) > walk["faulty_rows"]
    overlap = " A row with two faults counts under both." if twice else ""
    return f"Left out and counted: {people}{f', {others:,} others' if others else ''}.{overlap}"


def harmless_text(walk: Walk, counts: Sequence[Mapping[str, Any]]) -> str:
    """How many rows have a fault that keeps nobody out; "" where none has."""
    rows = walk["harmless"]
    if not rows:
        return ""
    heads = sorted({str(one["header"]) for one in counts if not one["leaves_out"]})
    stay = "1 more row stays" if rows == 1 else f"{rows:,} more rows stay"
    return f"{stay} in: the fault is in {' or '.join(heads)}, and a plan needs no such cell."


def decided_text(walk: Walk) -> str:
    """For how many people the title was decided; "" where none was."""
    return f"Titles of {walk['decided']:,} people are placed as you decided." if walk["decided"] else ""


def dock_text(walk: Walk, titles: int) -> str:
    """The state of the file in a line, beside the button."""
    parts = [f"{round(walk['positions']):,} positions"]
    parts += [f"{titles:,} {'title' if titles == 1 else 'titles'} open"] if titles else []
    rows = walk["faulty_rows"]
    parts += [f"{rows:,} {'row' if rows == 1 else 'rows'} left out"] if rows else []
    return " · ".join(parts)


def walk_picture(walk: Walk) -> Markup:
    """The walk: a sum in blue, what is taken away from it hatched where it was."""
    steps = list(_steps(walk))
    spoken = ", ".join(f"{one.label} {one.amount:,}" for one in steps)
    return both("half", spoken, rows([_row(one) for one in steps]))


def _row(step: _Step) -> Row:
    if step.is_sum:
        return replace(bar(step.label, step.amount, f"{step.amount:,}", PEOPLE), to=step.left)
    taken = Span(step.left, step.left + step.amount, TAKEN.fill, TAKEN.hatch)
    ends = ("", f"−{step.amount:,}")
    return Row(step.label, (taken,), ends=ends, look=TAKEN.words, quiet=True, to=step.left)


def _steps(walk: Walk) -> Iterator[_Step]:
    """The walk as bars; steps that take nobody away are left out."""
    left = walk["rows"]
    yield _Step("Rows in your file", left, left, True)
    for words, count in walk["others"].items():
        left -= count
        yield _Step(f"{words[:1].upper()}{words[1:]}", count, left, False)
    if walk["others"]:
        yield _Step("Your own people", walk["own"], left, True)
    if walk["faulty"]:
        left -= walk["faulty"]
        yield _Step("Rows with a fault", walk["faulty"], left, False)
    positions = round(walk["positions"])
    if walk["part_time"]:
        yield _Step("People in the plan", walk["planned"], left, True)
        who = f"{walk['part_time']:,} {'person' if walk['part_time'] == 1 else 'people'}"
        yield _Step(f"Part-time ({who})", left - positions, positions, False)
    yield _Step("Positions in the plan", positions, positions, True)
