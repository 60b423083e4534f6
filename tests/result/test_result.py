"""A result is declared once: every face shows the same figures, and a saved one is opened whole."""

from __future__ import annotations

import io
import json
import re
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from reallocate.kernel.blocks import Block, Prose, Section
from reallocate.kernel.chart import Chart
from reallocate.kernel.chart_kinds import Bars
from reallocate.kernel.errors import DataError, InputError, InvariantError, UnknownName
from reallocate.kernel.marker import must_be_free
from reallocate.kernel.table import (
    BY_ROW,
    Column,
    Range,
    Tables,
    computed,
    computed_on_demand,
    table,
    with_quantiles,
)
from reallocate.kernel.text import Text
from reallocate.render.result import Kind, Result
from reallocate.render.saving import open_saved


@dataclass(frozen=True)
class Context:
    factor: float


@table(
    "roles", "Roles",
    Column("role", "Role", words={"clerk": "Payroll clerk"}),
    Column("delta", "Change", "FTE", signed=True),
    with_quantiles(Column("share", "Share automated", "share of hours")),
    Column("value", "Value", BY_ROW),
    Column("unit", "Unit"),
    source="Solved.",
)  # fmt: skip
def roles(context: Context) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "role": ["clerk", "nurse"], "delta": [-12.0 * context.factor, -0.0], "share_low": [0.1, 0.2],
            "share": [0.25, 0.3], "share_high": [0.4, float("nan")], "value": [1.5e6, 3.0],
            "unit": ["USD", "months"],
        }
    )  # fmt: skip


@table("extra", "Only where requested", Column("figure"), optional=True)
def extra(context: Context) -> pd.DataFrame | None:
    return None


CHART = Chart(
    name="change", title="Change by role [FTE]", reading="A bar a role.", empty="No role changes.",
    tables=(roles,), columns=("role", "delta"), kind=Bars("role", ("delta",)),
)  # fmt: skip


def card(result: Result) -> list[Block]:
    share = Range("Share", "share_low", "share_high", "share")
    return [Prose(tuple(result.explain()["headline"])), result.grid("roles", "role", "delta", share, "value")]


def page(result: Result) -> list[Section]:
    return [Section("headline", "In short", (*card(result), result.picture("change")))]


FACTS = MappingProxyType({"title": "A small result", "version": "0", "command": "small", "seed": 0})
KIND = Kind("small", "a small result", "reallocate small --out", (roles, extra), (CHART,), page, card)


@pytest.fixture(scope="module")
def result() -> Result:
    tables = computed(KIND.tables, Context(1.0))
    return Result(KIND, FACTS, MappingProxyType(tables), {"headline": ["12 fewer; -0.0 else."]})


def test_every_face_shows_the_same_figures(result: Result) -> None:
    html = result.page()
    sheet = (
        CalamineWorkbook.from_filelike(io.BytesIO(result.workbook())).get_sheet_by_name("Roles").to_python()
    )
    from reallocate.render.terminal import summary_text

    text = summary_text(result.title, card(result))
    for face in (html.partition("<script>")[0], text):
        for words in ("−12", "25% (10–40%)", "USD 1.5 m", "3 months", "Payroll clerk"):
            assert words in face, (words, face[:3000])
        assert not re.search(r"−0(?![.\d])", face)
    assert max(len(line) for line in text.splitlines()) <= 80
    assert sheet[5][:3] == ["Payroll clerk", -12.0, 0.1] and sheet[6][4] == ""
    rows = result.to_dict()["tables"]["roles"]
    assert rows[0]["delta"] == -12.0 and rows[1]["share_high"] is None and str(rows[1]["delta"]) == "0.0"
    assert result.units["roles"] == dict.fromkeys(("share_low", "share", "share_high"), "share of hours") | {
        "delta": "FTE"
    }
    assert 'figure id="chart-change"' in html and 'class="plot narrow main"' in html
    assert result.chart("change").title == "Change by role [FTE]"
    assert "Payroll clerk" in result._repr_html_() and repr(result).startswith("A small result")


def test_a_saved_result_is_opened_whole(result: Result, tmp_path: Path) -> None:
    folder = result.save(tmp_path / "small")
    again = Result.opened(KIND, open_saved(folder))
    assert again.to_dict() == result.to_dict() and again.page() == result.page()
    assert json.loads((folder / "output.json").read_text()) == result.to_dict()
    assert result.save(folder) == folder
    (folder / "tables" / "roles.parquet").write_bytes(b"")
    with pytest.raises(DataError, match="altered"):
        open_saved(folder)


def test_a_folder_with_something_else_is_refused(result: Result, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(InputError, match="something other than a small result"):
        result.save(tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["notes.txt"]
    other = result.save(tmp_path / "other")
    with pytest.raises(InputError, match="something other than a plan"):
        must_be_free(other, "plan", "a plan")
    (other / "mine.txt").write_text("mine")
    with pytest.raises(InputError, match=r"do not belong to it: mine\.txt"):
        result.save(other)


def test_a_column_that_is_not_declared_is_refused() -> None:
    with pytest.raises(InvariantError, match="surprise"):
        roles.checked(roles.compute(Context(1.0)).assign(surprise=1))


def test_a_name_that_is_not_there_is_refused_with_the_nearest(result: Result) -> None:
    with pytest.raises(UnknownName, match="nearest: roles"):
        result.table("role")
    with pytest.raises(UnknownName, match="nearest: change"):
        result.chart("changes")


def test_what_is_read_later_is_computed_once_when_a_table_or_its_sentence_is_read() -> None:
    asked, text = list[float](), Text("first", "last")

    @table("late", "Late", Column("figure"))
    def late(context: Context) -> pd.DataFrame:
        asked.append(context.factor)
        return pd.DataFrame({"figure": [context.factor]})

    text.sentence("first")(_of_roles)
    text.sentence("last")(_of_late)
    tables = computed_on_demand((roles, late, extra), Context(1.0), (late,), lambda context: Context(2.0))
    result = Result(KIND, FACTS, tables, text.sentences_on_demand(tables))
    assert list(result.tables) == ["roles", "late"] and "late" in result.tables and "extra" not in result.tables
    assert text.picked(result.text, "_of_roles") == ["2 roles"] and asked == []
    assert result.explain() == {"first": ["2 roles"], "last": ["2"]} and asked == [2.0]
    assert result.tables["late"]["figure"].tolist() == [2.0] and asked == [2.0]


def _of_roles(tables: Tables) -> str:
    return f"{len(tables['roles'])} roles"


def _of_late(tables: Tables) -> list[str]:
    return [f"{tables['late']['figure'][0]:g}"]
