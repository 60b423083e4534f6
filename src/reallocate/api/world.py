"""What ships: occupations, activities, AI's reach, pay, every source and every assumption."""

from __future__ import annotations

from pathlib import Path
from typing import Self

import pandas as pd

from reallocate.api.spelling import python_errors
from reallocate.data.build.describe import notice
from reallocate.data.build.nation.run import build_nations
from reallocate.data.build.run import build, check_tables, compare_with_shipped
from reallocate.data.bundle import load_tables, load_world
from reallocate.kernel.parameters import parameter_table
from reallocate.work import world


class World(world.World):
    """Everything known about work before any firm; `World.load()` reads it.

    occupations, activities : tables; table("staffing") and others by name, listed in `tables`
    content : [share of hours] by occupation and activity
    augmentable, automatable : such a table [share of an activity's hours] for each source
    sources : of AI's reach
    """

    @classmethod
    @python_errors
    def load(cls, folder: str | Path | None = None, country: str = "US") -> Self:
        """The data that ship, or those in another folder of built tables.

        country : its code or name; `reallocate data --countries` lists those that ship
        """
        found = load_world(folder, country)
        return cls(**{name: getattr(found, name) for name in world.World.__dataclass_fields__})

    @property
    def parameters(self) -> pd.DataFrame:
        """Every assumption with unit, range, grade and source."""
        return parameter_table()

    @property
    def origins(self) -> pd.DataFrame:
        """Every source file with licence, vintage and hash."""
        return self.tables["sources"]


def source_table() -> pd.DataFrame:
    """Every source file with licence, vintage and hash."""
    return load_tables()["sources"]


@python_errors
def built_tables(source: str | Path, out: str | Path) -> pd.DataFrame:
    """Build every table from its sources; returns whether each equals the one that ships.

    source : folder of the source files
    out : folder to write the tables to
    """
    build(Path(source), Path(out))
    build_nations(Path(source), Path(out))
    return compare_with_shipped(Path(out))


__all__ = ["World", "built_tables", "check_tables", "notice", "parameter_table", "source_table"]
