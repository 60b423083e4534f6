"""A copy to hand on: about, the same each time, and a function of keyed roles and what its owner wrote alone."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scripts.synthetic_roster import roster as made_up
from tests.fewer_questions import fewer_questions
from tests.golden_pages import texts
from typer.testing import CliRunner

import reallocate as ra
from reallocate.api.share import _COMMAND, beside
from reallocate.cli.main import app
from reallocate.firm.request.copied import copied_firm, usual_figures
from reallocate.firm.request.saved import checked_scenario
from reallocate.kernel.errors import visible
from reallocate.render.result import ABOUT, AS_IT_IS, EARLIER, EXACT, EXACT_RESULT
from reallocate.roster.copied_roles import copied_roles
from reallocate.roster.disclosure import KEY_FILE, mark_of, own_key
from reallocate.roster.staff import COUNTS, Staff
from reallocate.work.world import World

PEOPLE, QUIET = 700, {"quick": True, "workers": 1, "progress": False}
CHAIR, FILE = "Office of the chair", "layoffs-of-jane.csv"


@pytest.fixture(scope="module", autouse=True)
def one_key(tmp_path_factory: pytest.TempPathFactory) -> Any:
    with pytest.MonkeyPatch.context() as patch:
        file = tmp_path_factory.mktemp("key") / "roster.key"
        file.write_text("5a" * 32, encoding="ascii")
        file.chmod(0o600)
        patch.setenv(KEY_FILE, str(file))
        yield


@pytest.fixture(scope="module")
def table(world: World) -> pd.DataFrame:
    found = made_up(world, PEOPLE, 3)
    found.loc[found.index[found["Status"].eq("Filled")][:6], "Department"] = CHAIR
    return found.assign(**{"Birth year": 1970 + np.arange(PEOPLE) % 30})


@pytest.fixture(scope="module")
def place(table: pd.DataFrame) -> str:
    """The largest department."""
    return str(table["Department"].value_counts().index[0])


@pytest.fixture(scope="module")
def firm(table: pd.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> ra.Scenario:
    file = tmp_path_factory.mktemp("roster") / FILE
    table.to_csv(file, index=False)
    return ra.Scenario.from_roster(file, industry="insurance carriers", by=["department", "site"])


@pytest.fixture(scope="module")
def exact(firm: ra.Scenario, place: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """With an own plan, and promises to small groups and to large ones."""
    out = tmp_path_factory.mktemp("exact") / "ours"
    own = pd.DataFrame({"role": ["13-1031/claims and finance@hartford"], "quarter": ["2026 Q3"], "hires": [0]})
    ra.plan(
        firm, quarters=1, out=out, given=own, **QUIET,
        protect=["11-3021", "site=Bern", f"department={CHAIR}", f"department={place}", "13-0000"],
        keep_at_least=["13-1031=500", "43-4051=0.9"],
    )  # fmt: skip
    return out


@pytest.fixture(scope="module")
def copy(exact: Path) -> ra.Result:
    return ra.share(exact, workers=1, progress=False)


def digests(result: ra.Result) -> dict[str, str]:
    return {name: hashlib.sha256(content).hexdigest() for name, content in result.contents().items()}


def saved(folder: Path) -> dict[str, str]:
    files = (file for file in folder.rglob("*") if file.is_file() and file.name != "files.json")
    return {str(one.relative_to(folder)): hashlib.sha256(one.read_bytes()).hexdigest() for one in files}


def whole_text(contents: Mapping[str, bytes]) -> str:
    return "\n".join(texts(contents).values())


@pytest.mark.long
def test_the_owners_plan_is_exact_and_says_so_first(exact: Path, table: pd.DataFrame) -> None:
    plan = ra.open(exact)
    filled = table[table["Status"].eq("Filled")]
    assert plan.privacy == EXACT_RESULT and plan.privacy.startswith(EXACT)
    roles = plan.table("role_table")
    assert roles["headcount"].sum() == pytest.approx(filled["FTE"].astype(float).sum())
    named = roles[roles["department"].ne("other") & roles["location"].ne("other")]
    assert named["headcount"].min() >= 5 and set(roles["basis"]) == {"roster"}
    by_place = roles.groupby("department")["headcount"].sum()
    true = filled["FTE"].astype(float).groupby(filled["Department"]).sum()
    assert (by_place.drop("other", errors="ignore") <= true.reindex(by_place.index).dropna() + 1e-9).all()
    contents = plan.contents()
    for name in ("page.html", "output.txt"):
        assert EXACT in " ".join(contents[name].decode().split()), name
    assert EXACT in whole_text({"workbook.xlsx": contents["workbook.xlsx"]})
    assert json.loads(contents["output.json"])["facts"]["privacy"] == EXACT_RESULT
    assert EXACT in repr(plan)
    groups = plan.table("people_groups")
    assert groups["size"].min() >= 5 and groups.loc[groups["about"].eq("age"), "size"].sum() == len(filled)


def test_a_copy_says_about_and_has_no_small_group(copy: ra.Result) -> None:
    assert copy.privacy == ABOUT and " with about " in copy.title and not copy.is_whole
    roles = copy.table("role_table")
    assert roles["headcount"].min() >= 25 and (roles["headcount"] % 5 == 0).all()
    assert roles["location"].eq("").all(), "no site is crossed with a department"
    assert copy.table("people_groups").empty
    contents = copy.contents()
    for name in ("page.html", "output.txt"):
        assert "About, not exact: a copy to hand on." in " ".join(contents[name].decode().split()), name


def test_a_copy_holds_nothing_of_the_file_but_keyed_roles(copy: ra.Result, exact: Path) -> None:
    text = whole_text(copy.contents())
    for word in (
        CHAIR,
        "jane",
        "layoffs-of",
        "hire date",
        "Dates and ages",
        "managers",
        "not mapped",
        "Bern",
    ):
        assert not re.search(rf"\b{word}\b", text, re.IGNORECASE), word
    assert copy.facts["command"] == _COMMAND and copy.facts["name"] == "insurance-carriers"
    kept = {name for name in copy.contents() if name.startswith("people/")}
    assert not kept and (exact / COUNTS).is_file()
    assert copy.facts["hashes"]["key"] == mark_of(own_key())
    assert any("by site in the owner's plan" in line for line in copy.facts["title_notes"])


def test_places_of_the_owners_plan_have_the_people_of_the_file(exact: Path, table: pd.DataFrame) -> None:
    plan = ra.open(exact)
    at_work, places = table[table["Status"].eq("Filled")], plan.table("places")
    for dimension, header in (("department", "Department"), ("site", "Location")):
        own = at_work["FTE"].astype(float).groupby(at_work[header]).sum()
        found = (
            places[places["dimension"] == dimension]
            .set_index("name")["headcount"]
            .drop("new positions that direct AI", errors="ignore")
        )
        assert found.to_dict() == pytest.approx(own.to_dict())
        assert found.min() >= 5
    walk = plan.table("site_quarters")
    ends = walk[walk["case"] == "plan"].groupby("period")["end"].sum()
    assert ends.iloc[-1] == pytest.approx(plan.table("roles")["plan_end"].sum())
    assert "other" in set(plan.table("role_table")["location"]), "some are planned across places"


@pytest.mark.long
def test_the_same_result_gives_the_same_copy_and_another_key_another(
    exact: Path, copy: ra.Result, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved = tmp_path / "elsewhere"
    shutil.copytree(exact, moved)
    again = ra.share(moved, out=tmp_path / "copy", workers=1, progress=False)
    assert saved(tmp_path / "copy") == digests(again) == digests(copy)
    monkeypatch.setenv(KEY_FILE, str(tmp_path / "other.key"))
    other = ra.share(exact, workers=1, progress=False)
    assert not other.table("role_table").equals(copy.table("role_table"))


def test_a_copy_sees_only_counts_and_what_its_owner_wrote(exact: Path, copy: ra.Result) -> None:
    """All else of the exact result is put in disorder: not a byte of the copy changes."""
    plan = ra.open(exact)
    nothing = {name: table.iloc[:0] for name, table in plan.tables.items()}
    said = {name: plan.facts[name] for name in ("scenario", "options", "title", "not_computed")}
    groups = {"people/groups.parquet": pd.DataFrame({"about": []}).to_parquet(None)}
    blind = replace(
        plan, tables=nothing, text={}, facts={**said, "title": "?"}, inputs={**plan.inputs, **groups}
    )
    assert digests(ra.share(blind, workers=1, progress=False)) == digests(copy)


@pytest.mark.long
def test_equal_keyed_roles_make_equal_copies_and_others_do_not(
    exact: Path, copy: ra.Result, world: World
) -> None:
    plan, key = ra.open(exact), own_key()
    staff, scenario = Staff.read(plan.inputs), checked_scenario(plan.facts["scenario"], "ours")
    assert staff is not None
    usual = usual_figures(world, scenario)
    first = copied_firm(scenario, usual, staff.counts, key).content
    seen = {True: 0, False: 0}
    for gone in (0.2, 3.0, 60.0):
        counts = staff.counts.copy()
        counts["fte"] -= gone * counts["fte"] / counts.groupby("dimension")["fte"].transform("sum")
        same = copied_firm(scenario, usual, counts, key).content == first
        if not seen[same]:
            made = ra.share(
                replace(plan, inputs=Staff(counts, staff.groups).files()), workers=1, progress=False
            )
            assert (digests(made) == digests(copy)) == same
        seen[same] += 1
    assert seen[True] and seen[False]


@pytest.mark.long
def test_it_is_computed_again_and_completed_and_compared(
    copy: ra.Result, exact: Path, tmp_path: Path
) -> None:
    copy.save(tmp_path / "copy")
    again = ra.rerun(tmp_path / "copy", workers=1, progress=False)
    assert again.status == "same" and again.result.privacy == ABOUT
    other = ra.share(exact, by="site", workers=1, progress=False)
    assert other.table("role_table")["department"].eq("").all()
    assert other.table("role_table")["location"].ne("").any()
    assert ra.compare(copy, other, workers=1, progress=False).privacy == ABOUT
    assert ra.compare(ra.open(exact), other, workers=1, progress=False).privacy == EXACT_RESULT
    without = ra.share(exact, by="none", workers=1, progress=False)
    assert "places" not in without.tables
    with pytest.raises(ra.InputError, match="does not keep roles apart by 'country'"):
        ra.share(exact, by="country", progress=False)
    assert digests(ra.share(copy, progress=False)) == digests(copy), "a copy of a copy is the copy"


def test_promises_to_small_groups_and_an_own_plan_are_left_out_in_words(copy: ra.Result, exact: Path, place: str) -> None:
    promises, words = copy.facts["scenario"]["promises"], " ".join(copy.facts["title_notes"])
    assert promises["protect"] == [f"department={place}", "13-0000"]
    heads = copy.table("role_table").query("code == '13-1031'")["headcount"].sum()
    assert promises["keep_at_least"].get("13-1031", heads) == heads, "never more than the copy has"
    assert "One promise to a site" in words and "One promise to a department" in words
    assert "role or occupation" in words and "own plan is left out" in words
    assert ra.open(exact).has("own_plan") and not copy.has("own_plan")


@pytest.mark.long
def test_a_cut_has_a_copy_too(firm: ra.Scenario) -> None:
    exact = ra.cut(firm, exits="5%", progress=False)
    assert exact.privacy == EXACT_RESULT
    made = ra.share(exact, progress=False)
    assert made.privacy == ABOUT and made.kind.name == "cut"
    assert digests(made) == digests(ra.share(exact, progress=False))


def test_without_a_roster_it_is_handed_on_as_it_is() -> None:
    plan = ra.plan(ra.Scenario.from_industry("insurance carriers", 5_000), quarters=1, **QUIET)
    made = ra.share(plan, progress=False)
    assert made.privacy == AS_IT_IS and plan.privacy == ""
    assert made.table("role_table" if "role_table" in made.tables else "roles").equals(plan.table("roles"))


@pytest.mark.long
def test_what_cannot_be_copied_is_refused_in_words(exact: Path, copy: ra.Result, tmp_path: Path) -> None:
    plan = ra.open(exact)
    with pytest.raises(ra.InputError, match="does not keep the counts"):
        ra.share(replace(plan, inputs={}), progress=False)
    with pytest.raises(ra.InputError, match="holds a result that is no copy.*Nothing was changed"):
        ra.share(exact, out=exact, progress=False)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine")
    with pytest.raises(ra.InputError, match="holds something other"):
        ra.share(exact, out=tmp_path / "full", progress=False)
    compared = ra.compare(plan, copy, workers=1, progress=False)
    with pytest.raises(ra.InputError, match="compare two copies"):
        ra.share(compared, progress=False)


@pytest.mark.long
def test_an_earlier_roster_plan_opens_and_says_what_it_is(exact: Path, tmp_path: Path) -> None:
    plan = ra.open(exact)
    facts = {name: value for name, value in plan.facts.items() if name != "privacy"}
    facts["scenario"] = {**facts["scenario"], "reading": {**facts["scenario"]["reading"], "exact": False}}
    replace(plan, facts=facts, inputs={}).save(tmp_path / "old")
    old = ra.open(tmp_path / "old")
    assert old.privacy == EARLIER and ra.Scenario.of(old).by == ("department", "site")
    with pytest.raises(ra.InputError, match="Plan the roster again"):
        ra.share(old, progress=False)
    facts["scenario"]["reading"]["exact"] = True
    replace(plan, facts=facts, inputs={}).save(tmp_path / "older")
    assert ra.open(tmp_path / "older").privacy.startswith(EXACT)


@pytest.mark.long
def test_the_command_makes_the_copy_and_tells_its_owner_how_far_it_is_off(
    exact: Path, copy: ra.Result, tmp_path: Path
) -> None:
    out = tmp_path / "copy"
    done = CliRunner().invoke(app, ["share", str(exact), "--out", str(out), "--workers", "1"])
    assert done.exit_code == 0, done.output
    assert "About, not exact: a copy to hand on." in " ".join(done.output.split())
    lines = beside(ra.open(exact), copy)
    assert len(lines) == 5 and all(visible(line) in done.output for line in lines)
    assert saved(out) == digests(copy)
    assert lines[1] not in whole_text(copy.contents())
    shown = CliRunner().invoke(app, ["open", str(exact)])
    assert EXACT in shown.output


def test_a_small_firm_has_no_copy(world: World, tmp_path: Path) -> None:
    made_up(world, 40, 5).to_csv(tmp_path / "people.csv", index=False)
    firm = ra.Scenario.from_roster(tmp_path / "people.csv", industry="insurance carriers")
    plan = ra.plan(firm, quarters=1, **QUIET)
    staff = Staff.read(plan.inputs)
    assert staff is not None
    usual = usual_figures(world, checked_scenario(plan.facts["scenario"], "small"))
    keys = [f"key {number}".encode() for number in range(40)]
    refused = 0
    for key in keys:
        try:
            copied_roles(staff.counts, usual, key, "", "people.csv")
        except ra.InputError:
            refused += 1
    assert refused > 20, "40 people are shown under one key in eight"


@pytest.mark.long
def test_a_first_copy_that_is_completed_is_the_copy_of_the_whole_plan(firm: ra.Scenario) -> None:
    with fewer_questions():
        exact = ra.plan(firm.model_copy(update={"by": ()}), quarters=1, workers=1, progress=False)
        whole = ra.share(exact, workers=1, progress=False)
        first = ra.share(exact, quick=True, workers=1, progress=False)
        assert whole.is_whole and not first.is_whole
        assert digests(first.more(workers=1, progress=False)) == digests(whole)
