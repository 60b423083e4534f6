"""A file of exchange rates that replaces those that ship."""

from __future__ import annotations

from pathlib import Path

from reallocate.errors import InputError, Problem
from reallocate.roster.headers import find_columns, plain
from reallocate.roster.read import by_column, read_text_table

SYNONYMS = {
    "currency": ("currency", "code", "currency code", "iso 4217"),
    "usd": ("usd", "rate", "usd per unit", "dollars per unit", "usd rate"),
    "date": ("date", "day", "as of"),
}
KNOWN = {name: column for column, names in SYNONYMS.items() for name in names}
WRITE = "Write a header `currency,usd,date` and one row per currency, such as `EUR,1.08,2026-06-30`."


def rates_in(path: Path) -> tuple[tuple[str, ...], str]:
    """The rates of a file, each as EUR=1.08 [USD/unit], and their day, "" where the file names none.

    path : CSV, XLSX or Parquet with the columns currency, usd [USD/unit] and, if wanted, date
    Raises `UnknownName` where there is no such file, `InputError` where it is no table of rates of one day.
    """
    table = read_text_table(path, known=KNOWN, of="currency", remedy=WRITE)
    places, _, problems = find_columns(table.headers, table.name, KNOWN)
    missing = [column for column in ("currency", "usd") if column not in places]
    if missing:
        problems.append(Problem(f"there is no column {missing[0]!r}", table.name, WRITE))
    if problems:
        raise InputError(problems)
    rows = [by_column(cells, places) for _, cells in table.rows]
    days = {row["date"] for row in rows if row.get("date")}
    if len(days) > 1:
        what = f"the rates are of {len(days)} days"
        raise InputError(
            Problem(what, table.name, "Keep the rates of one day.", "One date is shown for all.")
        )
    rates = (f"{row['currency']}={row['usd']}" for row in rows if plain(row["currency"]) != "usd")
    return tuple(rates), next(iter(days), "")
