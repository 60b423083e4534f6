"""What the shipped figures are and whom they are owed to, in words: the notice and the page of tables."""

from __future__ import annotations

from reallocate.data.bundle import Column, tables
from reallocate.data.pack import Pack
from reallocate.data.packs import PACKS
from reallocate.data.packs.nation import NATION_PACKS

_BEGIN = "<!-- The tables below are made from the declarations; changes made here are lost. -->"
_END = "<!-- End of the tables. -->"

_NOTICE_HEAD = """\
reallocate
Copyright the reallocate authors. Licensed under the Apache License, Version 2.0 (see LICENSE).

The package ships figures computed from the sources below: rounded, aggregated, bridged to one frame
of occupation codes and, where marked, filled. None of the publishers has approved or endorsed this
use. No source file and no task sentence is copied. CC BY 4.0 is at
https://creativecommons.org/licenses/by/4.0/

Exchange rates for rosters: European Central Bank, euro foreign exchange reference rates of 30 October
2026, converted to US dollars.
"""

_MIT = """\
Permission is hereby granted, free of charge, to any person obtaining a copy of this software and
associated documentation files (the "Software"), to deal in the Software without restriction,
including without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense,
and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so,
subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial
portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT
LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN
NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY,
WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE
SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""


def notice() -> str:
    """The attribution of every source and of every shipped table."""
    owed = [_attribution(pack) for pack in (*PACKS, *NATION_PACKS)]
    parts = [_NOTICE_HEAD, *owed, "Tables and their sources\n"]
    parts.append("".join(f"  {name}: {', '.join(_sources_of(name))}\n" for name in sorted(tables())))
    parts.append("Licence text of the sources under the MIT licence\n\n" + _MIT)
    return "\n".join(parts)


def _sources_of(table: str) -> tuple[str, ...]:
    """The short names of the sources that a shipped table has figures of."""
    if table in ("sources", "licences", "programmes"):
        return ("reallocate",)
    if table == "activities":
        return ("onet-30.1", "reallocate")
    every = (*PACKS, *NATION_PACKS)
    return tuple(pack.name for pack in every if table in pack.tables)


def with_tables(page: str) -> str:
    """A page with its generated part made anew.

    page : text with the two marks that enclose the generated part
    """
    before, rest = page.split(_BEGIN)
    return f"{before}{_BEGIN}\n\n{_sources_text()}\n{_tables_text()}\n{_END}{rest.split(_END)[1]}"


def _attribution(pack: Pack) -> str:
    lines = [f"{pack.name}: {pack.citation}. Licence: {pack.licence}. Vintage: {pack.vintage}."]
    lines += [f"Origin: {pack.origin}."] if pack.origin else []
    return "\n".join(f"  {line}" if number else line for number, line in enumerate(lines)) + "\n"


def _sources_text() -> str:
    head = "## Sources\n\n| source | what | vintage | licence | tables |\n|---|---|---|---|---|\n"
    rows = [
        f"| {pack.name} | {pack.citation} | {pack.vintage} | {pack.licence} | {', '.join(pack.tables)} |"
        for pack in PACKS
    ]
    return head + "\n".join(rows) + "\n"


def _tables_text() -> str:
    parts = ["## Tables\n"]
    for name, table in sorted(tables().items()):
        parts.append(f"### {name}\n\nA row is {table.about}. Key: {', '.join(table.key)}.\n")
        parts.append("| column | unit | digits | what |\n|---|---|---|---|")
        parts.append("\n".join(_column_row(column, kind) for column, kind in table.columns.items()) + "\n")
    return "\n".join(parts)


def _column_row(name: str, column: Column) -> str:
    number = column.kind == "number"
    allowed = f" ({', '.join(column.allowed)})" if column.allowed else ""
    cells = (name, column.unit or column.kind, str(column.digits) if number else "", column.about + allowed)
    return f"| {' | '.join(cells)} |"
