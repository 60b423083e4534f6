"""A user's own table of moves between occupations, read and checked."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from reallocate.kernel.errors import InputError, Problem, nearest
from reallocate.moves.facts import openings
from reallocate.moves.observed import OwnMoves, in_frame
from reallocate.roster.file.headers import plain
from reallocate.roster.file.money import read_number
from reallocate.roster.file.rows import by_column, read_text_table
from reallocate.work.world import World

_KNOWN = {
    "origin": "origin", "from": "origin", "source": "origin",
    "target": "target", "to": "target", "destination": "target",
    "share": "share", "share_of_leavers": "share", "probability": "share",
    "leaving": "leaving", "share_leaving": "leaving",
    "people": "people", "observations": "people", "n": "people",
}  # fmt: skip
_NEEDED = ("origin", "target", "share", "leaving", "people")
_NUMBERS = {"share": (0.0, 1.0), "leaving": (0.0, 1.0), "people": (1.0, 1e9)}
_HOW = (
    "Write the columns origin, target (SOC 2010 or 2018, six digits), share [of those who leave the origin], "
    "leaving [share of people a year] and people [seen to leave the origin]."
)
_MOST = 1.001
"""Shares of an origin may exceed 1 together by so much, for rounding."""


def read_own_moves(path: Path, world: World) -> OwnMoves:
    """A table of moves: CSV, workbook or Parquet, with codes of SOC 2010 or 2018.

    path : with the columns that `_HOW` names
    world : with the tables soc_2010 and projections
    Raises `InputError` with every problem: columns, codes, numbers, and shares that exceed all who left.
    """
    table = read_text_table(path, known=_KNOWN, of="move", remedy=_HOW)
    heads = {_KNOWN[plain(head)]: place for place, head in enumerate(table.headers) if plain(head) in _KNOWN}
    if missing := [name for name in _NEEDED if name not in heads]:
        raise InputError(Problem(f"the table has no column {', '.join(missing)}", table.name, _HOW))
    became = _codes(world)
    problems: list[Problem] = []
    rows = []
    for number, cells in table.rows:
        row = by_column(cells, heads)
        where = f"{table.name} row {number}"
        problems += _code_problems(row, became, where)
        values = {name: read_number(row[name]) for name in _NUMBERS}
        problems += _move_number_problems(values, where)
        rows.append({"origin": row["origin"], "target": row["target"], **values})
    if problems:
        raise InputError(problems)
    frame = pd.DataFrame(rows).astype(dict.fromkeys(_NUMBERS, float))
    together = frame.groupby("origin")["share"].sum()
    if len(over := together[together > _MOST]):
        raise InputError(
            Problem(f"the shares out of {code} sum to {value:.3f}", table.name, _HOW)
            for code, value in over.items()
        )
    if (frame["origin"] == frame["target"]).all():
        raise InputError(Problem("no row leads from one code to another", table.name, _HOW))
    labels = pd.Index(world.occupations.index.to_list(), dtype=object)
    return OwnMoves(in_frame(frame, became, pd.Series(openings(world, labels), index=labels)))


def _codes(world: World) -> dict[str, tuple[str, ...]]:
    """Code of SOC 2018 or 2010 -> occupations of the frame; 2018 holds where a code is in both."""
    if "soc_2010" not in world.tables:
        return {str(code): (str(code),) for code in world.occupations.index}
    listed = world.table("soc_2010").groupby("soc2010")["occupation"]
    older = {str(code): tuple(map(str, found)) for code, found in listed}
    return older | {str(code): (str(code),) for code in world.occupations.index}


def _code_problems(row: dict[str, str], became: dict[str, tuple[str, ...]], where: str) -> list[Problem]:
    problems = []
    for end in ("origin", "target"):
        if row[end] not in became:
            what = f"no occupation has the code {row[end]!r}"
            problems.append(Problem(what, f"{where}, {end}", nearest=nearest(row[end], became)))
    return problems


def _move_number_problems(values: dict[str, float | str], where: str) -> list[Problem]:
    problems = []
    for name, value in values.items():
        least, most = _NUMBERS[name]
        if isinstance(value, str):
            problems.append(Problem(value, f"{where}, {name}", _HOW))
        elif not least <= value <= most:
            what = f"{name} is {value:g}, which is not between {least:g} and {most:g}"
            problems.append(Problem(what, f"{where}, {name}", _HOW))
    return problems
