"""Writes employment growth by exposure fifth as it ships, from the shipped history; a second."""

from __future__ import annotations

from pathlib import Path

from reallocate.kernel.start import load_less

PATH = Path(__file__).resolve().parent.parent / "src" / "reallocate" / "work" / "shipped" / "growth.json"


def main() -> None:
    """Write the file, with one thread of linear algebra as the program has."""
    load_less()
    from reallocate.data.bundle import load_world
    from reallocate.work.growth import as_shipped

    PATH.write_text(as_shipped(load_world()), encoding="utf-8")


if __name__ == "__main__":
    main()
