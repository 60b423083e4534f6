"""Every field of the cut and of the promises has two values here, which are asked for differently."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from tests.golden_pages import Goldens

import reallocate as ra
from reallocate.web.link import Call
from reallocate.web.pages.promises import options_of, plan_arguments

FIRM = {"industry": "software publishers", "people": "2,000"}
STATE: dict[str, Any] = {"maker": "from_industry", "given": {}, "options": {}, "roles": {}, "figures": {}, "believed": []}
with Path(__file__).with_name("fields.csv").open(encoding="utf-8", newline="") as file:
    EVERY = list(csv.DictReader(file))


def idle(form: str, asked: Callable[[dict[str, str]], Any], **beside: str) -> list[str]:
    """Fields whose two values ask for the same."""
    rows = [one for one in EVERY if one["form"] in ("both", form)]
    values = {one["field"]: [{**beside, **({one["field"]: one[at]} if one[at] else {})} for at in ("first", "second")] for one in rows}
    return [name for name, (first, second) in values.items() if asked(first) == asked(second)]


def names_in(page: str, form: str) -> set[str]:
    (found,) = re.findall(rf"<form {form}.*?</form>", page, re.DOTALL)
    return set(re.findall(r'<(?:input(?! type="hidden")|select|textarea)[^>]* name="([^"]+)"', found))


def fields_of(form: str) -> set[str]:
    return {one["field"] for one in EVERY if one["form"] in ("both", form)}


@pytest.mark.long
def test_every_field_of_a_cut_reaches_its_call(live: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = list[Call]()

    def stopped(call: Call) -> None:
        seen.append(call)
        raise ra.InputError("enough")

    def asked(typed: dict[str, str]) -> Call:
        with monkeypatch.context() as patch:
            patch.setattr(Call, "result", stopped)
            live.post("/firm", data={**FIRM, "cut": "10", **typed})
        return seen.pop()

    assert names_in(live.get("/firm").text, 'class="rail stack" id="ask"') == fields_of("cut") | {"country"}
    assert idle("cut", asked, after="refilled", own_rehire_pause="4") == []


def test_every_field_of_the_promises_reaches_the_options_of_a_plan(live: TestClient) -> None:
    assert names_in(live.post("/firm/plan/industry", data=FIRM).text, 'id="promise"') == fields_of("promises")
    assert idle("promises", lambda typed: options_of(plan_arguments(STATE, list(typed.items())))) == []


def test_every_field_is_written_as_kept(live: TestClient, golden: Goldens) -> None:
    """What it takes, how wide it is, its limits and what a screen reader says of it."""
    texts = [*(live.get(one).text for one in ("/", "/job", "/firm", "/economy")), live.post("/firm/plan/industry", data=FIRM).text]
    golden("web/fields", "\n".join(one for text in texts for one in re.findall(r'<(?:input(?! type="hidden")|select|textarea)[^>]*>', text)))
