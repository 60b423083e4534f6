"""The worker types of common exports are understood; what is not known is said, never guessed."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from reallocate.cli.main import app
from reallocate.roster.faults import REMEDIES
from reallocate.roster.file.cells import CONTRACTOR, FILLED, KINDS, LEFT, OPEN, folded, status_of

OWN = [
    "Employee", "Employee - Regular", "Regular", "Employee-Regular", "Employee/Regular", "Fixed Term", "Fixed-Term Employee", "Temporary",
    "Employee (Temporary)", "Intern", "Employee - Intern (Fixed Term)", "Apprentice", "Employee (Part-time)",
    "Regular Full-Time", "R - Regular", "01 Regular", "Non-Exempt", "On Leave", "A - Active", "Angestellter",
    "Angestellte/r", "Mitarbeiter:in", "Befristet", "Praktikant", "Praktikant/in", "Werkstudent", "Auszubildende/r",
    "Geringfügig Beschäftigt", "unbefristet (Vollzeit)", "CDI",
]  # fmt: skip
OUTSIDE = [
    "Contingent Worker", "Agency", "Agency Worker", "Contractor", "Contractor - Full time", "Consultant",
    "Independent Contractor", "Contingent Worker - Temporary", "Freelancer", "Temp", "1099", "Leiharbeiter",
    "Leiharbeitnehmer/in", "Externer Mitarbeiter", "Freier Mitarbeiter", "Arbeitnehmerüberlassung", "Intérimaire",
]  # fmt: skip
UNKNOWN = [
    "gone fishing",
    "Gig",
    "Agency Employee",
    "Contract",
    "Jane Roe",
    "7",
    "x",
    "",
    "Employee Relations",
]


@pytest.mark.parametrize(
    ("status", "texts"),
    [
        (FILLED, OWN),
        (CONTRACTOR, OUTSIDE),
        (OPEN, ["Open", "Open Requisition", "vakant"]),
        (LEFT, ["Terminated", "Former Employee", "Contractor (left)", "Ausgeschieden"]),
        ("", UNKNOWN),
    ],
)
def test_worker_types_of_common_exports_are_understood(status: str, texts: list[str]) -> None:
    assert {text: status_of(text) for text in texts} == dict.fromkeys(texts, status)


def test_every_phrase_stands_once_as_it_is_compared_and_has_a_reason() -> None:
    phrases = [phrase for kind in KINDS for phrase in kind.phrases]
    assert len(phrases) == len(set(phrases)) and [folded(phrase) for phrase in phrases] == phrases
    assert all(kind.reason for kind in KINDS)


def test_the_command_that_errors_name_lists_every_word() -> None:
    done = CliRunner().invoke(app, ["roster", "--columns"])
    assert done.exit_code == 0
    assert not [kind for kind in KINDS if f"({kind.reason}): {', '.join(kind.phrases)}\n" not in done.output]
    assert "  title: title, job title," in done.output and "Workday" in done.output
    assert all("--columns" in REMEDIES[fault] for fault in ("unknown status", "unknown worker type"))
