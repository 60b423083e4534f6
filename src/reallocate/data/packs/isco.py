"""The official bridge from ISCO-08 unit groups to SOC 2010 occupations."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from reallocate.data.pack import Pack

_FILE = "isco08_soc2010_bls.xls"

PACK = Pack(
    name="isco-crosswalk",
    folder="crosswalks",
    title="ISCO-08 to SOC 2010 crosswalk",
    citation="U.S. Bureau of Labor Statistics, crosswalk from ISCO-08 to the 2010 SOC, updated June 2015",
    licence="US government work (public domain)",
    vintage="June 2015",
    files={_FILE: "b334878293192672907615ca4a290de260391dbea222e94689307b5c53191aa8"},
    tables=("title_keys",),
)


def tidy(folder: Path) -> dict[str, pd.DataFrame]:
    """The pairs of codes that share work; many-to-many.

    folder : the source's own folder
    Returns `isco_to_soc2010` (isco, soc2010).
    """
    table = pd.read_excel(folder / _FILE, sheet_name=0, engine="calamine", header=6, dtype=str)
    columns = {"isco": "ISCO-08 Code", "soc2010": "2010 SOC Code"}
    pairs = pd.DataFrame({name: table[theirs].str.strip() for name, theirs in columns.items()}).dropna()
    return {"isco_to_soc2010": pairs.drop_duplicates(ignore_index=True)}
