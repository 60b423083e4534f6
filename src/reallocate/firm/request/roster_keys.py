"""How a roster or role table is read: the section of a scenario, and the options that set its keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import SerializerFunctionWrapHandler, model_serializer

from reallocate.kernel.options import ROSTER, Assignments, File, Names, Request, as_names, option
from reallocate.kernel.schema import Section, key

_DAY = r"^\d{4}-\d{2}-\d{2}$"


class Reading(Section):
    """Facts that a roster or role table leaves open."""

    rates: tuple[str, ...] = key(
        (),
        "US dollars per unit of a currency in the file; without it, the reference rates that ship",
        "USD/unit",
        example=("EUR=1.08",),
    )
    rates_date: str | None = key(None, "day of these rates", "YYYY-MM-DD", "2026-06-30", pattern=_DAY)
    date: str | None = key(
        None,
        "day of the roster, after which the plan starts; else the date above the headers, else read_on",
        "YYYY-MM-DD",
        "2026-06-30",
        pattern=_DAY,
    )
    read_on: str | None = key(
        None,
        "day on which the roster is read; the command enters it",
        "YYYY-MM-DD",
        "2026-06-30",
        pattern=_DAY,
    )
    header_row: int | None = key(None, "row of the headers, where it is not detected", "row", 4, ge=1)
    skip_rows: int | None = key(None, "rows at the top of the roster that are not read", "rows", 3, ge=0)
    without_faulty: bool = key(False, "rows of the roster at fault are left out and counted")

    unrecognised: Literal["unchanged", "industry"] = key(
        "unchanged",
        "what people do whose title is not recognised: AI changes nothing, or what the industry's people do",
    )

    @model_serializer(mode="wrap")
    def _as_given(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """The keys, without the day of reading and the unrecognised where nothing is said of them."""
        data: dict[str, Any] = handler(self)
        silent = {"read_on": None, "unrecognised": "unchanged"}
        return {name: value for name, value in data.items() if name not in silent or value != silent[name]}


def _separate(given: Names, _: str = "") -> tuple[str, ...] | None:
    """The same, of names that may stand in one text with commas between."""
    parts = (part.strip() for name in as_names(given) or () for part in name.split(","))
    return tuple(part for part in parts if part) or None


def pairs(given: Assignments, _: str = "") -> tuple[str, ...] | None:
    """A table as texts `NAME=VALUE`; texts as they are; nothing where there is none."""
    if isinstance(given, Mapping):
        return tuple(f"{name}={value}" for name, value in given.items()) or None
    return tuple(given) or None


class RosterFile(Request):
    """A firm by its roster."""

    roster: File | None = option("roster", "Table of people or positions: CSV, XLSX or Parquet.", ROSTER)


class RosterReading(Request):
    """How a roster is read."""

    map: Assignments | None = option(
        "roster_columns",
        "Name of a column that was not recognised: OURS=THEIRS, such as headcount=Staff; repeatable.",
        ROSTER,
        python='the file\'s header by our column, such as {"title": "Position Name"}',
        reads=pairs,
        is_rare=True,
    )
    review: File | None = option(
        "roster_review",
        "Corrected table of uncertain job titles, from `reallocate roster`.",
        ROSTER,
        python="the edited table of unsure titles",
        is_rare=True,
    )
    abbreviations: File | None = option(
        "roster_abbreviations",
        "Table of short forms in job titles and what they mean (CSV: short, means).",
        ROSTER,
        python="table of short forms in job titles with the columns short and means",
        is_rare=True,
    )
    rate: Assignments | None = option(
        "reading.rates",
        "Dollars for one unit of a currency, EUR=1.08; repeatable.",
        ROSTER,
        python='[USD/unit] by currency, such as {"EUR": 1.08}',
        reads=pairs,
        is_rare=True,
    )
    rates: File | None = option(
        "",
        "Table of rates (CSV: currency, usd, date) in place of those that ship.",
        ROSTER,
        python="table of rates with the columns currency, usd and date, in place of those that ship",
        is_rare=True,
    )
    rates_date: str | None = option(
        "reading.rates_date",
        "Date of the rates [YYYY-MM-DD].",
        ROSTER,
        python="day of the rates, as 2026-06-30",
        is_rare=True,
    )
    date: str | None = option(
        "reading.date",
        "Date of the plan and of the roster [YYYY-MM-DD]; the plan starts with the first quarter after it. "
        "Default: today; for the roster, the date above its headers.",
        ROSTER,
        python="day of the plan, which starts with the next quarter, and of the file, as 2026-06-30; else "
        "today, and for the file the date above its headers",
        is_rare=True,
    )
    header_row: int | None = option(
        "reading.header_row",
        "Row with the column names, if not recognised.",
        ROSTER,
        python="row of the column heads, where it is not recognised",
        is_rare=True,
    )
    skip_rows: int | None = option(
        "reading.skip_rows",
        "Rows at the top of the roster that are not read.",
        ROSTER,
        python="rows above the column heads, where they are not recognised",
        is_rare=True,
    )


class Apart(Request):
    """By what roles are kept apart."""

    by: Names | None = option(
        "by",
        "Keep roles apart by department, site or country: --by department,site. Small groups stay together.",
        ROSTER,
        python='dimensions that roles are kept apart by: "department", "site", "country", one or several',
        reads=_separate,
    )


class Handling(Request):
    """What becomes of rows at fault, and of people whose title is not recognised."""

    without_faulty: bool | None = option(
        "reading.without_faulty",
        "Leave out rows of the roster that have a fault, and say how many.",
        ROSTER,
        python="rows at fault are left out and counted; without it they are refused",
        is_rare=True,
    )
    unrecognised: Literal["unchanged", "industry"] | None = option(
        "reading.unrecognised",
        "People whose title is not recognised: 'unchanged' (default; AI changes nothing in their work) or "
        "'industry' (they work as the industry's people do, at their own pay).",
        ROSTER,
        python='people whose title is not recognised: "unchanged" by AI, or as in the "industry"',
        is_rare=True,
    )
