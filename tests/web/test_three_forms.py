"""One state, three forms: what a page shows, its call in Python, its command and its file give the same."""

from __future__ import annotations

import io
import json
import re
import shlex
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from starlette.testclient import TestClient
from tests.golden_pages import words
from tests.web.conftest import forms, run
from tests.web.test_app import ORIGIN
from tests.web.test_plan import live
from typer.testing import CliRunner

import reallocate as ra
from reallocate.cli.main import app
from reallocate.web.pages import start
from reallocate.web.pages.economy import _KEYS

MOVED = "/economy?ceiling=0.9&wage_insurance=0.5"


def test_as_shipped_the_page_has_the_figures_of_the_draws(client: TestClient) -> None:
    page, draws = client.get("/economy"), ra.Market.outcomes().set_index("measure")
    jobs, pay, share = (draws.loc[name] for name in ("jobs", "real_pay", "labour_share"))
    amount = f"{-jobs['C']:.1f}%" if jobs["C"] <= -0.05 else "hardly"
    for said in (f"By 2036 the US has {amount} fewer jobs", f"Real pay is {pay['C']:.1f}% higher",
                 f"labour's share of income {-share['C']:.1f} points lower"):  # fmt: skip
        assert said in words(page.text)
    claim = ra.shipped("claims").table("claims").set_index("id").loc["more-jobs-destroyed"]
    assert str(claim["verdict"]) in words(page.text)
    python, command = forms(page.text)
    csv = client.get("/economy/files/economy.csv").text
    pd.testing.assert_frame_equal(run(python), pd.read_csv(io.StringIO(csv)))
    assert command == "reallocate simulate nation"
    closures = pd.read_csv(io.StringIO(client.get("/economy/files/closures.csv").text))
    pd.testing.assert_frame_equal(closures, ra.Market.outcomes())


def test_the_start_page_says_of_everyone_what_economy_says() -> None:
    draws, text = ra.Market.outcomes().set_index("measure"), words(start.page().html)
    pay, share = (f"{draws.loc[name, 'C']:+.1f}".replace("-", "−") for name in ("real_pay", "labour_share"))
    assert f"of jobs. Real pay changes by {pay}%, labour's share of income by {share} points." in text


def test_a_moved_page_is_one_central_run_in_python_and_on_the_command_line(client: TestClient) -> None:
    page = client.get(MOVED).text
    text, csv = words(page), client.get(MOVED.replace("?", "/files/economy.csv?")).text
    python, command = forms(page)
    path = run(python)
    assert csv == path.to_csv(index=False)
    done = CliRunner().invoke(app, command.split()[1:])
    assert done.exit_code == 0 and done.stdout == csv
    end = path.iloc[-1]
    assert f"By 2036 the US has {-end['jobs']:.1f}% fewer jobs" in text
    assert f"Real pay {end['pay']:+.1f}%" in text
    closures = pd.read_csv(io.StringIO(client.get(MOVED.replace("?", "/files/closures.csv?")).text))
    assert closures[closures["closure"] == "C"].drop(columns="closure").to_csv(index=False) == csv
    held = ra.Market(set={_KEYS["ceiling"]: 0.9, _KEYS["wage_insurance"]: 0.5}, closure="A").path()
    assert closures[closures["closure"] == "A"].drop(columns="closure").to_csv(index=False) == held.to_csv(
        index=False
    )
    assert f'href="{MOVED.replace("&", "&amp;")}"' in page


def test_strips_for_the_script_are_those_of_the_face(client: TestClient) -> None:
    every = json.loads(client.get("/economy/files/strips.json").text)
    assert list(every) == list(_KEYS)
    ceiling = ra.Market.shipped("ai.ceiling")
    np.testing.assert_allclose(
        every["ceiling"]["jobs"][3], ceiling.at(ceiling.positions[3])["jobs"], atol=1e-4
    )
    made = json.loads(client.get("/economy/files/strip.json?of=ceiling&saving_kept=0.4").text)
    alone = ra.Market(set={"economy_saving_kept": 0.4, "ai.ceiling": made["positions"][-1]}).path()
    np.testing.assert_allclose(made["unemployment"][-1], alone["unemployment"], atol=1e-4)
    np.testing.assert_allclose(made["labour_share"][-1], alone["labour_share"].iloc[-1:], atol=1e-4)
    assert client.get("/economy/files/strip.json?of=nothing").status_code == 422


__all__ = ["live"]
FIRM = {"industry": "insurance carriers", "people": "300"}


def printed(command: str, *more: str) -> dict[str, Any]:
    done = CliRunner().invoke(app, [*shlex.split(command)[1:], *more, "--json"])
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def toml(client: TestClient, page: str, folder: Path) -> Path:
    (address,) = re.findall(r'href="([^"]+scenario\.toml[^"]*)"', page)
    answer = client.get(address.replace("&amp;", "&"))
    assert answer.status_code == 200 and "attachment" in answer.headers["content-disposition"]
    file = folder / "scenario.toml"
    file.write_text(answer.text, encoding="utf-8")
    return file


def test_a_job(client: TestClient) -> None:
    page = client.get("/job/43-3051?area=Ohio").text
    python, command = forms(page)
    computed, written = run(python).to_dict(), printed(command)
    assert computed["tables"]["hours_total"] == written["tables"]["hours_total"]
    reach = computed["tables"]["hours_total"][0]["automatable"]
    assert f"AI could do {reach:.0%} of the hours alone" in words(page)


@pytest.mark.long
def test_a_cut_under_beliefs_becomes_a_plan_with_all_of_them(live: TestClient, tmp_path: Path) -> None:
    believed = {
        "believe_idle_few_quits": "yes",
        "believe_undone_half": "yes",
        "own_drop_price": "2",
        "own_hire_cost": "9000",
    }
    cut = live.post("/firm", data={**FIRM, "cut": "10", "date": "", **believed}, headers=ORIGIN).text
    (form,) = re.findall(r'<form class="actions" action="/firm/plan/industry".*?</form>', cut, re.DOTALL)
    sent = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form))
    assert believed.items() <= sent.items()
    asked = live.post("/firm/plan/industry", data=sent).text
    assert "the cut of 10%, 2 own figures and 2 beliefs" in words(asked)
    assert all(
        f'name="{name}" value="yes" checked' in asked for name in believed if name.startswith("believe_")
    )
    assert "the two can differ in sign" in words(asked), "a plan without a cut leaves no work undone"
    page = live.post("/firm/plan/draft", data={**believed, "quarters": "6", "exits": "10%"}).text
    assert "the two can differ in sign" in words(page)
    python, command = forms(page)
    of_cut = eval(re.findall(r"set=({.*?})", forms(cut)[0])[0])
    assert eval(re.findall(r"set=({.*?})", python)[0]) == of_cut and of_cut["drop_price"] == 1.0
    assert 'exits_from="plan"' in python and 'exits_from="plan"' in forms(cut)[0]
    result, written = run(python), printed(command)
    assert result.to_dict()["tables"]["headline"] == written["tables"]["headline"]
    assert result.explain()["cut_or_wait"][0] in words(page)
    again = ra.plan(toml(live, page, tmp_path), quick=True, progress=False)
    assert again.to_dict()["tables"]["headline"] == result.to_dict()["tables"]["headline"]
    back = re.findall(r'<form class="stack" action="/firm" method="post">.*?</form>', page, re.DOTALL)[0]
    assert all(f'name="{name}" value="yes"' in back for name in believed if name.startswith("believe_"))
    page = live.post("/firm/plan/draft", data={"quarters": "6", "believe_idle_few_quits": "yes"}).text
    assert (
        "The plan has no cut, so who is picked for it is left out" in words(page)
        and "exits_from" not in forms(page)[0]
    )
