"""What the report needs of a study, and a way to read it that never stumbles over what is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import pandas as pd

from reallocate.errors import ReallocateError
from reallocate.measure.number import with_minus
from reallocate.work.exposure import SOURCES_OF_REACH

Units = Mapping[tuple[str, str], str]
STATUS = {"optimal": "Best plan, proven optimal"}


class Study(Protocol):
    """A solved study as the report sees it: facts, tables and sentences."""

    @property
    def meta(self) -> Mapping[str, Any]:
        """Title, version, seed, hashes, command and the like."""

    @property
    def status(self) -> Any:
        """How the solution ended; its text says cause and remedy."""

    def table(self, name: str) -> pd.DataFrame:
        """One table; raises `ReallocateError` where it is not available."""

    def explain(self) -> Mapping[str, Sequence[str]]:
        """Sentences by part of the page."""


class Reading:
    """A study opened for the report: missing tables are empty, codes are in the reader's words.

    study : what is reported
    units : (table, column) -> unit
    """

    def __init__(self, study: Study, units: Units) -> None:
        self._study = study
        self._units = units
        self._tables: dict[str, pd.DataFrame] = {}
        self._sentences = {part: list(said) for part, said in study.explain().items()}

    def table(self, name: str) -> pd.DataFrame:
        """One table; without rows and columns where it is not available.

        name : a table's name
        """
        if name not in self._tables:
            try:
                self._tables[name] = _worded(self._study.table(name).reset_index(drop=True))
            except (ReallocateError, KeyError):
                self._tables[name] = pd.DataFrame()
        return self._tables[name]

    def has(self, name: str, *columns: str) -> bool:
        """Whether a table is at hand with rows and the columns that are asked for."""
        table = self.table(name)
        return not table.empty and set(columns) <= set(table.columns)

    def unit(self, table: str, column: str) -> str:
        """The unit of a column; empty where it holds words."""
        return self._units.get((table, column), "")

    def fact(self, name: str, default: object = "") -> Any:
        """One fact about the study, such as its version.

        name : key of the study's facts
        default : what is given where it is missing
        """
        value = self._study.meta.get(name)
        return default if value is None else value

    @property
    def status(self) -> str:
        """How the solution ended, in words."""
        text = str(self._study.status)
        return STATUS.get(text, text)

    def sentences(self, part: str) -> list[str]:
        """The sentences of one part of the page.

        part : such as `money`
        """
        return [with_minus(line) for line in self._sentences.get(part, [])]

    def other_sentences(self, parts: Sequence[str]) -> list[str]:
        """Sentences that belong to none of the parts, so that nothing said is lost.

        parts : parts that have their own place
        """
        return [line for part in self._sentences if part not in parts for line in self.sentences(part)]

    def source_words(self, code: str) -> str:
        """A source of reach in the reader's words.

        code : its name in a scenario
        """
        return SOURCES_OF_REACH[code].words if code in SOURCES_OF_REACH else code

    @property
    def source_count(self) -> int:
        """Under how many sources of reach the plan was solved."""
        if not self.has("sources", "positions"):
            return len(self.table("sources"))
        return int(self.table("sources")["positions"].notna().sum())


def _worded(table: pd.DataFrame) -> pd.DataFrame:
    if "source" not in table.columns or not set(table["source"]) & set(SOURCES_OF_REACH):
        return table
    words = {code: source.words for code, source in SOURCES_OF_REACH.items()}
    return table.assign(source=[words.get(code, code) for code in table["source"]])
