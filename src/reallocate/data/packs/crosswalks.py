"""The official bridge from SOC 2010 to SOC 2018 occupations."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from reallocate.data.manifest import Pack

PACK = Pack(
    name="soc-crosswalk",
    folder="crosswalks",
    title="SOC 2010 to SOC 2018 crosswalk",
    citation="U.S. Bureau of Labor Statistics, crosswalk from the 2010 to the 2018 SOC",
    licence="US government work (public domain)",
    vintage="2018 SOC",
    units={},
    files={
        "crosswalk_soc2010_to_soc2018.csv": (
            "129825de685455720b98d399a90d968cc5793a5e80e92a9a73d8ca9d1fd55392"
        ),
    },
    tables=("history", "history_loss", "mobility_bridge", "mobility_detail"),
)


def tidy(folder: Path) -> dict[str, pd.DataFrame]:
    """The pairs of codes that share work; many-to-many.

    folder : the source's own folder
    Returns `soc2010_to_soc2018` (soc2010, soc2018).
    """
    frame = pd.read_csv(folder / "crosswalk_soc2010_to_soc2018.csv", dtype=str)
    pairs = pd.DataFrame(
        {"soc2010": frame["2010 SOC Code"].str.strip(), "soc2018": frame["2018 SOC Code"].str.strip()}
    )
    return {"soc2010_to_soc2018": pairs.drop_duplicates().reset_index(drop=True)}
