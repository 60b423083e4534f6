"""Inputs that cannot be answered: each is said in its field, in its unit, with what to write instead."""

from __future__ import annotations

import re
from html import unescape

from starlette.testclient import TestClient
from tests.golden_pages import Goldens, words
from tests.web.conftest import ORIGIN, invalid, typed_in

FORM = {
    "industry": "insurance carriers", "people": "20,000", "cut": "10", "unit": "%", "after": "closed",
    "own_rehire_pause": "4",
}  # fmt: skip
CUT = typed_in("wrong_cuts.txt")
"""What is typed over a form that is right; each has one field at fault."""


def test_a_wrong_figure_of_a_cut_stands_in_its_field_above_the_last_answer(client: TestClient, golden: Goldens) -> None:
    told = []
    for change in CUT:
        client.cookies.delete("reallocate_session_8765")
        answer = client.post("/firm", data={**FORM, **change}, headers=ORIGIN)
        beside, text = invalid(answer.text), words(answer.text)
        assert answer.status_code in (404, 422) and len(beside) == 1, (change, beside)
        ((field, said),) = beside.items()
        assert not re.search(r"--\w|\bexits?\b|headcount [^0]|\[", said.replace("% of headcount", "")), said
        assert "One field needs you" in text and f'href="#{field}"' in answer.text and "Traceback" not in text, change
        assert re.findall(r"<h1[^>]*>", answer.text) == ['<h1 class="big" id="answer">'], "the last answer stays"
        assert "Below is the last answer, for 10%." in text, change
        typed = change.get(field)
        assert typed is None or len(typed) > 200 or field in ("after", "size") or f'value="{typed}"' in unescape(answer.text)
        told.append(f"{change} {answer.status_code} {field}: {said}"[:400])
    golden("web/wrong_cut", "\n".join(told))


def test_two_wrong_figures_are_said_at_once_and_a_name_that_no_field_has_in_words(client: TestClient) -> None:
    two = client.post("/firm", data={**FORM, "people": "many", "cut": "200"}, headers=ORIGIN)
    assert set(invalid(two.text)) == {"people", "cut"} and "Two fields need you" in words(two.text)
    other = client.post("/firm", data={**FORM, "foo": "1"}, headers=ORIGIN)
    assert other.status_code == 422 and "'foo'" in words(other.text)
    belief = client.post("/firm", data={**FORM, "believe_nonsense": "yes"}, headers=ORIGIN)
    assert belief.status_code == 404 and "nonsense" in words(belief.text)


def test_a_wrong_address_is_answered_in_words(client: TestClient, golden: Goldens) -> None:
    def answered(address: str) -> str:
        answer = client.get(address.replace("a…", "a" * 300))
        assert len(re.findall(r"<h1\b", answer.text)) == 1 and "Traceback" not in answer.text, address
        main = words(answer.text.partition("<main")[2]).partition(">")[2]
        return f"{answer.status_code}: {main[:300]}"

    golden.answers("web/wrong_addresses", answered)
