"""Plain questions, as people type them, lead to the page that answers them."""

from __future__ import annotations

import csv
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from reallocate.web.pages import site

OWN, ASKED = Path(__file__).with_name("questions.csv"), Path(__file__).parents[1] / "assistant" / "questions.csv"
"""A question and the address that must be among the first three found; thirty more, which an assistant is asked too."""
QUESTIONS: dict[str, str] = {}
for listed in (OWN, ASKED):
    with listed.open(encoding="utf-8", newline="") as file:
        QUESTIONS |= {row["question"]: row["page"] for row in csv.DictReader(file)}


@pytest.mark.long
@pytest.mark.parametrize("question", QUESTIONS)
def test_a_plain_question_finds_its_page(client: TestClient, question: str) -> None:
    html = client.get("/search", params={"q": question}).text
    (best,) = re.findall(r'<ul class="found best">(.*?)</ul>', html, re.DOTALL)
    found = [one.replace("&amp;", "&") for one in re.findall(r'href="([^"]+)"', best)]
    assert QUESTIONS[question] in found[:3], found


NODE = shutil.which("node")
ON_SITE = Path(__file__).with_name("on_site.js").read_text(encoding="utf-8")
"""The script of the site's search beside a page that is none."""
AS_GOOD = {
    "/job": "/job/41-2031", "/firm": "/answers?question=blueprint", "/answers/more-jobs-destroyed": "/answers?question=jobs",
    "/answers?question=exclusive": "/answers/exclusive-market", "/sources?find=severance#assumptions": "/firm",
}  # fmt: skip
"""Page -> another that answers the question as well."""


@pytest.mark.long
@pytest.mark.skipif(NODE is None, reason="node, which runs the script of the site's search, is not installed")
def test_the_search_of_the_site_finds_the_same_pages(tmp_path: Path) -> None:
    places = [*site._fixed_places(), *site._industry_places(0), *site._job_places(0)]
    assets, files = dict(site._assets(places)), {one.address: one.file for one in places}
    for name in ("index.js", "static/find.js"):
        (tmp_path / Path(name).name).write_bytes(assets[name])
    (tmp_path / "questions.json").write_text(json.dumps(list(QUESTIONS)), encoding="utf-8")
    run = [NODE, "-e", ON_SITE, *(str(tmp_path / name) for name in ("index.js", "find.js", "questions.json"))]
    found = json.loads(subprocess.run(run, capture_output=True, text=True, check=True).stdout)
    missed = dict[str, tuple[str, list[str]]]()
    for question, address in QUESTIONS.items():
        wanted = set[str]()
        for one in (address, AS_GOOD.get(address, address)):
            path, *rest = re.split(r"(?=[?#])", {"/#predictions": "/forecasts"}.get(one, one), maxsplit=1)
            wanted |= {files[path] + "".join(rest)} if path in files else set()
        if wanted and not wanted & set(found[question]):  # a plan and a comparison have a page on no site
            missed[question] = (address, found[question])
    assert not missed
