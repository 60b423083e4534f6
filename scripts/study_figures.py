"""The figures of the worked example that README and docs print, small enough to be kept beside them."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from reallocate.kernel.number import to_figures
from reallocate.render.result import Result

DIGITS = 6
TABLES = (
    *("cut_or_wait", "headline", "operating_models", "kinds", "sources", "cases"),
    *("channels", "funding", "tipping_points", "limits", "cash"),
)
FACTS = ("name", "title", "version", "headline_source", "industry_text", "periods", "hashes", "filled_share")
PARAMETERS = (
    "gpu_capex", "gpu_power", "quits_per_month", "capture_automated", "adoption_ceiling", "headcount",
)  # fmt: skip
QUARTERS = 4


@dataclass(frozen=True)
class Figures:
    """What was kept of a study: facts, tables, sentences and totals."""

    kept: Mapping[str, Any]

    @property
    def meta(self) -> Mapping[str, Any]:
        """Facts about the study."""
        return self.kept["meta"]

    @property
    def years(self) -> float:
        """Length of the plan."""
        return len(self.meta["periods"]) / QUARTERS

    @property
    def sources(self) -> int:
        """How many sources of reach were asked."""
        return len(self.kept["tables"]["sources"])

    def table(self, name: str) -> pd.DataFrame:
        """One table; what is missing in it is not a number."""
        found = pd.DataFrame(self.kept["tables"][name])
        return found.astype({column: float for column in found if found[column].isna().all()})

    def said(self, part: str) -> list[str]:
        """The study's own sentences on one part of its page."""
        return list(self.kept["said"][part])

    def figure(self, name: str) -> Mapping[str, Any]:
        """One row of the headline: unit, baseline, plan, delta, and low to high over the sources."""
        return _row(self.table("headline"), "figure", name)

    def channel(self, name: str) -> float:
        """Positions that end by substitution, funding or slack."""
        return float(_row(self.table("channels"), "channel", name)["positions"])

    def tipping_point(self, name: str) -> Mapping[str, Any]:
        """What one input does over its range."""
        return _row(self.table("tipping_points"), "name", name)

    def measure(self, name: str) -> Mapping[str, Any]:
        """One line of the table of the two operating models."""
        return _row(self.table("operating_models"), "measure", name)

    def parameter(self, name: str) -> float:
        """An assumption in force."""
        return float(_row(self.table("assumptions"), "parameter", name)["value"])


def kept_of(study: Result) -> dict[str, Any]:
    """What is kept of a study; floats to six digits, so that machines agree."""
    tables = {name: study.table(name) for name in TABLES}
    tables["tipping_points"] = tables["tipping_points"].drop(columns="sentence")
    assumed = study.table("assumptions")[["parameter", "value", "unit", "grade"]]
    tables["assumptions"] = assumed[assumed["parameter"].isin(PARAMETERS)]
    hashes = {name: text for name, text in study.facts["hashes"].items() if name != "libraries"}
    return {
        "meta": {name: rounded(study.facts[name]) for name in FACTS} | {"hashes": hashes},
        "said": study.explain(),
        "scenario": {name: study.facts["scenario"][name] for name in ("announced", "funding", "headcount")},
        "tables": {name: rounded(table.to_dict("records")) for name, table in tables.items()},
        "totals": rounded({case: dict(values) for case, values in study.facts["totals"].items()}),
    }


def read(file: Path) -> Figures:
    """The figures as they were kept."""
    return Figures(json.loads(file.read_text(encoding="utf-8")))


def written(kept: Mapping[str, Any]) -> str:
    """The figures as text, one line a row of a table."""
    text = json.dumps(kept, indent=1, ensure_ascii=False, allow_nan=False)
    flat = re.sub(r"\{\n\s+([^{}\[\]]*?)\n\s+\}", lambda m: "{" + re.sub(r"\n\s+", " ", m[1]) + "}", text)
    return flat + "\n"


def rounded(value: Any) -> Any:
    """The same with floats to six digits and what is missing as null."""
    if isinstance(value, Mapping):
        return {str(key): rounded(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [rounded(one) for one in value]
    if hasattr(value, "item"):
        value = value.item()
    if not isinstance(value, float):
        return value
    if not math.isfinite(value):
        return None
    # Below a thousandth of a position or a dollar stands the solver's tolerance, not a figure.
    return 0.0 if abs(value) < 1e-6 else to_figures(value, DIGITS)


def _row(table: pd.DataFrame, column: str, name: str) -> Mapping[str, Any]:
    found = table[table[column] == name]
    if len(found) != 1:
        raise LookupError(f"{len(found)} rows have {column} = {name!r}")
    return found.iloc[0].to_dict()
