"""The official bridge from O*NET-SOC 2010 to O*NET-SOC 2019 occupations."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from reallocate.data.manifest import Pack

PACK = Pack(
    name="onet-crosswalk",
    folder="crosswalks",
    title="O*NET-SOC 2010 to O*NET-SOC 2019 crosswalk",
    citation="O*NET Resource Center, crosswalk from O*NET-SOC 2010 to O*NET-SOC 2019",
    licence="CC BY 4.0",
    vintage="O*NET-SOC 2019",
    units={},
    files={
        "onet_soc_2010_to_2019_crosswalk.csv": (
            "8f026a33134bfde5770308d1c6117cf70d9dd41c2b3467e6dd271d65bdeecc5a"
        ),
    },
    tables=("reach", "scores"),
)


def tidy(folder: Path) -> dict[str, pd.DataFrame]:
    """The pairs of codes that share work; many-to-many.

    Returns `onet2010_to_onet2019` (onet_code_2010, onet_code).
    """
    frame = pd.read_csv(folder / "onet_soc_2010_to_2019_crosswalk.csv", dtype=str)
    pairs = pd.DataFrame(
        {"onet_code_2010": frame["O*NET-SOC 2010 Code"], "onet_code": frame["O*NET-SOC 2019 Code"]}
    )
    return {"onet2010_to_onet2019": pairs.drop_duplicates(ignore_index=True)}
