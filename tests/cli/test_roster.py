"""`reallocate roster` checks and reports; `reallocate plan --roster` plans; neither shows a person."""

from __future__ import annotations

import json
import re
import stat
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scripts.synthetic_roster import roster as made_up
from tests.disk.disturbed import files_below
from tests.fewer_questions import fewer_questions
from tests.golden_pages import texts
from typer.testing import CliRunner, Result

from reallocate.cli.main import app
from reallocate.work.world import World

PEOPLE = 400
MAIL, NAME, WORD = "planted.person@firm.example", "Zebulon Quackenbush", "Quackenbush"
FORMULAS = ["=cmd|' /C calc'!A0", "+1", "@SUM(A1)", "http://x.example/a"]


def roster(*words: str) -> Result:
    return CliRunner().invoke(app, ["roster", *words])


def found(*words: str) -> dict[str, Any]:
    done = roster(*words, "--json")
    assert done.exit_code in (0, 1), done.output
    return dict(json.loads(done.stdout))


@pytest.fixture(scope="module")
def table(world: World) -> pd.DataFrame:
    return made_up(world, PEOPLE).assign(Currency="USD")


@pytest.fixture
def file(table: pd.DataFrame, tmp_path: Path) -> Path:
    path = tmp_path / "people.csv"
    table.to_csv(path, index=False)
    return path


def test_a_clean_roster_ends_with_0(file: Path, table: pd.DataFrame) -> None:
    record = found(str(file))
    shown = roster(str(file), "-i", "524100")
    assert shown.exit_code == 0
    assert shown.output.endswith(f"Next: reallocate plan --roster {file} --industry 524100\n")
    assert (record["status"], record["faults"]) == ("ok", [])
    reports = table.loc[table["Manager ID"].ne(""), "Manager ID"].value_counts()
    assert record["reporting"]["managers"] == len(reports)
    assert record["reporting"]["median_span"] == reports.median()


def test_every_count_is_the_files_own(world: World, tmp_path: Path) -> None:
    people = 1_000
    draws = np.random.default_rng(people)
    raw = made_up(world, people, people)
    raw["Country"] = np.where(raw["Location"].eq("Bern"), "Switzerland", "United States")
    raw["Department"] = raw["Department"].where(draws.random(people) > 0.004, "Office of the chair")
    faulty = draws.choice(people, 3, replace=False)
    raw.loc[faulty, "FTE"] = "1.5"
    raw.to_csv(tmp_path / "people.csv", index=False)
    record = found(str(tmp_path / "people.csv"))
    text = " ".join(roster(str(tmp_path / "people.csv")).output.split())
    filled = raw[raw["Status"].eq("Filled")]
    assert text.startswith("Exact: as private as the file.")
    assert record["privacy"] == "Exact: as private as the file."
    assert (record["rows"], record["people"]) == (people, len(filled)) and f"{len(filled):,} people" in text
    assert record["contractors"] == int(raw["Status"].eq("Contractor").sum())
    assert record["open_positions"] == int(raw["Status"].eq("Open").sum())
    assert {one["row"] - 2 for one in record["faults"]} == {*faulty.tolist()}
    heads = {"department": "Department", "location": "Location", "country": "Country", "level": "Job Level"}
    assert [one["dimension"] for one in record["dimensions"]] == list(heads)
    for one in record["dimensions"]:
        sizes = filled[heads[one["dimension"]]].value_counts()
        few = sizes[sizes < 5].sum()
        wanted = {**sizes[sizes >= 5].to_dict(), **({"other": int(few)} if few else {})}
        assert {group["group"]: group["people"] for group in one["people"]} == wanted
        largest = [f"{group} {size:,}" for group, size in [*wanted.items()][:6]]
        more = [f"and {len(wanted) - 6} more."] * (len(wanted) > 6)
        assert ", ".join(largest) + "".join(f" {one}" for one in more) in text
    titles = raw["Job Title"].value_counts()
    assert {one["title"]: one["count"] for one in record["titles"]} == titles[titles >= 5].to_dict()
    assert record["titles_of_few"] == {
        "titles": int((titles < 5).sum()),
        "count": int(titles[titles < 5].sum()),
    }
    sure = {one["occupation"]: one["people"] for one in record["certainty"]}
    assert sum(sure.values()) == len(filled)


def test_faults_are_a_line_a_kind_and_every_row_only_where_asked_for(
    file: Path, table: pd.DataFrame, tmp_path: Path
) -> None:
    wrong = table.assign(
        Status=table["Status"].mask(table.index < 200, "Gig").mask(table.index < 3, "Jane Roe")
    )
    wrong.to_csv(file, index=False)
    listed = tmp_path / "faults.csv"
    done = roster(str(file), "--faults", str(listed))
    lines = [line for line in done.output.splitlines() if line.startswith("- ")]
    assert len(lines) == 1
    assert lines[0].startswith(
        "- Status: unknown status, 200 rows ('Gig' 197); rows 2, 3, 4, 5, 6 and 195 more."
    )
    assert "faulty count as none of these" in " ".join(done.output.split())
    assert stat.S_IMODE(listed.stat().st_mode) == 0o600
    rows = pd.read_csv(listed)
    assert rows.columns.tolist() == ["row", "column", "fault"] and rows["row"].tolist() == list(range(2, 202))
    assert "Gig" not in listed.read_text() and "Jane" not in listed.read_text() + done.output


def test_the_review_goes_round(file: Path, table: pd.DataFrame, tmp_path: Path) -> None:
    odd = table.copy()
    odd.loc[:129, "Job Title"], odd.loc[130:140, "Job Title"] = "Wizard of moments", FORMULAS[0]
    odd.to_csv(file, index=False)
    review = tmp_path / "review.csv"
    first = found(str(file), "--review", str(review))
    assert stat.S_IMODE(review.stat().st_mode) == 0o600
    wizard = next(one for one in first["titles"] if one["title"] == "Wizard of moments")
    assert (wizard["action"], wizard["proposed"], wizard["candidates"]) == ("none", None, [])
    shares = {row["occupation"]: row["people"] for row in first["certainty"]}
    left = odd["Job Title"].isin(["Wizard of moments", FORMULAS[0]]) & odd["Status"].eq("Filled")
    assert set(shares) == {"sure", "provisional", "not recognised"} and shares["not recognised"] == int(left.sum())
    rows = pd.read_csv(review, dtype=str, keep_default_na=False)
    assert first["titles_to_decide"] == len(rows)
    assert rows.set_index("title").loc["Wizard of moments", "count"] == "130"
    assert {"Wizard of moments", f"'{FORMULAS[0]}"} <= set(rows["title"])
    choices = {"Wizard of moments": "15-1252", f"'{FORMULAS[0]}": "Actuaries"}
    rows["chosen"] = rows["title"].map(choices).fillna("")
    rows.to_csv(review, index=False)
    second = found(str(file), "--review", str(review))
    assert second["titles_to_decide"] <= first["titles_to_decide"]
    assert "not recognised" not in {row["occupation"] for row in second["certainty"]}
    kept = pd.read_csv(review, dtype=str, keep_default_na=False).set_index("title")["chosen"]
    assert {title: kept[title] for title in choices} == choices


def with_persons(table: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """The table with a name, an address and formulas, and the patterns that no output may hold."""
    table = table.copy()
    renamed = {one: f"QX{row:05}" for row, one in enumerate(table["Employee ID"])}
    table["Employee ID"] = list(renamed.values())
    table["Manager ID"] = table["Manager ID"].map(renamed).fillna("")
    # Few roles make a quick plan; what is looked for is in every row.
    few = ["Customer Service Representatives", "Software Developers", "Insurance Underwriters"]
    table["Job Title"] = table["Job Title"].where(table["Job Title"].isin(few), few[0])
    table["Preferred Name"] = NAME
    table["Contact"] = MAIL
    for row, text in enumerate(FORMULAS):
        table.loc[row * 12 : row * 12 + 11, "Department"] = text
    table.loc[60, "Department"] = f"Office of {NAME}"
    return table, [NAME, WORD, MAIL, "planted.person", r"QX\d{5}"]


def handed(out: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What slides and PDF of a result say, as far as their extras are installed."""
    held: dict[str, str] = {}
    if find_spec("pptx"):
        (folder / "slides").mkdir()
        made = CliRunner().invoke(app, ["open", str(out), "--slides", str(folder / "slides" / "ours.pptx")])
        assert made.exit_code == 0, made.output
        held |= texts(files_below(folder / "slides"))
    try:
        import weasyprint
    except (ImportError, OSError):
        return held
    whole = weasyprint.HTML

    def seen(**given: Any) -> Any:
        held[f"pdf {len(held)}"] = given["string"]
        return whole(**given)

    monkeypatch.setattr(weasyprint, "HTML", seen)
    made = CliRunner().invoke(app, ["open", str(out), "--pdf", str(folder / "ours.pdf")])
    assert made.exit_code == 0 and any(name.startswith("pdf") for name in held), made.output
    return held


@pytest.mark.long
def test_nothing_of_a_person_is_in_any_output(
    table: pd.DataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    planted, hidden = with_persons(table)
    path, out = tmp_path / "people.xlsx", tmp_path / "out"
    planted.to_excel(path, index=False, engine="xlsxwriter", engine_kwargs={
        "options": {"strings_to_formulas": False, "strings_to_urls": False}})  # fmt: skip
    (tmp_path / "scenario.toml").write_text(
        'name = "people"\nroster = "people.xlsx"\nindustries = ["524100"]\nquarters = 1\nreach = "gpt4"\n'
        "group_below = 0.05\n",
        encoding="utf-8",
    )
    with fewer_questions():
        done = CliRunner().invoke(app, ["plan", str(tmp_path), "--workers", "1", "--out", str(out)])
    assert done.exit_code == 0, done.output[-3000:]
    handed_on = handed(out, tmp_path, monkeypatch)
    checked = roster(str(path), "--review", str(out / "review.csv"))
    assert checked.exit_code == 0, checked.output
    record = json.dumps(found(str(path)))
    held = {
        **texts(files_below(out)),
        **handed_on,
        "plan": done.output,
        "roster": checked.output,
        "json": record,
    }
    assert {"page.html", "result.json", "tables/roles.parquet", "workbook.xlsx/xl/sharedStrings.xml"} <= set(
        held
    )
    pattern = re.compile("|".join(hidden), re.IGNORECASE)
    assert not {name: pattern.findall(text)[:3] for name, text in held.items() if pattern.search(text)}
    sheets = [text for name, text in held.items() if re.match(r"workbook(-more)?.xlsx/xl/worksheets", name)]
    formulas = [one for text in sheets for one in re.findall("<f>(.*?)</f>", text)]
    own = re.compile(r"(SUBTOTAL\(9,)?[SUM()A-Z0-9:+-]+\)?")
    assert sheets and not [one for one in formulas if not own.fullmatch(one)], (
        "sums of cells and nothing else"
    )
    roles = pd.read_parquet(out / "tables" / "role_table.parquet")
    filled = planted["Status"].eq("Filled")
    assert roles["headcount"].sum() == pytest.approx(planted.loc[filled, "FTE"].astype(float).sum())
