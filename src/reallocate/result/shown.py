"""What every study of a market shows: facts, tables, charts and sentences."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from reallocate.measure.number import spoken
from reallocate.output.chart import Chart
from reallocate.result.named import chart_named, table_named


@dataclass(frozen=True, eq=False)
class Shown(ABC):
    """A study that was run.

    meta : facts: title, version, seed, hashes, command and the like
    tables : by name
    said : sentences by part of the page
    """

    meta: Mapping[str, Any]
    tables: Mapping[str, pd.DataFrame]
    said: Mapping[str, list[str]]

    @property
    @abstractmethod
    def charts(self) -> Mapping[str, Chart]:
        """Its charts, by name."""

    @abstractmethod
    def as_json(self) -> dict[str, Any]:
        """The study as one object for machines."""

    @property
    def status(self) -> str:
        """How it ended."""
        return "run"

    def table(self, name: str) -> pd.DataFrame:
        """One table.

        name : such as `path`; raises `UnknownName` where there is none
        """
        return table_named(self.tables, name)

    def chart(self, name: str) -> dict[str, Any]:
        """One chart as a Vega-Lite specification.

        name : such as `unemployment`; raises `UnknownName` where there is none
        """
        return chart_named(self.charts, name, self.tables)

    def explain(self) -> dict[str, list[str]]:
        """The study in sentences, by part of the page."""
        return spoken(self.said)

    def __repr__(self) -> str:
        return "\n".join([str(self.meta["title"]), *self.said["headline"]])
