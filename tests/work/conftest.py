"""What the tests of work share: the tidy sources, read once."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest


@pytest.fixture(scope="session")
def onet(source_data: Path) -> dict[str, pd.DataFrame]:
    """O*NET 30.1 as its source file reads it."""
    from reallocate.data.packs import onet as source

    return source.tidy(source_data / "open" / source.PACK.folder)


@pytest.fixture(scope="session")
def labelled(source_data: Path) -> dict[str, pd.DataFrame]:
    """The task labels and published scores of Eloundou et al."""
    from reallocate.data.packs import gpts_are_gpts as source

    return source.tidy(source_data / "open" / source.PACK.folder)


@pytest.fixture(scope="session")
def survey(source_data: Path) -> pd.DataFrame:
    """The 830 occupations of OEWS May 2025: (occupation) title, groups, employment."""
    from reallocate.data.packs import oews as source

    tidy = source.tidy(source_data / "open" / source.PACK.folder)
    names = tidy["occupations"].query("level == 'detailed'").set_index("occupation")["title"]
    cells = tidy["cells"].query("areatype == 'N' and industry == '000000'")
    employment = cells.set_index("occupation")["employment"]
    frame = pd.DataFrame({"title": names, "employment": employment.reindex(names.index)})
    frame["major_group"] = frame.index.str[:2] + "-0000"
    frame["minor_group"] = frame.index.str[:4] + "000"
    frame["broad_group"] = frame.index.str[:6] + "0"
    return frame.sort_index()
