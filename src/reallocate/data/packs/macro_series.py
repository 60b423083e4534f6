"""Monthly national series: openings, payrolls, unemployment, consumer prices."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from reallocate.data.manifest import Pack

SERIES = {"JTSJOL": "openings", "PAYEMS": "payrolls", "UNRATE": "unemployment", "CPIAUCSL": "prices"}
THOUSANDS = ("openings", "payrolls")

PACK = Pack(
    name="fred-macro",
    folder="fred-macro",
    title="Job openings, payroll employment, unemployment and consumer prices",
    citation=(
        "U.S. Bureau of Labor Statistics: job openings (JTSJOL), nonfarm payrolls (PAYEMS), unemployment "
        "rate (UNRATE), consumer price index for all urban consumers (CPIAUCSL), seasonally adjusted, by "
        "way of FRED, Federal Reserve Bank of St. Louis"
    ),
    licence="US government work (public domain)",
    vintage="to November 2025",
    units={
        "openings, payrolls": "persons",
        "unemployment": "share of the labour force",
        "prices": "index, 1982-84 is 100",
    },
    files={
        "JTSJOL.csv": "6322a6bde550485c91dd0a8aeb7a13a2b55765a12fd6c715b755912385e2490d",
        "PAYEMS.csv": "82a76f6a590e07ca9cc1c444807ba5b555c916043147f31c819f30c7384ec840",
        "UNRATE.csv": "221d1619e6df05635ef6c5330f5c9f749e862f43e97354c7c9e0a3ed079d26b1",
        "CPIAUCSL.csv": "d642afb20eaa7528a4ddd3c531c46871a87737c9febc4bb0dfef7a8ee29853a2",
    },
    tables=("labour_flows", "prices"),
)


def tidy(folder: Path) -> dict[str, pd.DataFrame]:
    """The series, one row a series and month; a month that was not published is missing.

    folder : the source's own folder
    Returns `series` (series, month [YYYY-MM], value): openings and payrolls [persons],
    unemployment [share of the labour force], prices [index, 1982-84 is 100]. October 2025 was not
    surveyed for unemployment and prices.
    """
    parts = []
    for code, name in SERIES.items():
        frame = pd.read_csv(folder / f"{code}.csv")
        scale = 1e3 if name in THOUSANDS else 0.01 if name == "unemployment" else 1.0
        months = frame["date"].str[:7]
        parts.append(pd.DataFrame({"series": name, "month": months, "value": frame["value"] * scale}))
    return {"series": pd.concat(parts, ignore_index=True)}
