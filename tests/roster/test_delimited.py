"""A quote that nobody closed swallows no row: the line in which it opens is a fault, in every table of a user."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.worlds import small_world

from reallocate.kernel.errors import InputError, Problem, ReallocateError
from reallocate.market.published.files import read_moves, read_occupations
from reallocate.roster.file.rows import read_text_table
from reallocate.roster.file.sheet import read_sheet
from reallocate.roster.matching import read_review
from reallocate.roster.roles import read_roles
from reallocate.roster.roster import read_roster
from reallocate.roster.tasks import task_rows

SMALL = small_world()
TITLES = {str(code): str(title) for code, title in SMALL.occupations["title"].items()}


def market(reader: Callable[..., object], path: Path, *more: object) -> None:
    problems: list[Problem] = []
    reader(path, *more, problems)
    raise InputError(problems)


READERS: dict[str, tuple[str, Callable[[Path], object]]] = {
    "roster": ("id,title,department", lambda path: read_roster(path, SMALL)),
    "roles": ("headcount,title,location", lambda path: read_roles(path, SMALL)),
    "review": ("title,proposed,chosen", lambda path: read_review(path, TITLES)),
    "tasks": ("hours,task,activity", task_rows),
    "occupations": ("employment,occupation,title", lambda path: market(read_occupations, path, None)),
    "moves": ("weight,source,target", lambda path: market(read_moves, path)),
}
OPEN = {
    "closed later": '1,"Jane Roe,a',
    "line break": '1,"Jane\nRoe",a',
    "carriage return": '1,"Jane\rRoe",a',
    "in the last column": '1,b,"Jane Roe',
}


@pytest.mark.parametrize("kind", READERS)
@pytest.mark.parametrize("line", OPEN.values(), ids=OPEN)
def test_a_quote_that_is_open_at_the_end_of_its_line_is_a_fault(kind: str, line: str, tmp_path: Path) -> None:
    headers, read = READERS[kind]
    rows = [f"{number},Actuaries,x" for number in range(2, 102)]
    rows[49], rows[60] = line, '61,"Actuaries",x'
    path = tmp_path / "table.csv"
    path.write_text("\n".join([headers, *rows, ""]), encoding="utf-8", newline="")
    with pytest.raises(ReallocateError) as caught:
        read(path)
    assert "table.csv row 51: a quote that opens here is not closed in the same line" in str(caught.value)
    assert "Jane" not in str(caught.value) and "Roe" not in str(caught.value)


@pytest.mark.parametrize("last", ['101,"Actuaries,x', '101,"Actuaries,x\n', '101,Actuaries,"'])
def test_a_quote_that_is_open_at_the_end_of_the_file_is_a_fault(last: str, tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("id,title,department\n1,Actuaries,x\n" + last, encoding="utf-8")
    for read in (read_sheet, read_text_table):
        with pytest.raises(InputError, match="row 3: a quote that opens here is not closed"):
            read(path)


def test_text_after_a_closing_quote_is_a_fault_and_doubled_quotes_are_none(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text('id,title\n1,"Clerk ""A"", part time"\n2,5" pipe fitter\n3,""\n', encoding="utf-8")
    assert read_sheet(path).cells[1].tolist() == ['Clerk "A", part time', '5" pipe fitter', ""]
    path.write_text('id,title\n1,"Clerk "A" day"\n', encoding="utf-8")
    with pytest.raises(InputError, match="row 2: text follows a closing quote"):
        read_sheet(path)
