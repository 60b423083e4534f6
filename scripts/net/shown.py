"""Tables as they are shown, on a page and in a workbook: compared cell by cell, in the precision shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from scripts.net.figures import COARSER as FEWER
from scripts.net.figures import OTHERWISE, Figure, Pool, figures, missing
from scripts.net.findings import COARSER, DIFFERS, HIDDEN, MOVED, NEW, WORDS, Report
from scripts.net.grids import Cell, Grid, as_text, of_cell
from scripts.net.names import Names

TABLE_GONE = "a table that this face has no more"
EXAMPLES = 3
TAKEN_FOR_THE_SAME = 0.9
WORTH_NAMING = 3


@dataclass(frozen=True)
class Around:
    """What else the face and the result of now hold.

    face : figures anywhere on the face
    elsewhere : figures elsewhere in the result, by name
    before : figures anywhere in the result of the base
    """

    face: Pool
    elsewhere: Sequence[tuple[str, Pool]]
    before: Pool


def compare_grids(
    base: Sequence[Grid], now: Sequence[Grid], report: Report, names: Names, around: Around
) -> None:
    """Compare every table, found by its title or else by its figures."""
    pairs = _pairs(base, now, names)
    for place, grid in enumerate(base):
        other = pairs.get(place)
        name = _name(grid)
        if other is None:
            report.add(HIDDEN, name, TABLE_GONE, 0)
            _gone(name, grid.all_figures(), report, around)
            continue
        there = now[other]
        if there.title != names.titles.get(grid.title, grid.title):
            report.add(WORDS, name, f"taken to be the table {_name(there)!r}, which has its figures", 0)
        _grid(name, grid, there, report, names, around)
    for place in sorted(set(range(len(now))) - set(pairs.values())):
        report.add(NEW, _name(now[place]), "a table that was not there", len(now[place].all_figures()))


def _name(grid: Grid) -> str:
    return grid.title if grid.place in ("", grid.title) else f"{grid.place} › {grid.title}"


def _pairs(base: Sequence[Grid], now: Sequence[Grid], names: Names) -> dict[int, int]:
    """The place now of each table of the base that has one."""
    pairs: dict[int, int] = {}
    for same_place in (True, False):
        for place, grid in enumerate(base):
            title = names.titles.get(grid.title, grid.title)
            found = (
                other
                for other, there in enumerate(now)
                if other not in pairs.values()
                and there.title == title
                and (there.place == grid.place or not same_place)
            )
            if place not in pairs and (other := next(found, None)) is not None:
                pairs[place] = other
    for place, grid in enumerate(base):
        if place not in pairs and (like := _most_alike(grid, now, set(pairs.values()))) is not None:
            pairs[place] = like
    return pairs


def _most_alike(grid: Grid, now: Sequence[Grid], taken: set[int]) -> int | None:
    wanted = grid.all_figures()
    best, share = None, TAKEN_FOR_THE_SAME
    for place, there in enumerate(now):
        if place not in taken and wanted:
            pool = Pool(there.all_figures())
            part = sum(pool.holds(figure) for figure in wanted) / len(wanted)
            if part >= share:
                best, share = place, part + 1e-9
    return best


def _gone(name: str, wanted: Iterable[Figure], report: Report, around: Around) -> None:
    left = list(wanted)
    places = ((MOVED, "this face", around.face), *((HIDDEN, where, pool) for where, pool in around.elsewhere))
    for kind, where, pool in places:
        here = [figure for figure in left if figure in pool]
        left = [figure for figure in left if figure not in pool]
        if here:
            report.add(
                kind, name, f"gone here; its figures stand elsewhere in {where}: {_some(here)}", len(here)
            )
    if left:
        report.add(DIFFERS, name, f"gone, and these stand nowhere: {_some(left)}", len(left))


def _grid(name: str, grid: Grid, there: Grid, report: Report, names: Names, around: Around) -> None:
    rows = _rows(grid, there)
    unmatched = [row for row in range(grid.length) if row not in rows]
    if unmatched:
        labels = grid.labels()
        shown = [figure for row in unmatched for figure in grid.row(row)]
        words = "; ".join(labels[row] for row in unmatched[:EXAMPLES])
        _gone(f"{name} › {len(unmatched)} rows such as {words}", shown, report, around)
    heads = {head: names.headings.get(head, head) for head in grid.columns}
    for head, cells in grid.columns.items():
        other = there.columns.get(heads[head])
        if other is not None and not (lost := _lost(cells, other, rows)).absent:
            _agreed(f"{name} › {head}", lost, report)
            continue
        _other_head(name, head, cells, grid, there, rows, other, report, around)
    _labels_of_rows(name, grid, there, rows, report)
    _fresh(name, grid, there, heads, report, around)


def _rows(grid: Grid, there: Grid) -> dict[int, int]:
    """The row now of each row of the base: by its label, else by its order, else by its figures."""
    before, after = _counted(grid.labels()), _counted(there.labels())
    at = {label: row for row, label in enumerate(after)}
    rows = {row: at[label] for row, label in enumerate(before) if label in at}
    left = [row for row in range(grid.length) if row not in rows]
    free = [row for row in range(there.length) if row not in rows.values()]
    if len(left) == len(free):
        return rows | dict(zip(left, free, strict=True))
    for row in left:
        wanted = grid.row(row)
        for other in free:
            if wanted and not missing(wanted, there.row(other))[0]:
                rows[row] = other
                free.remove(other)
                break
    return rows


def _counted(labels: Sequence[str]) -> list[tuple[str, int]]:
    seen: dict[str, int] = {}
    counted = []
    for label in labels:
        seen[label] = seen.get(label, 0) + 1
        counted.append((label, seen[label]))
    return counted


@dataclass
class _Lost:
    """What a column of now lacks: cells of the base with the row now and the figures absent there."""

    figures: int
    absent: list[tuple[int, int, list[Figure]]]
    how: set[str]


def _lost(cells: Sequence[Cell], other: Sequence[Cell], rows: Mapping[int, int]) -> _Lost:
    lost = _Lost(0, [], set())
    for row, place in rows.items():
        wanted = of_cell(cells[row])
        if wanted:
            absent, how = missing(wanted, of_cell(other[place]))
            lost.figures += len(wanted)
            lost.how |= how
            if absent:
                lost.absent.append((row, place, absent))
    return lost


def _agreed(place: str, lost: _Lost, report: Report) -> None:
    worse = lost.how & {FEWER, OTHERWISE}
    if worse:
        report.add(COARSER, place, " and ".join(sorted(worse)), lost.figures)
    else:
        report.equal += lost.figures


def _other_head(
    name: str,
    head: str,
    cells: Sequence[Cell],
    grid: Grid,
    there: Grid,
    rows: Mapping[int, int],
    other: Sequence[Cell] | None,
    report: Report,
    around: Around,
) -> None:
    """A head that is gone, or that stands over other figures now."""
    place = f"{name} › {head}"
    if not any(of_cell(cell) for cell in cells):
        return
    heads = [one for one, held in there.columns.items() if not _lost(cells, held, rows).absent]
    best = min(
        heads,
        key=lambda one: (one in grid.columns, len(_lost(cells, there.columns[one], rows).how)),
        default=None,
    )
    if other is None:
        if best is not None:
            lost = _lost(cells, there.columns[best], rows)
            report.add(MOVED, place, f"now under {best!r}", lost.figures)
        else:
            _gone(place, [figure for row in rows for figure in of_cell(cells[row])], report, around)
        return
    lost = _lost(cells, other, rows)
    labels = grid.labels()
    some = "; ".join(
        f"{labels[row]}: {as_text(cells[row])}, now {as_text(other[now])}"
        for row, now, _ in lost.absent[:EXAMPLES]
    )
    hint = f"; what stood here stands under {best!r}" if best is not None else ""
    count = sum(len(absent) for *_, absent in lost.absent)
    report.equal += lost.figures - count
    report.add(DIFFERS, place, f"{len(lost.absent)} of {len(cells)} rows: {some}{hint}", count)


def _labels_of_rows(name: str, grid: Grid, there: Grid, rows: Mapping[int, int], report: Report) -> None:
    before, after = grid.labels(), there.labels()
    other = [(before[row], after[place]) for row, place in rows.items() if before[row] != after[place]]
    if other:
        report.add(WORDS, name, f"{len(other)} rows, such as {other[0][0]!r}, now {other[0][1]!r}", 0)


def _fresh(
    name: str, grid: Grid, there: Grid, heads: Mapping[str, str], report: Report, around: Around
) -> None:
    for head, cells in there.columns.items():
        if head not in heads.values():
            shown = [figure for cell in cells for figure in of_cell(cell)]
            fresh = [one for one in shown if one.digits >= WORTH_NAMING and one not in around.before]
            if fresh:
                report.add(NEW, f"{name} › {head}", f"figures that were nowhere: {_some(fresh)}", len(fresh))


def _some(shown: Sequence[Figure]) -> str:
    more = f" and {len(shown) - EXAMPLES} more" if len(shown) > EXAMPLES else ""
    return ", ".join(figure.text for figure in shown[:EXAMPLES]) + more


def figures_of_grids(grids: Iterable[Grid]) -> list[Figure]:
    """Every figure of every table, its heads and titles too."""
    return [
        figure
        for grid in grids
        for figure in (
            *grid.all_figures(),
            *(one for head in (*grid.columns, grid.title) for one in figures(head)),
        )
    ]
