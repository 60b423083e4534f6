"""A result: its tables, charts and sentences, printed, saved, and shown in a notebook."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Console

    from reallocate.result.folder import Kind

PAGE, WORKBOOK = "page.html", "workbook.xlsx"
TEXT, OBJECT, OPTIONS = "output.txt", "output.json", "options.json"
"""In every folder of results: the summary for people, the object for machines, and the options."""
WIDTH = 80
"""Of the summary that is kept [columns]."""


@dataclass(frozen=True, eq=False, repr=False)
class Result:
    """A result of any study.

    study : the study as computed
    kind : of its folder
    record : one object for machines
    print_to : writes the summary for people, with where it was saved
    files : makes page, workbook or charts, by name
    write : writes the study into a folder, with further files by name
    options : that the study's scenario does not hold
    """

    study: Any
    kind: Kind
    record: Any
    print_to: Callable[[Console, Path | None], None]
    files: Callable[[], Mapping[str, bytes]]
    write: Callable[[Path, Mapping[str, bytes]], object]
    options: Mapping[str, Any]

    @property
    def facts(self) -> Mapping[str, Any]:
        """Title, version, seed, hashes, command and the like."""
        return dict(self.study.meta)

    @property
    def tables(self) -> Mapping[str, pd.DataFrame]:
        """The tables by name."""
        return dict(self.study.tables)

    @property
    def status(self) -> str:
        """How the study ended."""
        return str(self.record["status"]) if isinstance(self.record, dict) else "run"

    def table(self, name: str) -> pd.DataFrame:
        """One table; `UnknownName` where there is none."""
        found: pd.DataFrame = self.study.table(name)
        return found

    def chart(self, name: str) -> dict[str, Any]:
        """One chart as a Vega-Lite specification; `UnknownName` where there is none."""
        found: dict[str, Any] = self.study.chart(name)
        return found

    def explain(self) -> dict[str, list[str]]:
        """The result in sentences, by part of the page."""
        found: dict[str, list[str]] = self.study.explain()
        return found

    def to_dict(self) -> Any:
        """The result as one object for machines."""
        return self.record

    def save(self, folder: str | Path) -> Path:
        """Write page, workbook, tables and what is needed to open the result again.

        folder : new, or of an earlier result of the same kind
        Returns the page, or the folder where there is none.
        """
        from reallocate.result.folder import must_be_free

        out = Path(folder)
        must_be_free(out, self.kind)
        files = self.files()
        page = Path(PAGE) if PAGE in files else None
        self.write(out, {**files, **self.printed(page)})
        return out / PAGE if page is not None else out

    def printed(self, page: Path | None) -> dict[str, bytes]:
        """The files that hold what is printed, and the options."""
        from reallocate.result.manifest import json_bytes

        record = json.dumps(self.record, ensure_ascii=False, allow_nan=False).encode() + b"\n"
        return {
            TEXT: self.summary(page).encode(),
            OBJECT: record,
            OPTIONS: json_bytes(dict(self.options)),
        }

    def summary(self, page: Path | None = None) -> str:
        """The summary for people, 80 columns wide."""
        from rich.console import Console

        text = io.StringIO()
        self.print_to(Console(file=text, width=WIDTH, highlight=False, color_system=None), page)
        return text.getvalue()

    def __repr__(self) -> str:
        return repr(self.study)

    def _repr_html_(self) -> str:
        from html import escape

        lines = (f"<p>{escape(line)}</p>" for line in repr(self.study).split("\n"))
        return f"<div>{''.join(lines)}</div>"


def free_folder(out: str | Path | None, kind: Kind) -> Path | None:
    """The folder for a result, or nothing; `InputError` before the work where it cannot be written."""
    from reallocate.result.folder import must_be_free

    if out is None:
        return None
    must_be_free(Path(out), kind)
    return Path(out)


def finished(result: Result, out: Path | None) -> Result:
    """A result, saved where a folder is named."""
    if out is not None:
        result.save(out)
    return result
