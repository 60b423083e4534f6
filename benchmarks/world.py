"""In a child: the shipped figures made into a World, or the same tables read plainly with pandas, twice."""

from __future__ import annotations

import sys

from benchmarks.timing import stage, tell

CALLS = ("first", "second")


def packaged() -> None:
    """`load_world`: every byte checked against its hash, labels exact, invariants held."""
    with stage("import"):
        from reallocate.data.bundle import load_world
    for call in CALLS:
        with stage(call):
            world = load_world()
    tell(checksum=float(world.content.sum() + world.augmentable.sum() + world.automatable.sum()))


def plain() -> None:
    """`pandas.read_parquet` and one pivot a figure: no hash, no check."""
    with stage("import"):
        import pandas as pd
        import pyarrow.parquet  # noqa: F401

        from reallocate.data.bundle import bundle_folder
    folder = bundle_folder()
    for call in CALLS:
        with stage(call):
            tables = {
                name: pd.read_parquet(folder / f"{name}.parquet")
                for name in ("occupations", "activities", "content", "reach")
            }
            figures = [tables["content"].pivot(index="occupation", columns="activity", values="share")]
            figures += [
                tables["reach"].pivot(index=["source", "occupation"], columns="activity", values=reach)
                for reach in ("augmentable", "automatable")
            ]
            arrays = [figure.fillna(0.0).to_numpy() for figure in figures]
    tell(checksum=float(sum(array.sum() for array in arrays)))


if __name__ == "__main__":
    {"packaged": packaged, "plain": plain}[sys.argv[1]]()
