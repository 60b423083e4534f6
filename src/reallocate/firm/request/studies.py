"""Where a scenario lies: a folder or file here, or a study that ships."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from reallocate.kernel.errors import Problem, UnknownName, nearest
from reallocate.kernel.schema import FILE, file_in

NEW = "`reallocate new NAME --industry … --headcount …` writes an example."
"""What to do where there is none."""


def scenario_path(path_or_name: str | Path) -> Path:
    """The file of a scenario.

    path_or_name : a folder with `scenario.toml`, a `.toml` file, or a shipped study's name
    Raises `UnknownName` where there is none.
    """
    path = file_in(Path(path_or_name), NEW)
    if path.is_file():
        return path
    shipped = studies_folder() / str(path_or_name) / FILE
    if not shipped.is_file():
        raise UnknownName(_no_scenario(str(path_or_name)))
    return shipped


def studies_folder() -> Path:
    """The folder of the studies that ship: in the package, or beside `src` in a checkout."""
    package = Path(str(resources.files("reallocate")))
    inside = package / "studies"
    return inside if inside.is_dir() else package.parent.parent / "studies"


def shipped_studies() -> tuple[str, ...]:
    """The names of the studies that ship."""
    folder = studies_folder()
    return tuple(sorted(entry.parent.name for entry in folder.glob(f"*/{FILE}"))) if folder.is_dir() else ()


def _no_scenario(name: str) -> Problem:
    here = [entry.parent.name for entry in Path().glob(f"*/{FILE}")]
    known = [*here, *shipped_studies()]
    listed = f"Shipped: {', '.join(shipped_studies())}." if shipped_studies() else ""
    return Problem(
        f"there is no scenario {name!r}: no folder or file here and no shipped study",
        remedy=f"{listed} {NEW}".strip(),
        nearest=nearest(Path(name).name, known),
    )
