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
