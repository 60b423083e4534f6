"""What a scenario may say of how its roster or role table is read: every key with its unit and meaning."""

from __future__ import annotations

from reallocate.scenario.section import Section, key

DAY = r"^\d{4}-\d{2}-\d{2}$"


class Reading(Section):
    """What a roster or role table does not say by itself."""

    rates: tuple[str, ...] = key(
        (),
        "dollars that one unit of a currency of the file is worth; a currency without a rate is refused",
        "USD/unit",
        example=("EUR=1.08",),
    )
    rates_date: str | None = key(None, "the day of these rates", "YYYY-MM-DD", "2026-06-30", pattern=DAY)
    date: str | None = key(
        None,
        "the day of the roster; without it a line above its column heads or its latest day of hire",
        "YYYY-MM-DD",
        "2026-06-30",
        pattern=DAY,
    )
    header_row: int | None = key(None, "row of the column heads, where it is not found", "row", 4, ge=1)
