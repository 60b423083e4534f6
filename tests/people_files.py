"""Files of people, made up and the same each time: as firms export them, with what a reader must find again.

No person is behind a row; ids are numbers. Each writer returns `Counted`, counted from the rows it wrote.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

_SEED = 60

_ABBREVIATED: Mapping[str, tuple[str, int, int]] = {
    "UW I": ("Underwriting", 14, 62_000),
    "UW II": ("Underwriting", 22, 78_000),
    "Sr. UW": ("Underwriting", 12, 97_000),
    "UW Asst": ("Underwriting", 18, 46_000),
    "UW Mgr": ("Underwriting", 6, 121_000),
    "FNOL Rep": ("Claims", 30, 41_000),
    "Claims Adj.": ("Claims", 26, 61_000),
    "Sr. Claims Adj.": ("Claims", 20, 76_000),
    "Cat Adj": ("Claims", 12, 73_000),
    "Subrogation Spec": ("Claims", 11, 64_000),
    "SIU Investigator": ("Claims", 8, 72_000),
    "Claims Supv": ("Claims", 7, 88_000),
    "Med Bill Rvwr": ("Claims", 9, 52_000),
    "Auto Damage Appraiser": ("Claims", 10, 63_000),
    "CSR I": ("Service", 28, 38_000),
    "CSR II": ("Service", 24, 43_000),
    "Call Ctr Supv": ("Service", 6, 61_000),
    "WFM Analyst": ("Service", 5, 66_000),
    "Policy Svc Rep": ("Service", 22, 42_000),
    "Data Entry Clk": ("Service", 12, 36_000),
    "Mail Rm Clk": ("Service", 6, 35_000),
    "Acct Mgr": ("Sales", 14, 84_000),
    "Sales Rep": ("Sales", 20, 58_000),
    "Mktg Coord": ("Sales", 6, 53_000),
    "AVP Sales": ("Sales", 3, 168_000),
    "Sr. Acct": ("Finance", 10, 82_000),
    "AP Clk": ("Finance", 7, 43_000),
    "AR Spec": ("Finance", 6, 48_000),
    "Fin Analyst": ("Finance", 9, 86_000),
    "Actuary": ("Finance", 8, 128_000),
    "Actuarial Anlst": ("Finance", 9, 79_000),
    "Compl Ofcr": ("Legal", 6, 84_000),
    "Paralegal": ("Legal", 7, 62_000),
    "HRBP": ("People", 6, 91_000),
    "Payroll Spec": ("People", 5, 54_000),
    "SW Eng II": ("Technology", 18, 121_000),
    "Sr. SW Eng": ("Technology", 12, 148_000),
    "Sys Admin": ("Technology", 7, 93_000),
    "QA Eng": ("Technology", 8, 99_000),
    "Help Desk Tech": ("Technology", 9, 56_000),
    "Exec Asst": ("People", 5, 68_000),
    "Bldg Maint Tech": ("People", 4, 51_000),
}
"""(title) department, people and usual pay [USD/year]: titles as a system shortens them."""
_CODE_WORDS: Mapping[str, tuple[str, int, int]] = {
    "Band 4 Zephyr": ("Claims", 46, 57_000),
    "K7 Lotus": ("Service", 41, 44_000),
    "Pod Member": ("Technology", 37, 88_000),
    "Q3X": ("Underwriting", 33, 71_000),
    "Ring B": ("Finance", 29, 66_000),
    "Tier Xylo": ("Sales", 25, 60_000),
    "Grade 9-ZK": ("People", 17, 55_000),
    "MX-44": ("Claims", 12, 49_000),
    "Vrk Tp": ("Service", 9, 47_000),
    "Qlm": ("Legal", 3, 90_000),
}
"""The same: words that mean something within the firm alone."""
_SINGLE: Mapping[str, tuple[str, int, int]] = {"Registered Nurse": ("Ward", 37, 84_000)}
_PART_TIME = ("0.5", "0.6", "0.8")
_PART_SHARE, _PAY_SPREAD = 0.12, 0.1
_FIRST_DAY, _DAYS = np.datetime64("2001-02-05"), 9_000
_HEADS = (
    "Employee ID", "Job Title", "Department", "Location", "Manager ID", "Hire Date", "FTE", "Base Salary",
)  # fmt: skip
_PLACES = ("Hartford", "Columbus", "Omaha")


@dataclass(frozen=True)
class Counted:
    """What a file holds.

    people : its rows
    positions : Σ of their full-time shares [FTE]
    pay : Σ of what they are paid [USD/year]
    """

    people: int
    positions: float
    pay: float


def write_insurer(path: Path) -> Counted:
    """An insurer of more than 700 people, a third of them under words that no list of occupations knows."""
    return _write(path, {**_ABBREVIATED, **_CODE_WORDS})


def write_unknown(path: Path) -> Counted:
    """A firm of which no title says what its people do."""
    return _write(path, _CODE_WORDS)


def write_single(path: Path) -> Counted:
    """A firm of one title."""
    return _write(path, _SINGLE)


def write_worked(path: Path) -> Counted:
    """A firm of official titles alone."""
    titles = {
        "Registered Nurses": ("Ward", 40, 84_000),
        "Accountants and Auditors": ("Office", 12, 82_000),
        "Customer Service Representatives": ("Office", 30, 41_000),
        "Software Developers": ("Office", 9, 128_000),
    }
    return _write(path, titles)


FILES: Mapping[str, Callable[[Path], Counted]] = {
    "insurer": write_insurer,
    "unknown": write_unknown,
    "single": write_single,
    "worked": write_worked,
}
"""(name) what writes it."""


def _write(path: Path, titles: Mapping[str, tuple[str, int, int]]) -> Counted:
    rows = list(_rows(titles))
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([_HEADS, *rows])
    shares = [float(row[6]) for row in rows]
    pay = sum(float(row[7]) for row in rows)
    return Counted(len(rows), sum(shares), pay)


def _rows(titles: Mapping[str, tuple[str, int, int]]) -> Iterator[tuple[str, ...]]:
    """One row a person; the first is at the top, and each department reports to its first row."""
    draws = np.random.default_rng(_SEED)
    borne = [(title, *known) for title, known in titles.items() for _ in range(known[1])]
    heads: dict[str, str] = {}
    for place, (title, department, _, usual) in enumerate(borne):
        number = f"{10_000 + 7 * place}"
        manager = "" if place == 0 else heads.get(department, "10000")
        heads.setdefault(department, number)
        share = str(draws.choice(_PART_TIME)) if draws.random() < _PART_SHARE else "1"
        hired = _FIRST_DAY + int(draws.integers(0, _DAYS))
        pay = round(usual * (1 + draws.normal(0.0, _PAY_SPREAD)) / 100) * 100 * float(share)
        site = str(draws.choice(_PLACES, p=(0.5, 0.3, 0.2)))
        yield number, title, department, site, manager, str(hired), share, f"{pay:.0f}"
