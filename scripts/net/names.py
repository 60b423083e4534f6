"""What has another name now, and what has changed on purpose: `names.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

FILE = Path(__file__).parent / "names.toml"


@dataclass(frozen=True)
class OnPurpose:
    """A change of figures that is meant.

    what, why : in words
    result, face, place : patterns with `*`
    holding : what the finding's text must contain
    """

    what: str
    why: str
    result: str = "*"
    face: str = "*"
    place: str = "*"
    holding: str = ""

    def covers(self, result: str, face: str, place: str, text: str) -> bool:
        """Whether a finding is this change."""
        return (
            fnmatchcase(result, self.result)
            and fnmatchcase(face, self.face)
            and fnmatchcase(place, self.place)
            and self.holding in text
        )


@dataclass(frozen=True)
class Names:
    """Names of the base and those of now, by kind of thing.

    tables : Parquet and CSV tables
    columns : "table.column" or "*.column" of the base to the column's name
    keys : of JSON, at every depth
    files : of JSON
    titles : of tables and charts on a page, and of sheets
    headings : column heads on the page and in the workbook
    """

    tables: dict[str, str]
    columns: dict[str, str]
    keys: dict[str, str]
    files: dict[str, str]
    titles: dict[str, str]
    headings: dict[str, str]
    on_purpose: tuple[OnPurpose, ...] = ()

    def column(self, table: str, column: str) -> str:
        """The name now of a column of a table of the base."""
        return self.columns.get(f"{table}.{column}", self.columns.get(f"*.{column}", column))

    def purpose(self, result: str, face: str, place: str, text: str) -> OnPurpose | None:
        """The change on purpose that covers a finding."""
        return next((one for one in self.on_purpose if one.covers(result, face, place, text)), None)


def read_names(file: Path = FILE) -> Names:
    """The names of a file of TOML."""
    given = tomllib.loads(file.read_text(encoding="utf-8"))
    kinds = ("tables", "columns", "keys", "files", "titles", "headings")
    unknown = set(given) - {*kinds, "on_purpose"}
    if unknown:
        raise SystemExit(f"{file.name}: {_listed(unknown)} is none of {_listed((*kinds, 'on_purpose'))}")
    purposes = tuple(OnPurpose(**one) for one in given.get("on_purpose", ()))
    return Names(**{kind: dict(given.get(kind, {})) for kind in kinds}, on_purpose=purposes)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))
