"""The official bridge from O*NET-SOC 2010 to O*NET-SOC 2019 occupations."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from reallocate.data.pack import Pack

_FILE = "onet_soc_2010_to_2019_crosswalk.csv"
_COLUMNS = {"O*NET-SOC 2010 Code": "onet_code_2010", "O*NET-SOC 2019 Code": "onet_code"}

PACK = Pack(
    name="onet-crosswalk",
    folder="crosswalks",
    title="O*NET-SOC 2010 to O*NET-SOC 2019 crosswalk",
    citation="O*NET Resource Center, crosswalk from O*NET-SOC 2010 to O*NET-SOC 2019",
    licence="CC BY 4.0",
    vintage="O*NET-SOC 2019",
    files={_FILE: "8f026a33134bfde5770308d1c6117cf70d9dd41c2b3467e6dd271d65bdeecc5a"},
    tables=("reach", "scores", "title_keys"),
)


def tidy(folder: Path) -> dict[str, pd.DataFrame]:
    """The pairs of codes that share work; many-to-many.

    Returns `onet2010_to_onet2019` (onet_code_2010, onet_code).
    """
    pairs = pd.read_csv(folder / _FILE, dtype=str)[list(_COLUMNS)].rename(columns=_COLUMNS)
    return {"onet2010_to_onet2019": pairs.drop_duplicates(ignore_index=True)}
