"""JSON: every number under its key, whatever the order of lists; and the texts in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from scripts.net.exact import Tables, rounded
from scripts.net.findings import DIFFERS, HIDDEN, MOVED, NEW, Report
from scripts.net.grids import Line
from scripts.net.names import Names
from scripts.net.page import sentences

# They tell how and by what a file was made.
NO_RESULT = frozenset(
    ("hashes", "command", "version", "libraries", "sha256", "bytes", "bundle", "$schema", "config")
)
EXAMPLES = 4


@dataclass
class Record:
    """A JSON file.

    numbers : by path of keys, with `[]` for a place in a list
    lines : texts, each with its first key
    """

    numbers: dict[str, Counter[float]] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)

    def everything(self) -> set[float]:
        """Every number."""
        return {number for numbers in self.numbers.values() for number in numbers}


def read_record(held: Any, names: Names | None = None) -> Record:
    """Numbers and texts of a JSON object, its keys by their names of now where `names` says them."""
    record, renamed = Record(), names.keys if names else {}
    for path, leaf in _leaves(held, (), renamed):
        if isinstance(leaf, str):
            record.lines += [Line(path[0] if path else "", one) for one in sentences(leaf)]
        else:
            record.numbers.setdefault(".".join(path), Counter())[rounded(float(leaf))] += 1
    return record


def _leaves(
    held: Any, path: tuple[str, ...], renamed: dict[str, str]
) -> Iterator[tuple[tuple[str, ...], Any]]:
    if isinstance(held, dict):
        for key, inner in held.items():
            if key not in NO_RESULT:
                yield from _leaves(inner, (*path, renamed.get(str(key), str(key))), renamed)
    elif isinstance(held, list):
        for inner in held:
            yield from _leaves(inner, (*path, "[]"), renamed)
    elif held is not None:
        yield path, held


def compare_records(name: str, base: Record, now: Record, tables: Tables, report: Report) -> None:
    """Compare the numbers of a file.

    base : its keys with their names of now
    tables : of the result of now, where a number may stand that is gone here
    """
    by_values = {frozenset(numbers.items()): path for path, numbers in now.numbers.items()}
    everything = now.everything()
    for path, numbers in base.numbers.items():
        there, place, count = now.numbers.get(path), f"{name}: {path}", numbers.total()
        if there == numbers:
            report.equal += count
        elif there is None and frozenset(numbers.items()) in by_values:
            report.add(MOVED, place, f"now {by_values[frozenset(numbers.items())]}", count)
        elif there is not None:
            _others(place, numbers, there, report)
        else:
            _without_key(place, numbers, everything, tables, report)
    known = {frozenset(numbers.items()) for numbers in base.numbers.values()}
    for path in sorted(now.numbers.keys() - base.numbers.keys()):
        if frozenset(now.numbers[path].items()) in known:
            continue
        report.add(NEW, f"{name}: {path}", "a key that was not there", now.numbers[path].total())


def _others(place: str, numbers: Counter[float], there: Counter[float], report: Report) -> None:
    lost, gained = numbers - there, there - numbers
    report.equal += numbers.total() - lost.total()
    if lost:
        report.add(DIFFERS, place, f"{_some(lost)}; now {_some(gained)}", lost.total())
    else:
        report.add(NEW, place, f"more numbers than before: {_some(gained)}", gained.total())


def _without_key(
    place: str, numbers: Counter[float], everything: set[float], tables: Tables, report: Report
) -> None:
    lost = {number for number in numbers if number not in everything}
    nowhere = [number for number in lost if number not in tables.numbers]
    if not lost:
        report.add(MOVED, place, "its numbers stand under other keys", numbers.total())
    elif not nowhere:
        report.add(HIDDEN, place, "its numbers stand in tables", numbers.total())
    else:
        report.add(
            DIFFERS, place, f"a key that is gone, and these stand nowhere: {_some(nowhere)}", len(nowhere)
        )


def _some(numbers: Any) -> str:
    listed = list(numbers)
    more = f" and {len(listed) - EXAMPLES} more" if len(listed) > EXAMPLES else ""
    return ", ".join(repr(number) for number in listed[:EXAMPLES]) + more
