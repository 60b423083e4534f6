"""National series: openings, quits, payrolls, unemployment, prices, pay, claims, output, recessions."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from reallocate.data.pack import Pack

_SERIES = {
    "JTSJOL": "openings",
    "PAYEMS": "payrolls",
    "UNRATE": "unemployment",
    "CPIAUCSL": "prices",
    "JTSQUR": "quits",
    "CIVPART": "participation",
    "AHETPI": "hourly_earnings",
    "USREC": "recession",
}
_THOUSANDS = ("openings", "payrolls")
_PERCENT = ("unemployment", "quits", "participation")

PACK = Pack(
    name="fred-macro",
    folder="fred-macro",
    title="Openings, quits, payrolls, unemployment, participation, prices, pay, claims, output, recessions",
    citation=(
        "U.S. Bureau of Labor Statistics: job openings (JTSJOL), rate of quits (JTSQUR), nonfarm payrolls "
        "(PAYEMS), unemployment rate (UNRATE), participation rate (CIVPART), consumer price index for all "
        "urban consumers (CPIAUCSL), average hourly earnings of production and nonsupervisory employees "
        "(AHETPI); U.S. Employment and Training Administration: initial claims (ICSA); U.S. Bureau of "
        "Economic Analysis: real gross domestic product (GDPC1); recessions dated by the National Bureau of "
        "Economic Research (USREC); seasonally adjusted, by way of FRED, Federal Reserve Bank of St. Louis"
    ),
    licence="US government work (public domain)",
    vintage="to December 2025",
    files={
        "JTSJOL.csv": "6322a6bde550485c91dd0a8aeb7a13a2b55765a12fd6c715b755912385e2490d",
        "PAYEMS.csv": "82a76f6a590e07ca9cc1c444807ba5b555c916043147f31c819f30c7384ec840",
        "UNRATE.csv": "221d1619e6df05635ef6c5330f5c9f749e862f43e97354c7c9e0a3ed079d26b1",
        "CPIAUCSL.csv": "d642afb20eaa7528a4ddd3c531c46871a87737c9febc4bb0dfef7a8ee29853a2",
        "JTSQUR.csv": "27d5a94d18b4e5d71b1f01327fa9cdff8477a37b1089b0a8f6dfce9189cdea8c",
        "CIVPART.csv": "8905dc9a7235a161f16aeccc29131ecd85cb443bef5c9d5d5ba2f57bc9a8242a",
        "AHETPI.csv": "b9205adfbf5bca0c4bd6e2cdd2f1293dd497398c87d2e957eb246403fbcc0c20",
        "USREC.csv": "10413bf5e3e2d427094d2bb4de299ea33d1e5b47a529bbabc27c393eb7751f43",
        "ICSA.csv": "b7bb1e2f7ee138578a5e0b5cd563713d05bf04ec903ab0a15916a08cb507306f",
        "GDPC1.csv": "70fcc526f32435dda5a0379b5521db4246d40fc142730dd93ed8e1bafba91efe",
    },
    tables=("labour_flows", "prices", "market_series", "output_series"),
)


def tidy(folder: Path) -> dict[str, pd.DataFrame]:
    """The series, one row a series and month; a month that was not published is missing.

    folder : the source's own folder
    Returns `series` (series, month [YYYY-MM], value): openings and payrolls [persons], unemployment
    [share of the labour force], quits [share of employment/month], participation [share of the
    population], prices [index, 1982-84 is 100], hourly_earnings [USD/hour], initial_claims [claims/week,
    mean of the weeks that end in the month], recession [0 or 1]; and `output` (quarter [YYYY-QN],
    output [billion chained 2017 USD/year]). October 2025 was not surveyed for unemployment,
    participation and prices.
    """
    parts = []
    for code, name in _SERIES.items():
        frame = _read(folder, code)
        scale = 1e3 if name in _THOUSANDS else 0.01 if name in _PERCENT else 1.0
        months = frame["date"].str[:7]
        parts.append(pd.DataFrame({"series": name, "month": months, "value": frame["value"] * scale}))
    weeks = _read(folder, "ICSA")
    claims = weeks.groupby(weeks["date"].str[:7])["value"].mean().rename_axis("month").reset_index()
    parts.append(claims.assign(series="initial_claims")[["series", "month", "value"]])
    quarters = _read(folder, "GDPC1")
    number = (quarters["date"].str[5:7].astype("int64") + 2) // 3
    output = pd.DataFrame(
        {"quarter": quarters["date"].str[:4] + "-Q" + number.astype("str"), "output": quarters["value"]}
    )
    return {"series": pd.concat(parts, ignore_index=True), "output": output}


def _read(folder: Path, code: str) -> pd.DataFrame:
    """A series as `date` and `value`, whatever its columns are called."""
    frame = pd.read_csv(folder / f"{code}.csv")
    return frame.set_axis(["date", "value"], axis="columns")
