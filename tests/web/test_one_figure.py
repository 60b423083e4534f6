"""A cut has one figure on every door: cut page, plan page, report, workbook, JSON and Python, for twenty firms."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pandas as pd
import pytest
from starlette.testclient import TestClient
from tests.golden_pages import words
from tests.web.conftest import ORIGIN

import reallocate as ra
from reallocate.web.pages.firm import dollars

FIRMS = (
    ("524100", 20_000), ("513200", 20_000), ("622000", 9_000), ("541600", 1_200), ("445000", 5_000), ("517000", 3_000),
    ("522000", 12_000), ("561400", 800), ("541100", 600), ("541500", 4_000), ("325400", 7_000), ("336100", 15_000),
    ("484000", 2_500), ("611100", 3_500), ("722500", 900), ("237300", 700), ("423400", 1_500), ("516200", 1_000),
    ("621100", 2_000), ("221100", 6_000),
)  # fmt: skip


@pytest.mark.long
@pytest.mark.parametrize(("industry", "people"), FIRMS)
def test_a_cut_has_one_figure_on_every_door(industry: str, people: int, live: TestClient, tmp_path: Path) -> None:
    firm = ra.Scenario.from_industry(industry, headcount=people)
    cut = ra.cut(firm, exits="10%", quick=True, progress=False).to_dict()
    plan = ra.plan(firm, exits="10%", quick=True, progress=False)
    rows = {row["step"]: row for row in json.loads(json.dumps(plan.to_dict()))["tables"]["cut_steps"]}
    for name, step in cut["steps"].items():
        assert rows[name]["cost"] == pytest.approx(step["cost"] / 1e6, abs=max(1e-4 * abs(step["cost"]) / 1e6, 0.01)), name
        assert rows[name]["cash"] == pytest.approx(step["cash"] / 1e6, rel=2e-2, abs=0.05), name
    figure = dollars(cut["haste_per_exit"]).removeprefix("$")
    asked = {"industry": industry, "people": str(people), "cut": "10", "date": ""}
    page = live.post("/firm", data=asked, headers=ORIGIN, follow_redirects=True).text
    (head,) = re.findall(r'<h1 class="big" id="answer">(.*?)</h1>', page)
    assert f"${figure} a person" in words(head)
    (form,) = re.findall(r'<form class="actions" action="/firm/plan/industry".*?</form>', page, re.DOTALL)
    sent = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))
    live.post("/firm/plan/industry", data=sent, headers=ORIGIN)
    planned = live.post("/firm/plan/draft", data={"exits": "10%"}, headers=ORIGIN, follow_redirects=True).text
    for where, told in (("plan page", planned), ("report", plan.page())):
        assert f"${figure} more each" in words(told) and f"${figure} a person" in words(told), where
    assert f"USD {figure} a person" in plan.explain()["cut_or_wait"][0], "Python"
    plan.save(tmp_path / "plan")
    sheets = pd.read_excel(io.BytesIO((tmp_path / "plan" / "workbook.xlsx").read_bytes()), sheet_name=None, header=None, engine="calamine")
    cells = [cell for sheet in sheets.values() for cell in sheet.to_numpy().ravel() if isinstance(cell, (int, float))]
    exact = cut["haste_per_exit"]
    assert any(abs(cell - exact) <= 5e-4 * abs(exact) for cell in cells), "the workbook has it too"
