"""The keys on reading a roster or role table, each with unit and meaning."""

from __future__ import annotations

from typing import Any

from pydantic import SerializerFunctionWrapHandler, model_serializer

from reallocate.scenario.section import Section, key

DAY = r"^\d{4}-\d{2}-\d{2}$"


class Reading(Section):
    """Facts that a roster or role table leaves open."""

    rates: tuple[str, ...] = key(
        (),
        "US dollars per unit of a currency in the file; without it, the reference rates that ship",
        "USD/unit",
        example=("EUR=1.08",),
    )
    rates_date: str | None = key(None, "day of these rates", "YYYY-MM-DD", "2026-06-30", pattern=DAY)
    date: str | None = key(
        None,
        "day of the roster; without it, the date above the headers, else read_on",
        "YYYY-MM-DD",
        "2026-06-30",
        pattern=DAY,
    )
    read_on: str | None = key(
        None, "day on which the roster is read; the command enters it", "YYYY-MM-DD", "2026-06-30",
        pattern=DAY,
    )
    header_row: int | None = key(None, "row of the headers, where it is not detected", "row", 4, ge=1)
    skip_rows: int | None = key(None, "rows at the top of the roster that are not read", "rows", 3, ge=0)
    without_faulty: bool = key(False, "rows of the roster at fault are left out and counted")

    @model_serializer(mode="wrap")
    def _without_a_day(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """The keys, without the day of reading where nothing was read on it."""
        data: dict[str, Any] = handler(self)
        return {name: value for name, value in data.items() if name != "read_on" or value is not None}
