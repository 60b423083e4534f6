"""Jobs, pay, labour's share and output in ten years: row 10 beside what others published."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

import pandas as pd
from pydantic import BaseModel, ConfigDict, model_validator

from reallocate.kernel.blocks import Block
from reallocate.kernel.grade import Grade
from reallocate.kernel.number import with_minus
from reallocate.kernel.table import BY_ROW, Column, Tables, table
from reallocate.render.result import Result

_ROW, _HERE, _SPAN = "more-jobs-destroyed", "here", "ten years"
"""The claim whose figures stand first; who made them, and for when they are."""
_FILE = "comparison.toml"
_ENDS = ("median", "10th percentile", "90th percentile")


class Quantity(StrEnum):
    """What is compared."""

    JOBS = "jobs"
    REAL_PAY = "real_pay"
    LABOUR_SHARE = "labour_share"
    OUTPUT = "output"


_UNITS = {**dict.fromkeys(Quantity, "%"), Quantity.LABOUR_SHARE: "percentage points"}
HEADINGS = {
    Quantity.JOBS: "Jobs", Quantity.REAL_PAY: "Real pay", Quantity.LABOUR_SHARE: "Labour's share",
    Quantity.OUTPUT: "Productivity, output",
}  # fmt: skip


class _Figure(BaseModel):
    """One published figure, as `comparison.toml` explains it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    quantity: Quantity
    words: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    unit: str = ""
    by: str
    place: str
    grade: Grade

    @model_validator(mode="after")
    def _says_one_thing(self) -> _Figure:
        band = self.low is not None and self.high is not None
        given = (self.value is not None) + band
        if given > 1 or bool(given) != ("{}" in self.words) or bool(given) != bool(self.unit):
            raise ValueError(f"{self.words}: give one figure with unit and place in the words, or none")
        return self

    @property
    def text(self) -> str:
        """The figure in words."""
        if not self.unit:
            return self.words
        number = f"{self.value:g}" if self.value is not None else f"{self.low:g} to {self.high:g}"
        return self.words.format(with_minus(f"{number}%" if self.unit == "%" else f"{number} {self.unit}"))


class _Work(BaseModel):
    """What somebody published."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    who: str
    source: str
    figures: tuple[_Figure, ...]


@cache
def _works() -> tuple[_Work, ...]:
    """All of them, in the order of the file."""
    text = files("reallocate.claims.basis").joinpath(_FILE).read_text(encoding="utf-8")
    return tuple(_Work.model_validate(one) for one in tomllib.loads(text).values())


def own_figures(**bands: tuple[float, float, float]) -> dict[str, float]:
    """Further figures of row 10 that stand in the comparison, named as `Measured.figures` has them.

    bands : (real_pay, labour_share, output) median, 10th and 90th percentile in ten years [%; percentage
        points of labour's share]
    Its jobs are the row's own finding. Raises `ValueError` for another name.
    """
    return {
        f"{Quantity(name)} in ten years, {end} [{_UNITS[Quantity(name)]}]": value
        for name, band in bands.items()
        for end, value in zip(_ENDS, band, strict=True)
    }


def _own(tables: Tables) -> Iterator[dict[str, Any]]:
    """Row 10's figures, from a run or from the record of the claims."""
    claims, figures = tables["claims"], tables["figures"]
    (row,) = claims[claims["id"].eq(_ROW)].to_dict("records")
    values = figures[figures["claim"].eq(_ROW)].set_index("figure")["value"]
    bands = {Quantity.JOBS: (row["result"], row["low"], row["high"])}
    for quantity in Quantity:
        names = [f"{quantity} in ten years, {end}" for end in _ENDS]
        if all(name in values.index for name in names):
            bands[quantity] = tuple(values[names])
    for quantity, (middle, low, high) in bands.items():
        unit = "%" if _UNITS[quantity] == "%" else f" {_UNITS[quantity]}"
        text = with_minus(f"{middle:+.2g}{unit} ({low:+.2g} to {high:+.2g})")
        yield {
            "who": _HERE, "quantity": quantity, "figure": text, "value": middle, "low": low, "high": high,
            "unit": _UNITS[quantity], "by": _SPAN, "place": f"row {row['row']}", "grade": Grade.X,
            "source": "row 10 of the claims, 10th to 90th percentile",
        }  # fmt: skip


@table("comparison", "Ten years, here and by others", Column("who", "Who"),
       Column("quantity", "Quantity", words=HEADINGS), Column("figure", "Figure"),
       Column("value", "Value", BY_ROW), Column("low", "Low", BY_ROW), Column("high", "High", BY_ROW),
       Column("unit", "Unit"), Column("by", "For"), Column("place", "Where"), Column("grade", "Grade"),
       Column("source", "Source"), optional=True,
       source="Each row names its source.")  # fmt: skip
def comparison(tables: Tables) -> pd.DataFrame | None:
    """One row a figure: row 10's first, then what others published; none where row 10 was not computed.

    tables : claims and figures, of a run or of the record
    """
    if _ROW not in set(tables["claims"]["id"]):
        return None
    others = (
        {
            "who": work.who, **one.model_dump(exclude={"words"}), "figure": one.text, "source": work.source,
        }
        for work in _works()
        for one in work.figures
    )  # fmt: skip
    return pd.DataFrame([*_own(tables), *others], columns=comparison.names)


def side_by_side(rows: pd.DataFrame) -> list[dict[str, str]]:
    """One row for each who, a column for each quantity, and where the figures stand, with grades.

    rows : of the table comparison
    """
    found = []
    for who, part in rows.groupby("who", sort=False):
        each = part.to_dict("records")
        cells = {
            quantity.value: "; ".join(_cell(row) for row in each if row["quantity"] == quantity)
            for quantity in Quantity
        }
        places = dict.fromkeys(f"{row['place']} ({row['grade']})" for row in each)
        found.append({"who": str(who), **cells, "places": "; ".join(places)})
    return found


def _cell(row: Mapping[Any, Any]) -> str:
    return str(row["figure"]) if row["by"] == _SPAN else f"{row['figure']} ({row['by']})"


NOTE = (
    "Here: what further AI changes, median (10th to 90th percentile). Others, in brackets: for when, where "
    "it is not ten years. Metaculus forecasts all jobs, whatever the cause. Grades: A the source itself, B "
    "named press or second hand, X computed here."
)


def comparison_blocks(result: Result, *further: str) -> Sequence[Block]:
    """The comparison as it is read; nothing where row 10 was not computed.

    further : places, to show where the figures stand
    """
    if comparison.name not in result.tables:
        return []
    rows = pd.DataFrame(side_by_side(result.tables[comparison.name]))
    columns = [Column(quantity.value, heading) for quantity, heading in HEADINGS.items()]
    places = [Column(name, "Where, grade") for name in further]
    return [result.grid(comparison.name, "who", *columns, *places, rows=rows, note=NOTE, most=len(rows))]
