"""The official bridge from SOC 2010 to SOC 2018 occupations."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from reallocate.data.pack import Pack

_FILE = "crosswalk_soc2010_to_soc2018.csv"

PACK = Pack(
    name="soc-crosswalk",
    folder="crosswalks",
    title="SOC 2010 to SOC 2018 crosswalk",
    citation="U.S. Bureau of Labor Statistics, crosswalk from the 2010 to the 2018 SOC",
    licence="US government work (public domain)",
    vintage="2018 SOC",
    files={_FILE: "129825de685455720b98d399a90d968cc5793a5e80e92a9a73d8ca9d1fd55392"},
    tables=("history", "history_loss", "mobility_bridge", "soc_2010", "title_keys"),
)


def tidy(folder: Path) -> dict[str, pd.DataFrame]:
    """The pairs of codes that share work; many-to-many.

    folder : the source's own folder
    Returns `soc2010_to_soc2018` (soc2010, soc2018).
    """
    frame = pd.read_csv(folder / _FILE, dtype=str)
    columns = {"soc2010": "2010 SOC Code", "soc2018": "2018 SOC Code"}
    pairs = pd.DataFrame({name: frame[theirs].str.strip() for name, theirs in columns.items()})
    return {"soc2010_to_soc2018": pairs.drop_duplicates(ignore_index=True)}
