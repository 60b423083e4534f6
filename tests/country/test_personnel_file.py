"""A personnel file of another country on the live pages: its own titles, money and words on every page."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.country.words import foreign, told
from tests.web.test_planner import at_home

INDUSTRY = "Insurance, reinsurance and pension funding"
PEOPLE = {
    "Motor Claims Handler": (90, 27_500), "Payroll Clerk": (30, 26_800), "Underwriter": (40, 41_000),
    "Software Developer": (35, 48_000), "Customer Service Adviser": (60, 24_900),
}  # fmt: skip


@pytest.fixture
def planner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    with at_home(tmp_path, monkeypatch) as client:
        yield client


def people() -> bytes:
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(("Employee ID", "Job Title", "Base Salary", "Currency"))
    number = 0
    for title, (count, pay) in PEOPLE.items():
        for _ in range(count):
            number += 1
            rows.writerow((number, title, pay + number, "GBP"))
    return text.getvalue().encode()


def test_a_british_file_is_read_planned_and_told_in_pounds_and_british_occupations(planner: TestClient) -> None:
    form = {"industry": INDUSTRY, "title": "Broadland Insurance", "country": "GB"}
    read = planner.post("/firm/plan/file", files={"file": ("people.csv", people())}, data=form).text
    assert "From 255 rows to 255 positions" in read
    assert foreign(told(read)) == [] and "for one GBP" not in read
    asked = planner.post("/firm/plan/titles", data={"then": "promises"}).text
    assert "Spend at most £" in asked and foreign(told(asked)) == []
    page = planner.post("/firm/plan/draft", data={"quarters": "2"}).text
    assert "£" in page and "Sources for the United Kingdom" in page and foreign(told(page)) == []
    assert "country=&#34;GB&#34;" in page or 'country="GB"' in page

