"""The summary of a job that is printed at once is the one that is computed, and goes where its basis goes."""

from __future__ import annotations

import sys
from io import BytesIO
from zipfile import ZipFile

import pytest

import reallocate
from reallocate.api.at_hand import job_card_at_hand
from reallocate.cli.main import run
from reallocate.data.bundle import ShippedTables, load_world
from reallocate.jobs import beforehand
from reallocate.jobs.beforehand import TABLES, JobCard, basis, job_card, packed
from reallocate.jobs.page import job_study
from reallocate.render import cards
from reallocate.render.terminal import summary_text
from reallocate.work.world import World

_CODES = ("11-1011", "15-1252", "29-1141", "35-3023", "43-3051", "43-4051", "47-2031", "51-9191", "53-3032")


def test_every_job_has_a_card_that_rests_on_the_figures_in_force_and_is_the_same_bytes(world: World) -> None:
    file = beforehand.resources.files("reallocate.jobs").joinpath("shipped", beforehand.FILE)
    with ZipFile(BytesIO(file.read_bytes())) as shipped:
        assert shipped.read("basis").decode() == basis(), "run python -m scripts.job_cards"
        lines = [line for name in shipped.namelist()[1:] for line in shipped.read(name).decode().splitlines()]
    assert [line[10:17] for line in lines] == sorted(world.occupations.index)
    made = [card for code in _CODES if (card := job_card(code)) is not None]
    assert packed("one", made) == packed("one", reversed(made)) != packed("another", made)
    assert all(isinstance(card, JobCard) for card in made)


@pytest.mark.parametrize("code", _CODES[::2])
def test_a_card_is_the_summary_that_is_computed(code: str) -> None:
    card, computed = job_card(code), reallocate.job(code)
    assert card is not None, "run python -m scripts.job_cards"
    assert summary_text(card.title, card.blocks) == summary_text(computed.title, computed.card())


@pytest.mark.long
def test_all_cards_are_those_that_are_computed(world: World) -> None:
    for code in map(str, world.occupations.index):
        card, computed = job_card(code), reallocate.job(code)
        assert card is not None, code
        assert summary_text(card.title, card.blocks) == summary_text(computed.title, computed.card()), code


def test_it_names_every_table_that_a_card_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    read, names = ShippedTables.read, set[str]()

    def recorded(tables: ShippedTables, name: str, coded: list[str] | None = None) -> object:
        names.add(name)
        return read(tables, name, coded)

    monkeypatch.setattr(ShippedTables, "read", recorded)
    world = load_world()
    for code in _CODES[:3]:
        job_study(world, name=code).card()
    assert names == set(TABLES)


def test_who_says_more_than_a_code_has_no_card() -> None:
    asked = {"name": "43-4051", "horizon": 10, "as_json": False}
    assert job_card_at_hand(asked) is not None and job_card_at_hand({"name": "43-4051"}) is not None
    for more in ({"age": 40.0}, {"area": "Ohio"}, {"as_json": True}, {"horizon": 12}, {"out": "x"},
                 {"html": "x"}, {"have": ("nursing",)}, {"country": "GB"}, {"market": "x"}):  # fmt: skip
        assert job_card_at_hand({**asked, **more}) is None, more
    for other in ("43-9999", "payroll clerk", "99-1234", "basis", ""):
        assert job_card_at_hand({**asked, "name": other}) is None, other


@pytest.mark.parametrize("name", ["parameters.toml", "a table"])
def test_where_its_basis_has_changed_it_is_computed(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert job_card("43-4051") is not None
    if name == "a table":
        monkeypatch.setattr(beforehand, "TABLES", TABLES[1:])
    else:
        monkeypatch.setattr(cards, "_PARAMETERS", (name,))
    assert job_card("43-4051") is None


def test_without_the_file_it_is_computed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["reallocate", "job", "43-3051"])
    printed = []
    for file in (beforehand.FILE, "nosuch.zip"):
        monkeypatch.setattr(beforehand, "FILE", file)
        with pytest.raises(SystemExit):
            run()
        printed.append(capsys.readouterr().out)
    assert printed[0] == printed[1] and "Payroll" in printed[0]
