"""A name that stands in any column of people is shown nowhere, however it is spelt where it does not belong."""

from __future__ import annotations

import datetime
import json
import re
from pathlib import Path

import pandas as pd
import pytest
from tests.golden_pages import cases
from typer.testing import CliRunner

from reallocate.cli.main import app
from reallocate.data import bundle
from reallocate.data.titles.words import fold_name
from reallocate.firm.council.model import _group_counts
from reallocate.kernel.errors import InputError
from reallocate.roster.names import OrdinaryWords, words_of
from reallocate.roster.people import read_people
from reallocate.roster.personal import OwnTexts, looks_like_names
from reallocate.roster.roster import read_roster, roles_of
from reallocate.roster.staff import staff_of
from reallocate.work.world import World

PEOPLE, SPELLINGS, LEFT_ALONE = (lines for _, lines, _ in cases(Path(__file__).with_name("names.txt")))
"""The roster's own under a header that nobody knows, how they are spelt elsewhere, and ordinary words."""
FRAGMENTS = re.compile(
    r"j ?a ?n ?e|\broe|roe\b|jroe|jose|nunez|王|小明|hagenbeck|ruiz|mull?er|mueller|jurgen|juergen|nguyen|hoang|петров|"
    r"brienne|siobhan|kowalsk|robert|bakerr|rbaker|unknownperson|dr\. young|young's|baker's|r\. baker|j4ne",
    re.IGNORECASE,
)
EACH = 50


def leaks(text: str) -> list[str]:
    return sorted(set(FRAGMENTS.findall(fold_name(text))))


def roster(column: str, spellings: list[str], heads: tuple[str, ...] = ()) -> pd.DataFrame:
    """Every spelling in a group that is large enough to be shown, and a column of names under a strange header."""
    size = EACH * len(spellings)
    names = [
        f"{PEOPLE[row % len(PEOPLE)]}" if row < 4 * len(PEOPLE) else f"Vora{row:x} Zimt{row:x}"
        for row in range(size)
    ]
    names = [re.sub(r"\d", "q", name) for name in names]
    table = pd.DataFrame(
        {"id": range(size), "Job Title": "Actuaries", "Department": "Claims", "Location": "Omaha"}
    )
    table["Kollege"] = names
    table[column] = [spelling for spelling in spellings for _ in range(EACH)]
    return table.assign(**dict.fromkeys(heads, "x"))


def outputs(path: Path, world: World, folder: Path) -> dict[str, str]:
    """Everything that a user sees of a roster, and the tables that feed a plan."""
    review = folder / "review.csv"
    done = CliRunner().invoke(app, ["roster", str(path), "--review", str(review)])
    record = CliRunner().invoke(app, ["roster", str(path), "--json"])
    assert done.exit_code in (0, 1) and record.exit_code in (0, 1), done.output + record.output
    held = {"terminal": done.output, "json": record.output}
    held["review"] = review.read_text(encoding="utf-8") if review.exists() else ""
    found = read_roster(path, world)
    held["rows"] = found.people.rows.to_csv()
    held["groups"] = str({name: sizes.to_dict() for name, sizes in found.groups.items()})
    try:
        table = roles_of(found, 1.4)
        loss = pd.Series({"15-2011": 0.1, "15-0000": 0.1, "": 0.1})
        staff = staff_of(found, 1.4, ["department"], pd.Series(dtype=float), datetime.date(2026, 1, 1))
        council = _group_counts(staff.groups, loss)
        held["staff"] = staff.counts.to_csv() + staff.groups.to_csv()
        held |= {"roles": table.roles.to_csv(), "notes": str(table.notes)}
        held["council"] = council.to_csv()
    except InputError as error:
        held["error"] = str(error)
    return held


@pytest.fixture(scope="module")
def ordinary(world: World) -> OrdinaryWords:
    return words_of(world, frozenset(world.table("titles")["title"].str.casefold()).__contains__)


@pytest.fixture(autouse=True)
def one_world(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands take the world that the tests have loaded."""
    for loader in ("load_world", "shipped_world"):
        monkeypatch.setattr(bundle, loader, lambda *_: world)


@pytest.mark.parametrize("column", [pytest.param("Department", marks=pytest.mark.long), "Job Title"])
def test_no_spelling_of_a_name_is_in_any_output(column: str, world: World, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    table = roster(column, [*SPELLINGS, "Underwriting"])
    table["Location"] = table[column]
    table.to_csv(path, index=False)
    held = outputs(path, world, tmp_path)
    assert not {name: leaks(text) for name, text in held.items() if leaks(text)}
    assert ("error" if column == "Job Title" else "roles") in held
    assert held["groups"].count("Underwriting") == (1 if column == "Job Title" else 2)


def test_no_header_shows_a_name(world: World, tmp_path: Path) -> None:
    heads = tuple(f"1:1 {spelling}" for spelling in SPELLINGS[:17]) + (
        "Notes on John Doe",
        "Jane Roe name",
        "Jane Roe",
    )
    path = tmp_path / "people.csv"
    roster("Department", ["Claims", "Sales"], heads).to_csv(path, index=False)
    held = outputs(path, world, tmp_path)
    assert not {name: leaks(text) for name, text in held.items() if leaks(text)}
    assert "John" not in "".join(held.values()), "a name that stands in no column is no known word either"
    assert "column G" in held["terminal"] and "Kollege" not in held["terminal"]
    notes = roster("Department", ["Claims", "Sales"], ("Cost Code", "Employee Notes"))
    notes.to_csv(path, index=False)
    shown = json.loads(CliRunner().invoke(app, ["roster", str(path), "--json"]).stdout)
    assert shown["unused"] == ["Cost Code", "Employee Notes"]


@pytest.mark.parametrize(
    "spelling",
    [
        *SPELLINGS[:20:2], *(pytest.param(one, marks=pytest.mark.long) for one in SPELLINGS[1:20:2]),
        "Jobb Title Jane Roe",
    ],
)  # fmt: skip
def test_no_error_quotes_a_header_or_cell(spelling: str, world: World, tmp_path: Path) -> None:
    titles = world.occupations["title"].to_dict()
    for name, headers, mapping in (
        ("no headers", [spelling, "Roe", "Clerk"], {}),
        ("no headers, mapped", [spelling, "Roe", "Clerk"], {"title": "Titel"}),
        ("mapped", ["id", "Job Title", f"1:1 {spelling}"], {"department": "Vrtrb"}),
        ("misspelt", ["id", "Jobb Titel", spelling], {}),
        ("no title", ["id", "Department", spelling], {}),
    ):
        path = tmp_path / "people.csv"
        pd.DataFrame([["1", "x", spelling]] * 3, columns=headers).to_csv(path, index=False)
        with pytest.raises(InputError) as caught:
            read_people(path, titles, mapping)
        assert not leaks(str(caught.value)), name


def test_ordinary_words_stay_although_somebody_is_called_so(world: World, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    roster("Department", LEFT_ALONE).to_csv(path, index=False)
    groups = read_roster(path, world).people.rows["department"]
    assert sorted(set(groups)) == sorted(LEFT_ALONE)
    titles = [
        "Bakers",
        "Baker",
        "Cooks, Restaurant",
        "Young Adult Librarian",
        "Senior Baker",
        "Fish Roe Processor",
    ]
    roster("Job Title", titles).to_csv(path, index=False)
    found = read_roster(path, world).people
    assert not found.faults and sorted(set(found.rows["title"])) == sorted(titles)


NAMED = (
    [f"Vora{chr(97 + n)} Zim{chr(97 + n)}t" for n in range(26)],
    [f"Zim{chr(97 + n)}t, Vora" for n in range(26)],
    [f"Zim{chr(97 + n)}t" for n in range(26)],
    [f"王{chr(0x5C0F + n)}明" for n in range(26)],
    ["", *[f"Dr. Vora{chr(97 + n)} B. Zimt-Kolm" for n in range(26)], "-"],
    ["Boss Karl Zimt", "Erna Kolmzig", "Otto Plimsch"] * 9,
)
UNNAMED = (
    ["Claims East", "Claims West", "Customer Service", "Human Resources", "Legal and Tax"] * 6,
    ["L1", "L2", "L3"] * 9,
    ["Full time", "Part time"] * 12,
    ["x"] * 20,
    [f"{n}" for n in range(30)],
    ["Software Developer", "Claims Adjuster", "Nurse"] * 8,
    ["Acme Life", "Zorbo Re"] * 60,
    ["2020-01-01", "2021-02-03"] * 8,
)


@pytest.mark.parametrize(
    ("cells", "names"), [*((cells, True) for cells in NAMED), *((cells, False) for cells in UNNAMED)]
)
def test_columns_of_names_are_known_by_their_cells_and_others_are_not_taken_for_them(
    cells: list[str], names: bool, ordinary: OrdinaryWords
) -> None:
    assert looks_like_names(pd.Series(cells), ordinary) is names


def test_ids_and_addresses_that_hold_names_count_too(ordinary: OrdinaryWords) -> None:
    ids = pd.Series([f"Vora{chr(97 + n)} Zim{chr(97 + n)}t" for n in range(26)])
    mails = pd.Series(["jane.roe@firm.example", "k.quackenbush@firm.example"])
    streets = pd.Series(["West Street", "Zimtweg 3"])
    own = OwnTexts({"e mail 1": mails, "street 2": streets}, [ids], ordinary)
    assert all(
        own.holds(text) for text in ("Team Zimbt", "Roe", "Quackenbush", "Zimct East", "7 West Street")
    )
    assert not any(own.holds(text) for text in ("Claims West", "Street team", "Zimtweg"))


OTHERS = pd.read_csv(Path(__file__).with_name("names.csv")).set_index("name")["spellings"].to_dict()


def test_names_of_many_kinds_are_recognised_and_known_limits_are_not(ordinary: OrdinaryWords) -> None:
    own = OwnTexts({"name": pd.Series(list(OTHERS))}, [pd.Series(["E12345"])], ordinary)
    assert not [text for texts in OTHERS.values() for text in texts.split("|") if not own.holds(text)]
    assert own.holds("E-12345") and own.holds("team e12345")
    # Another script, a nickname, another spelling, letters turned round, and words that are a trade or a place too.
    unseen = "Tanaka|Liz|Jayne Rowe|JR|eoR enaJ|Team Victoria|Young team|Y. Young|E-123"
    assert not [text for text in unseen.split("|") if own.holds(text)]
