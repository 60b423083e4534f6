"""A study whose tables are not declared yet, as a result like any other."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import altair as alt
import pandas as pd

from reallocate.measure.number import spoken
from reallocate.result import folder
from reallocate.result.manifest import json_bytes
from reallocate.result.named import chart_named, table_named
from reallocate.result.result import OBJECT, PAGE, TEXT, Kind, Result, Status

if TYPE_CHECKING:
    from rich.console import Console

OPTIONS = "options.json"
"""In a folder of results: options that the scenario does not hold."""
WIDTH = 80
"""Of the summary that is kept [columns]."""


@dataclass(frozen=True, eq=False)
class Tabular:
    """Facts, tables and sentences of a study that has no class of its own."""

    meta: Mapping[str, Any]
    tables: Mapping[str, pd.DataFrame]
    said: Mapping[str, list[str]] = field(default_factory=dict)

    def table(self, name: str) -> pd.DataFrame:
        """A copy of one table; `UnknownName` where there is none."""
        return table_named(self.tables, name)

    def chart(self, name: str) -> dict[str, Any]:
        """Raises `UnknownName`: there are tables only."""
        return chart_named({}, name, self.tables)

    def explain(self) -> dict[str, list[str]]:
        """The sentences by part."""
        return spoken(self.said)

    def __repr__(self) -> str:
        lines = [str(self.meta["title"]), *self.explain().get("headline", [])]
        return "\n".join([*lines, f"Tables: {', '.join(self.tables)}."])


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class StudyResult(Result):
    """A study as a result.

    study : as computed
    stored : the kind of its folder
    record : one object for machines
    print_to : writes the summary for people, with the place of the page or folder
    files : makes page, workbook or charts, by name
    write : writes the study into a folder, with further files by name
    options : that the study's scenario does not hold
    """

    study: Any
    stored: folder.Kind
    record: Any
    print_to: Callable[[Console, Path | None], None]
    files: Callable[[], Mapping[str, bytes]]
    write: Callable[[Path, Mapping[str, bytes]], object]
    options: Mapping[str, Any]

    def table(self, name: str) -> pd.DataFrame:
        """A copy of one table; `UnknownName` where there is none."""
        found: pd.DataFrame = self.study.table(name)
        return found

    def chart(self, name: str) -> alt.Chart:
        """One chart, which draws itself in a notebook; `UnknownName` where there is none."""
        drawn: alt.Chart = alt.Chart.from_dict(self.study.chart(name))
        return drawn

    def explain(self) -> dict[str, list[str]]:
        """The result in sentences, by part."""
        found: dict[str, list[str]] = self.study.explain()
        return found

    def to_dict(self) -> Any:
        """The result as one object for machines."""
        return self.record

    def page(self) -> str:
        """The page as HTML."""
        return self.files()[PAGE].decode()

    def save(self, folder_: str | Path) -> Path:
        """Write page, tables and all that opens the result again; returns the folder."""
        out = Path(folder_)
        folder.must_be_free(out, self.stored)
        files = self.files()
        self.write(out, {**files, **self.kept(Path(PAGE) if PAGE in files else None)})
        return out

    def kept(self, page: Path | None) -> dict[str, bytes]:
        """The files that hold what is printed, and the options.

        page : as seen from the folder
        """
        from rich.console import Console

        text = io.StringIO()
        self.print_to(Console(file=text, width=WIDTH, highlight=False, color_system=None), page)
        record = json.dumps(self.record, ensure_ascii=False, allow_nan=False).encode() + b"\n"
        return {TEXT: text.getvalue().encode(), OBJECT: record, OPTIONS: json_bytes(dict(self.options))}

    def __repr__(self) -> str:
        return repr(self.study)

    def _repr_html_(self) -> str:
        from html import escape

        lines = (f"<p>{escape(line)}</p>" for line in repr(self.study).split("\n"))
        return f"<div>{''.join(lines)}</div>"


def study_result(
    study: Any,
    stored: folder.Kind,
    record: Any,
    print_to: Callable[[Console, Path | None], None],
    files: Callable[[], Mapping[str, bytes]],
    write: Callable[[Path, Mapping[str, bytes]], object],
    options: Mapping[str, Any],
) -> StudyResult:
    """A study as a result; arguments as in `StudyResult`."""
    kind = Kind(stored.name, stored.what, stored.made_by, (), (), lambda result: (), lambda result: ())
    status = str(record.get("status", "run")) if isinstance(record, dict) else "run"
    return StudyResult(
        kind=kind,
        facts=study.meta,
        tables=study.tables,
        text=getattr(study, "said", MappingProxyType({})),
        status=Status(status),
        study=study,
        stored=stored,
        record=record,
        print_to=print_to,
        files=files,
        write=write,
        options=MappingProxyType(dict(options)),
    )
