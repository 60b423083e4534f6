"""Sheets and copies of files of people show the exact result's figures, and nothing of single people."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from tests.people_files import FILES

import reallocate as ra
from reallocate.kernel.errors import InputError
from reallocate.render.result import Result
from reallocate.roster.disclosure import FEWEST, combined, money_figures, to_figures

SHOWN = ("insurer", "worked", "unknown")


@pytest.fixture(scope="module", params=SHOWN)
def made(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Result, Result]:
    """A file, the exact cut of it, and its copy."""
    file = tmp_path_factory.mktemp("people") / f"{request.param}.csv"
    FILES[request.param](file)
    exact = ra.cut(ra.Scenario.from_roster(file), exits="10%", progress=False)
    return file, exact, ra.share(exact)


def test_every_figure_is_the_exact_results(made: tuple[Path, Result, Result]) -> None:
    """Counts whole, money to the figures that the firm's size allows; groups add up to the exact totals."""
    _, exact, copy = made
    figures = money_figures(float(exact.in_dollars("cut_groups")["today"].sum()))
    known = exact.in_dollars("cut_or_wait").set_index("figure")
    for row in copy.in_dollars("cut_or_wait").to_dict("records"):
        for plan in ("nothing", "free", "freeze", "cut", "haste"):
            shown, true = float(row[plan]), float(known[plan][row["figure"]])
            if shown == shown:
                is_money = row["figure"] in ("cost", "cash", "haste_per_exit")
                assert shown == (to_figures(true, figures) if is_money else round(true)), (
                    row["figure"],
                    plan,
                )
    steps = exact.in_dollars("cut_steps").set_index("step")["cost"]
    for step, cost in copy.in_dollars("cut_steps").set_index("step")["cost"].items():
        assert cost == to_figures(float(steps[step]), figures)
    groups, whole = copy.in_dollars("cut_groups"), exact.in_dollars("cut_groups")
    alone = whole.set_index("group")
    for row in groups.to_dict("records"):
        if not row["group"].startswith("Other groups"):
            assert all(row[name] == round(alone[name][row["group"]]) for name in alone)
    for name in alone:
        assert groups[name].sum() == pytest.approx(whole[name].sum(), abs=len(groups) / 2)
    size, exits = round(float(known["cut"]["size"])), round(float(known["cut"]["exits"]))
    for reader in ("council", "board"):
        page = re.sub(r"<[^>]+>", " ", exact.sheet(reader))
        assert f"{size:,}" in page and f"{exits:,}" in page and copy.sheet(reader) == exact.sheet(reader)


def test_no_group_of_fewer_than_ten_is_shown_or_left_over(made: tuple[Path, Result, Result]) -> None:
    _, _, copy = made
    today = copy.in_dollars("cut_groups")["today"]
    assert today[today > 0].ge(FEWEST).all()
    for sizes in (
        {"a": 50.0, "b": 9.0},
        {"a": 50.0, "b": 12.0, "c": 3.0, "d": 4.0},
        {"a": 30.0, "b": 5.0, "c": 6.0},
    ):
        shown = combined(sizes)
        assert all(sum(sizes[one] for one in members) >= FEWEST for members in shown.values())
        assert sorted(one for members in shown.values() for one in members) == sorted(sizes)


def test_nothing_of_a_row_is_in_any_byte(made: tuple[Path, Result, Result]) -> None:
    """No id, date, title or name of the file; workbook and slides are looked into by their text."""
    file, _, copy = made
    with file.open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    official = {
        "Registered Nurses",
        "Accountants and Auditors",
        "Customer Service Representatives",
        "Software Developers",
    }
    told = {row[name] for row in rows for name in ("Hire Date", "Manager ID", "Employee ID") if row[name]}
    told |= {row["Job Title"] for row in rows} - official | {file.name}
    for name, content in copy.contents().items():
        text = content.decode("utf-8", errors="ignore")
        found = [one for one in told if re.search(rf"(?<![\w.,#-]){re.escape(one)}(?![\w%])", text)]
        assert not found, (name, found[:5])
        assert not name.startswith("people/")


def test_a_firm_of_few_has_no_copy_and_a_saved_copy_opens(
    made: tuple[Path, Result, Result], tmp_path: Path
) -> None:
    file = tmp_path / "single.csv"
    FILES["single"](file)
    few = ra.cut(ra.Scenario.from_roster(file), exits="10%", quick=True, progress=False)
    with pytest.raises(InputError, match="too small"):
        ra.share(few)
    folder = made[2].save(tmp_path / "copy")
    again = ra.open(folder)
    assert (
        again.sheet("board") == made[2].sheet("board") and again.page() == made[2].page() and again.is_shared
    )
