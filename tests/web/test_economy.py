"""Economy: the figure as shipped is that of the claim; a moved page is one central run, in all its forms."""

from __future__ import annotations

import io
import json
import re
from html import unescape
from typing import Any

import numpy as np
import pandas as pd
import pytest
from starlette.testclient import TestClient
from tests.web.test_app import words
from typer.testing import CliRunner

import reallocate as ra
from reallocate.cli.main import app
from reallocate.web.pages import start
from reallocate.web.pages.economy import KEYS

MOVED = "/economy?ceiling=0.9&wage_insurance=0.5"


def forms(page: str) -> tuple[str, str]:
    python, command = re.findall(r"<pre[^>]*><code>(.*?)</code></pre>", page, re.DOTALL)
    return unescape(python), unescape(command)


def run(python: str) -> Any:
    place: dict[str, Any] = {}
    exec(python, place)
    return place["result"]


def between(row: pd.Series, unit: str = "%") -> str:
    """Where eight of ten draws lie, as the page writes it."""
    text = f"{row['C_low']:+.1f}{unit} to {row['C_high']:+.1f}"
    return text.replace("-", "−").replace("−0.0", "0.0").replace("+0.0", "0.0")


def test_as_shipped_the_page_has_the_figures_and_ranges_of_the_draws(client: TestClient) -> None:
    page = client.get("/economy")
    draws = ra.Market.outcomes().set_index("measure")
    text = words(page.text)
    jobs, pay, share = (draws.loc[name] for name in ("jobs", "real_pay", "labour_share"))
    amount = f"{-jobs['C']:.1f}%" if jobs["C"] <= -0.05 else "hardly"
    assert f"By 2036 the US has {amount} fewer jobs than without further AI ({between(jobs)}%)" in text
    assert f"Real pay is {pay['C']:.1f}% higher ({between(pay)}%)" in text
    assert f"labour's share of income {-share['C']:.1f} points lower ({between(share, '')} points)" in text
    assert text.count("−0.11%") == 0, "jobs have one decimal in the heading, the chart and the table"
    peak = draws.loc["unemployment_peak"]
    assert f"Unemployment at its peak {peak['C']:+.2f} points {peak['C_low']:.2f} to {peak['C_high']:+.2f} points" in text
    assert "A fails on past decades, so it decides nothing." in text
    assert f"Jobs, filled and open {jobs['C']:+.1f}% {jobs['B']:+.1f}% {jobs['A']:+.1f}%".replace("-", "−").replace(" −0.0%", " 0.0%") in text
    claim = ra.shipped("claims").table("claims").set_index("id").loc["more-jobs-destroyed"]
    assert str(claim["verdict"]) in text
    assert not re.search(r"style=|<style|onclick|javascript:", page.text), "the policy would refuse it"
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
    held = ra.Market(set={KEYS["ceiling"]: 0.9, KEYS["wage_insurance"]: 0.5}, closure="A").path()
    assert closures[closures["closure"] == "A"].drop(columns="closure").to_csv(index=False) == held.to_csv(index=False)
    assert "One central run, 2 changes to the assumptions that come with the software" in text and "no range and no probability" in text
    assert f'href="{MOVED.replace("&", "&amp;")}"' in page


def test_a_form_without_a_script_names_only_what_differs(client: TestClient) -> None:
    """A form sends every slider; those that stand as shipped are left out of the link."""
    page = client.get("/economy").text
    sent = dict(re.findall(r'<input id="(\w+)" name="\w+" type="range"[^>]* value="([^"]+)"', page))
    assert len(sent) == len(KEYS) - 1
    assert "32 runs, each with other assumptions" in words(client.get("/economy", params={**sent, "capability": "trend"}).text)
    moved = client.get("/economy", params={**sent, "saving_kept": "0.4", "capability": "fast"}).text
    assert 'href="/economy?capability=fast&amp;saving_kept=0.4"' in moved


@pytest.mark.parametrize(("query", "said"), [
    ("ceiling=0.01", "0.01 lies outside 0.05 to 1"),
    ("ceilling=0.5", "Nearest: ceiling"),
    ("ceiling=much", "'much' is no number"),
    ("capability=magic", "magic"),
    ("ceilling=0.5&ceiling=0.01&saving_kept=much", "Nearest: ceiling|0.01 lies outside|'much' is no number"),
])  # fmt: skip
def test_what_a_slider_cannot_be_is_refused_in_words(client: TestClient, query: str, said: str) -> None:
    answer = client.get(f"/economy?{query}")
    assert answer.status_code == 422 and all(one in words(answer.text) for one in said.split("|"))
    assert "32 runs, each with other assumptions" in words(answer.text), "the page as shipped stands below"


def test_strips_for_the_script_are_those_of_the_face(client: TestClient) -> None:
    every = json.loads(client.get("/economy/files/strips.json").text)
    assert list(every) == list(KEYS)
    ceiling = ra.Market.shipped("ai.ceiling")
    np.testing.assert_allclose(every["ceiling"]["jobs"][3], ceiling.at(ceiling.positions[3])["jobs"], atol=1e-4)
    made = json.loads(client.get("/economy/files/strip.json?of=ceiling&saving_kept=0.4").text)
    alone = ra.Market(set={"economy_saving_kept": 0.4, "ai.ceiling": made["positions"][-1]}).path()
    np.testing.assert_allclose(made["unemployment"][-1], alone["unemployment"], atol=1e-4)
    np.testing.assert_allclose(made["labour_share"][-1], alone["labour_share"].iloc[-1:], atol=1e-4)
    assert client.get("/economy/files/strip.json?of=nothing").status_code == 422
