"""Countries: which there are, and how somebody adds one."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from reallocate.api.spelling import python_errors
from reallocate.data.build.nation.listing import check_pack, country_table, new_country
from reallocate.data.build.nation.pack import NationPack
from reallocate.data.build.nation.read import read_pack
from reallocate.data.build.nation.run import build_folder, shared_tables
from reallocate.data.country import COUNTRY_FILE
from reallocate.firm.law import law_problems
from reallocate.kernel.errors import InputError, Problem


def _pack(folder: Path) -> NationPack:
    """The pack in a folder; `InputError` with everything that is wrong in it, its law among it."""
    problems, pack = list[Problem](), None
    try:
        pack = read_pack(folder)
    except InputError as error:
        problems += error.problems
    problems += law_problems(folder / COUNTRY_FILE)
    if pack is None or problems:
        raise InputError(problems)
    return pack


@python_errors
def checked_country(folder: str | Path) -> pd.DataFrame:
    """What the pack in a folder would make, before anything is built; figure, value, unit."""
    return check_pack(_pack(Path(folder)), shared_tables())


@python_errors
def built_country(folder: str | Path) -> pd.DataFrame:
    """Build the tables of a pack into its own folder; table, rows."""
    made = build_folder(_pack(Path(folder)), Path(folder))
    return pd.DataFrame([(name, len(table)) for name, table in made.items()], columns=["table", "rows"])


__all__ = ["built_country", "checked_country", "country_table", "new_country"]
