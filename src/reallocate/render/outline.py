"""A page from what is declared to stand on it: sentences, further blocks, charts and tables by section."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from reallocate.kernel.blocks import Block, Bullets, Heading, Section
from reallocate.kernel.chart import Chart
from reallocate.kernel.errors import InvariantError, Problem
from reallocate.kernel.table import Table
from reallocate.kernel.text import Further, Text
from reallocate.render.result import Result


@dataclass(frozen=True)
class _Item:
    """Something that stands in a section, behind another item or where it is declared."""

    name: str
    section: str
    after: str
    blocks: Callable[[], Iterable[Block]]


def sections(
    result: Result,
    text: Text | Sequence[Text],
    titles: Mapping[str, str],
    folded: Container[str] = (),
    left_out: Container[str] = (),
) -> list[Section]:
    """The sections of a page; one in which nothing stands is left out.

    text : the declared sentences and blocks of one question, or of several
    titles : of sections by name, in their order; "people/age" is under a heading of its own in "people"
    folded : sections that open on demand
    left_out : sections, and parts of one, that this result does not have
    In a section sentences come first, then further blocks, charts and tables, each as declared, unless they
    stand `after` something else.
    Raises `InvariantError` for a declared place that is not there.
    """
    items = _items(result, [text] if isinstance(text, Text) else text)
    _must_be_there(items, titles)
    found: dict[str, list[Block]] = {}
    for name, title in titles.items():
        section, _, under = name.partition("/")
        if name in left_out:
            continue
        blocks = _side_by_side(_in_order([one for one in items if one.section == name]))
        head = [Heading(title)] if under and title and blocks else []
        found[section] = [*found.get(section, []), *head, *blocks]
    return [Section(name, titles[name], blocks, name in folded) for name, blocks in found.items() if blocks]


def _items(result: Result, texts: Sequence[Text]) -> list[_Item]:
    kind = result.kind
    return [
        *(_Item(one.name, one.section, one.after, partial(one.blocks, result.text))
          for text in texts for one in text.sentences.values()),
        *(_Item(one.name, one.section, one.after, partial(_further, result, one))
          for text in texts for one in text.further),
        *(_Item(one.name, one.section, one.after, partial(_picture, result, one)) for one in kind.charts),
        *(_Item(one.name, one.place.section, one.place.after, partial(_grid, result, one))
          for one in kind.tables),
    ]  # fmt: skip


def _must_be_there(items: Sequence[_Item], titles: Mapping[str, str]) -> None:
    for one in items:
        beside = {other.name for other in items if other is not one and other.section == one.section}
        if one.section and (one.section not in titles or one.after not in {"", *beside}):
            what = f"{one.name!r} has no place in section {one.section!r}, after {one.after!r}"
            raise InvariantError(Problem(what, remedy="Name a section of the page, and something in it."))


def _in_order(items: Sequence[_Item]) -> Iterator[Block]:
    def with_followers(item: _Item) -> Iterator[Block]:
        yield from item.blocks()
        for one in items:
            if one.after == item.name and one is not item:
                yield from with_followers(one)

    for item in items:
        if not item.after:
            yield from with_followers(item)


def _side_by_side(blocks: Iterable[Block]) -> list[Block]:
    """The same with bullets that are neighbours in one list."""
    found: list[Block] = []
    for block in blocks:
        last = found[-1] if found else None
        if isinstance(block, Bullets) and isinstance(last, Bullets):
            found[-1] = Bullets((*last.items, *block.items))
        else:
            found.append(block)
    return found


def _picture(result: Result, chart: Chart) -> list[Block]:
    asked = all(one.name in result.tables for one in chart.tables if one.optional)
    return [result.picture(chart.name)] if asked else []


def _grid(result: Result, table: Table[Any]) -> list[Block]:
    return [result.grid(table.name)] if table.name in result.tables or not table.optional else []


def _further(result: Result, further: Further) -> Iterable[Block]:
    shown = further.shows(result)
    return shown if isinstance(shown, Sequence) else [shown]
