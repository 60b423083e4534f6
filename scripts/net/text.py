"""Sentences and lines: is every figure of the base still said, and of the same thing?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rapidfuzz import fuzz, process
from scripts.net.figures import COARSER as FEWER
from scripts.net.figures import OTHERWISE, Figure, Pool, figures, missing, skeleton
from scripts.net.findings import COARSER, DIFFERS, HIDDEN, MOVED, NEW, WORDS, Report
from scripts.net.grids import Line

ALIKE, NEARLY_THE_SAME = 75, 92
WORTH_NAMING = 3
LONGEST = 220


class _Now:
    """The lines of now, to find one by its words."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = [line for line in lines if figures(line.text)]
        self.skeletons = [skeleton(line.text) for line in self.lines]
        self.by_skeleton: dict[str, list[int]] = {}
        for place, words in enumerate(self.skeletons):
            self.by_skeleton.setdefault(words, []).append(place)
        self.used: set[int] = set()
        self.pool = Pool(figure for line in self.lines for figure in figures(line.text))

    def with_all(self, wanted: Sequence[Figure]) -> int | None:
        """A line that holds all these figures."""
        if any(figure not in self.pool for figure in wanted):
            return None
        for place, line in enumerate(self.lines):
            own = figures(line.text)
            if len(own) >= len(wanted) and not missing(wanted, own)[0]:
                return place
        return None


def compare_lines(
    base: Iterable[Line], now: Sequence[Line], report: Report, *, elsewhere: Sequence[tuple[str, Pool]] = ()
) -> None:
    """Look for every line of the base, by its words and then by its figures.

    elsewhere : other places of the result, by name, where a figure may stand that is gone here
    """
    index, left = _Now(now), []
    exact = {line.text: place for place, line in enumerate(index.lines)}
    for line in base:
        shown = figures(line.text)
        if shown and line.text in exact:
            report.equal += len(shown)
            index.used.add(exact[line.text])
        elif shown:
            left.append(line)
    rest = [line for line in left if not _same_words(line, index, report)]
    for line in rest:
        if not _other_words(line, index, report):
            _scattered(line, index, report, elsewhere)


def new_lines(base: Pool, now: Iterable[Line], report: Report) -> None:
    """Lines with a figure of three digits or more that the base has nowhere."""
    for line in now:
        fresh = [one for one in figures(line.text) if one.digits >= WORTH_NAMING and one not in base]
        if fresh:
            report.add(NEW, line.place, f"{_listed(fresh)} in: {line.text[:LONGEST]}", len(fresh))


def _same_words(line: Line, index: _Now, report: Report) -> bool:
    """The same words with other figures are a difference."""
    places = index.by_skeleton.get(skeleton(line.text), [])
    if not places or not any(letter.isalpha() for letter in skeleton(line.text)):
        return False
    shown = figures(line.text)
    for place in sorted(places, key=lambda place: place in index.used):
        absent, how = missing(shown, figures(index.lines[place].text))
        if not absent:
            index.used.add(place)
            _agreed(line, index.lines[place], how, report, words=False)
            return True
    free = next((place for place in places if place not in index.used), None)
    if free is None:
        return False
    index.used.add(free)
    other = index.lines[free]
    absent = missing(shown, figures(other.text))[0]
    report.equal += len(shown) - len(absent)
    report.add(
        DIFFERS,
        line.place,
        f"{_listed(absent)} in: {line.text[:LONGEST]} || now: {other.text[:LONGEST]}",
        len(absent),
    )
    return True


def _other_words(line: Line, index: _Now, report: Report) -> bool:
    """A line with nearly the same words."""
    shown = figures(line.text)
    near = process.extract(
        skeleton(line.text), index.skeletons, scorer=fuzz.token_sort_ratio, score_cutoff=ALIKE, limit=5
    )
    for _, _, place in near:
        absent, how = missing(shown, figures(index.lines[place].text))
        if not absent:
            index.used.add(place)
            _agreed(line, index.lines[place], how, report, words=True)
            return True
    if (
        near
        and near[0][1] >= NEARLY_THE_SAME
        and near[0][2] not in index.used
        and index.with_all(shown) is None
    ):
        other = index.lines[near[0][2]]
        index.used.add(near[0][2])
        absent = missing(shown, figures(other.text))[0]
        report.equal += len(shown) - len(absent)
        text = f"{_listed(absent)} in: {line.text[:LONGEST]} || now: {other.text[:LONGEST]}"
        report.add(DIFFERS, line.place, text, len(absent))
        return True
    return False


def _scattered(line: Line, index: _Now, report: Report, elsewhere: Sequence[tuple[str, Pool]]) -> None:
    """No line has these words: figures by themselves."""
    shown = figures(line.text)
    together = index.with_all(shown)
    if together is not None:
        report.add(
            MOVED,
            line.place,
            f"{line.text[:LONGEST]} || now: {index.lines[together].text[:LONGEST]}",
            len(shown),
        )
        return
    left = list(shown)
    for kind, where, pool in (
        (MOVED, "this face", index.pool),
        *((HIDDEN, name, pool) for name, pool in elsewhere),
    ):
        here = [figure for figure in left if figure in pool]
        left = [figure for figure in left if figure not in pool]
        if here:
            report.add(
                kind,
                line.place,
                f"{_listed(here)} now elsewhere in {where}: {line.text[:LONGEST]}",
                len(here),
            )
    if left:
        report.add(
            DIFFERS, line.place, f"{_listed(left)} stand nowhere now: {line.text[:LONGEST]}", len(left)
        )


def _agreed(line: Line, other: Line, how: set[str], report: Report, *, words: bool) -> None:
    count = len(figures(line.text))
    if how & {FEWER, OTHERWISE}:
        kinds = " and ".join(sorted(how & {FEWER, OTHERWISE}))
        report.add(
            COARSER, line.place, f"{kinds}: {line.text[:LONGEST]} || now: {other.text[:LONGEST]}", count
        )
        return
    report.equal += count
    if words:
        report.add(WORDS, line.place, f"{line.text[:LONGEST]} || now: {other.text[:LONGEST]}", 0)


def _listed(shown: Iterable[Figure]) -> str:
    return ", ".join(figure.text for figure in shown)


def pools(*named: tuple[str, Iterable[Line]]) -> Iterator[tuple[str, Pool]]:
    """The figures of several places, by name."""
    for name, lines in named:
        yield name, Pool(figure for line in lines for figure in figures(line.text))
