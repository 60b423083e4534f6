"""Writes what ways out rest on beyond one job's row as it ships, from the shipped tables; two seconds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from reallocate.kernel.start import load_less

PATH = Path(__file__).resolve().parent.parent / "src" / "reallocate" / "moves" / "shipped" / "ways.npz"


def main() -> None:
    """Write the file, with one thread of linear algebra as the program has."""
    load_less()
    from reallocate.data.bundle import load_world
    from reallocate.kernel.parameters import Parameters
    from reallocate.moves.beforehand import as_shipped, basis
    from reallocate.moves.ways import NUMBERS, all_pairs, ways_context

    world = load_world()
    # A World that is not as it was loaded is computed, whatever ships.
    made = as_shipped(all_pairs(ways_context(replace(world))), basis(world, Parameters.default(), NUMBERS))
    PATH.parent.mkdir(exist_ok=True)
    PATH.write_bytes(made)
    print(f"{PATH.name}: {len(made):,} bytes")


if __name__ == "__main__":
    main()
