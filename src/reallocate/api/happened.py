"""Headcounts that happened as files state them: a row a role or a row a person, of one quarter or several."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reallocate.api.own_plan import own_plan_table
from reallocate.firm.request.own_plan import KNOWN
from reallocate.kernel.errors import InputError, Problem
from reallocate.roster.file.headers import plain
from reallocate.work.firm import MARKS, OTHER
from reallocate.work.firm import plain as plain_name

if TYPE_CHECKING:
    import pandas as pd

_PLACES = ("department", "location", "country")
_COLUMNS = ("role", "title", *_PLACES, "quarter", "headcount")
"""Columns of an own plan that a file of headcounts may have."""
_PERSON = (
    "person", "person id", "employee", "employee id", "employee number", "personnel number", "staff number",
    "worker id", "id",
)  # fmt: skip
"""Headings of a column that tells people apart, where each row is a person."""
_SHOWN = 5
_HOW = (
    "Write the columns role and headcount, and department, site or country where roles share a code; or a "
    "row a person, with role and employee id."
)


@dataclass(frozen=True, eq=False)
class Happened:
    """What happened, as an own plan that decides headcounts alone.

    rows : role or title, department, location, country, quarter, headcount
    people : (quarter) joined, left, moved [persons]; empty where rows are no people
    name : of the file, for errors
    """

    rows: pd.DataFrame
    people: pd.DataFrame
    name: str


def happened(
    given: str | Path | pd.DataFrame | Sequence[str | Path | pd.DataFrame],
    quarter: str,
    roles: pd.DataFrame | None = None,
) -> Happened:
    """The headcounts of one or several files or tables.

    quarter : of a single table that does not say
    roles : role, title, as a plan's table has them; people count in the role that fits their place
    Raises `InputError` with what is wrong in each.
    """
    import pandas as pd

    each = [given] if isinstance(given, str | Path | pd.DataFrame) else list(given)
    read = [_named(one) for one in each]
    lacking = [name for name, table in read if "quarter" not in table]
    if len(read) > 1 and lacking:
        why, how = "Which quarter a file is of is not guessed.", "Add a column quarter, such as 2026 Q4."
        raise InputError(Problem("the table has no column of quarters", name, how, why) for name in lacking)
    name = read[0][0]
    rows = pd.concat([table for _, table in read], ignore_index=True).fillna("")
    if "quarter" not in rows:
        rows = rows.assign(quarter=quarter)
    if "person" not in rows:
        return Happened(rows, pd.DataFrame(), name)
    flows = _flows(rows, name)
    rows = rows if roles is None else _in_planned_roles(rows, roles)
    return Happened(_counted(rows), flows, f"{Path(name).stem}-by-role.csv")


def _named(given: str | Path | pd.DataFrame) -> tuple[str, pd.DataFrame]:
    """The name of a table, and its columns as they are called here."""
    is_file = isinstance(given, str | Path)
    table = own_plan_table(given) if isinstance(given, str | Path) else given.astype(str)
    name = f"{Path(given).stem}.csv" if isinstance(given, str | Path) else "headcount.csv"
    heads: dict[str, str] = {}
    for column in table.columns:
        head = plain(str(column))
        known = "person" if head in _PERSON else KNOWN.get(head, "")
        if known in ("person", *_COLUMNS) and known not in heads.values():
            heads[column] = known
    found = set(heads.values())
    if not {"headcount", "person"} & found or not {"role", "title"} & found:
        what = "the table has no column of role or of headcount"
        raise InputError(Problem(what, name if is_file else "actuals", _HOW))
    return name, table[list(heads)].rename(columns=heads)


_MARK = re.compile(f"([{''.join(MARKS.values())}])")
_PLACE_SHOWN = re.compile(r" \([^()]*\)$")


def _in_planned_roles(rows: pd.DataFrame, roles: pd.DataFrame) -> pd.DataFrame:
    """People with the plan's id of their role, and no place; rows that no role fits stay as they are.

    roles : role, title, as a plan's table has them
    Where the plan keeps a role apart by place, people of its small groups are in `other`; where it does not,
    the place says nothing.
    """
    import pandas as pd

    column_of = {mark: column for column, mark in MARKS.items()}
    known: dict[str, list[tuple[str, dict[str, str]]]] = {}
    for role, title in zip(roles["role"].astype(str), roles["title"].astype(str), strict=True):
        stem, *marks = _MARK.split(role)
        asked = {column_of[mark]: value for mark, value in zip(marks[::2], marks[1::2], strict=True)}
        for name in {role, stem, title, _PLACE_SHOWN.sub("", title) if asked else title}:
            known.setdefault(plain_name(name), []).append((role, asked))
    columns = [one for one in ("role", "title", *_PLACES) if one in rows]
    ids = {
        told: _role_of(dict(zip(columns, told, strict=True)), known)
        for told in rows[columns].drop_duplicates().itertuples(index=False, name=None)
    }
    found = pd.Series([ids[told] for told in rows[columns].itertuples(index=False, name=None)], rows.index)
    fits = found.ne("")
    blank = rows[columns].mask(fits, "")
    return rows.assign(**{**blank, "role": found.where(fits, blank.get("role", ""))})


def _role_of(told: dict[str, str], known: dict[str, list[tuple[str, dict[str, str]]]]) -> str:
    """The role that fits a name and place best; empty where none does."""
    fitting = [
        (sum(value == OTHER for value in asked.values()), role)
        for role, asked in known.get(plain_name(told.get("role") or told.get("title", "")), [])
        if all(value in (plain_name(told.get(column, "")), OTHER) for column, value in asked.items())
    ]
    return min(fitting, default=(0, ""))[1]


def _counted(rows: pd.DataFrame) -> pd.DataFrame:
    """People by role, place and quarter; a role that had people before has 0 once they are gone."""
    import pandas as pd

    by = [one for one in _COLUMNS if one in rows and one not in ("quarter", "headcount")]
    if "headcount" in rows:
        amount = pd.to_numeric(rows["headcount"], errors="coerce").fillna(0.0)
    else:
        amount = pd.Series(1.0, index=rows.index)
    wide = rows.assign(amount=amount).pivot_table(
        index=by, columns="quarter", values="amount", aggfunc="sum", fill_value=0.0
    )
    long = wide.reset_index().melt(by, var_name="quarter", value_name="headcount")
    return long.astype({"headcount": str})


def _flows(rows: pd.DataFrame, name: str) -> pd.DataFrame:
    """Who joined, left and moved to another role or place since the quarter before; (quarter) [persons]."""
    import pandas as pd

    twice = rows[rows.duplicated(["quarter", "person"], keep=False)]
    if len(twice):
        alike = twice[["quarter", "person"]].eq(twice[["quarter", "person"]].iloc[0]).all(axis=1)
        first = ", ".join(str(int(place) + 2) for place in twice.index[alike][:_SHOWN])
        what = f"{len(twice)} rows are of people who stand twice in a quarter, such as rows {first}"
        raise InputError(Problem(what, name, "Keep one row for each person and quarter."))
    place = [one for one in ("role", "title", *_PLACES) if one in rows]
    found, before = [], None
    for quarter, part in rows.sort_values("quarter", kind="stable").groupby("quarter", sort=True):
        now = part.set_index("person")[place]
        row: dict[str, object] = {"quarter": quarter, "joined": None, "left": None, "moved": None}
        if before is not None:
            stayed = now.index.intersection(before.index)
            changed = (now.loc[stayed] != before.loc[stayed]).any(axis=1)
            row |= {
                "joined": len(now.index.difference(before.index)),
                "left": len(before.index.difference(now.index)),
                "moved": int(changed.sum()),
            }
        found.append(row)
        before = now
    return pd.DataFrame(found).set_index("quarter").astype(float)
