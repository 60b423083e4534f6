"""Epoch AI: AI chips by owner and quarter, in equivalents of an H100, with a range of 5 to 95%."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from reallocate.data.pack import Pack

_FILES = {
    "nvidia_owners_cumulative_totals.csv": "Nvidia",
    "amd_owners_cumulative_totals.csv": "AMD",
    "tpu_owners_cumulative_totals.csv": "Google",
}
"""Cumulative totals by the maker of the chips."""

PACK = Pack(
    name="epoch-ai-chips",
    folder="epoch-ai-chips",
    title="AI chips by owner and quarter",
    citation="Epoch AI, AI chip counts by owner, estimates of April 2026",
    licence="MIT",
    vintage="2022 to 2025",
    files={
        "nvidia_owners_cumulative_totals.csv": (
            "b3f4e74e31e1c89aa1469e48990756d310779dfb4f4038d9a13f491769c3dedb"
        ),
        "amd_owners_cumulative_totals.csv": (
            "bc5738bc2f61d3b7eadc6b9ef2ad2eafd5d36e35e8512cba185008af57921aaf"
        ),
        "tpu_owners_cumulative_totals.csv": (
            "203c595c8c3e38d4226475ede9316b32b6c0182b1dc1a069ec7c9105221ed204"
        ),
    },
    tables=("ai_chips",),
    as_read=("ai_chips",),
)

_COLUMNS = {
    "h100": "Compute estimate in H100e (median)",
    "h100_low": "H100e (5th percentile)",
    "h100_high": "H100e (95th percentile)",
    "power": "Power in MW (median)",
}


def tidy(folder: Path) -> dict[str, pd.DataFrame]:
    """Chips that owners have, bought since the first quarter of each file.

    folder : the source's own folder
    Returns `ai_chips` (owner, maker, date: last day of the quarter; h100, h100_low, h100_high [equivalents
    of an H100], power [MW]). Chips that a maker's file does not hold, such as Amazon's own, are not in it.
    """
    return {"ai_chips": pd.concat([_read(folder / name, maker) for name, maker in _FILES.items()])}


def _read(path: Path, maker: str) -> pd.DataFrame:
    rows = pd.read_csv(path)
    figures = {name: rows[column].astype("float64") for name, column in _COLUMNS.items()}
    date = pd.to_datetime(rows["End date"], format="%m/%d/%Y").dt.strftime("%Y-%m-%d")
    return pd.DataFrame({"owner": rows["Owner"], "maker": maker, "date": date} | figures)
