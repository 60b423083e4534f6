"""Build the tables of other countries, from the sources or from a folder written by hand."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from reallocate.data.build.nation import isco, united_kingdom
from reallocate.data.build.nation.pack import NationPack
from reallocate.data.build.nation.tables import nation_tables, wide_bridge
from reallocate.data.build.run import must_hold_tables, write_tables
from reallocate.data.bundle import data_folder, folder_tables, load_world, table_folder
from reallocate.data.country import HOME, country
from reallocate.data.pack import open_folder
from reallocate.kernel.errors import InputError, Problem
from reallocate.work.world import World

UNITED_KINGDOM = "GB"


def shipped_codes() -> tuple[str, ...]:
    """Every country whose tables are built from the sources."""
    return (UNITED_KINGDOM, *isco.EUROPE)


def build_nations(sources: Path, out: Path) -> None:
    """Build and write the tables that countries in ISCO-08 share, and those of every country but the United
    States.

    sources : with the source files, or with a folder `open` that holds them
    out : laid out as `data_folder`, with the tables of the United States
    """
    world = load_world(out, HOME)
    shared = isco.shared_tables(open_folder(sources), world)
    write_tables(shared, table_folder(out, isco.SHARED))
    for code in shipped_codes():
        made = nation_tables(pack_of(code, sources, world, shared), world, shared)
        write_tables(made, table_folder(out, code))


def shared_tables() -> dict[str, pd.DataFrame]:
    """The tables of ISCO-08 that ship."""
    return folder_tables(table_folder(data_folder(), isco.SHARED))


def pack_of(code: str, sources: Path, world: World, shared: dict[str, pd.DataFrame]) -> NationPack:
    """The pack of a country that ships, from the sources.

    world : the United States
    Raises `InputError` where the sources describe no such country.
    """
    root = open_folder(sources)
    if code == UNITED_KINGDOM:
        return united_kingdom.pack(root)
    if code not in isco.EUROPE:
        what = f"the sources have no people, pay and industries of {country(code).name}"
        raise InputError(Problem(what, "country", f"They have those of {', '.join(shipped_codes())}."))
    return isco.nation_pack(root, country(code), world, wide_bridge(shared))


def build_folder(pack: NationPack, folder: Path) -> dict[str, pd.DataFrame]:
    """Build and write the tables of a country that somebody wrote by hand.

    pack : as from `read_pack`
    folder : its own; the tables go to `tables` in it
    """
    must_hold_tables(folder / "tables")
    made = nation_tables(pack, load_world(country=HOME), shared_tables())
    write_tables(made, folder / "tables")
    return made
