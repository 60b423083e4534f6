"""Two exports as personnel systems write them, with the trouble that real ones have, and what is right.

Titles and occupations stand in `export_titles.csv`; they were written before any reading of them was seen.
Nobody in these files lives: names are drawn from two short lists.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

TITLES = Path(__file__).with_name("export_titles.csv")
FIRST = ("Mara", "Tobias", "Ines", "Jonah", "Priya", "Wim", "Chiara", "Dmitri", "Leonie", "Kwame", "Siobhan")
LAST = ("Quellbrunn", "Okonjo", "Vandersteen", "Marchetti", "Lindqvist", "Raghunathan", "Abernathy", "Wuertz")
DAY = dt.date(2026, 9, 30)
WORKDAY_ABOVE = (
    "All Workers Report", "Run on: 2026-09-30", "Prompts: Organization = Lumenta Devices Inc. and subordinates", "",
)  # fmt: skip
WORKDAY_GROUPS = {"Employee ID": "Worker", "Business Title": "Position", "Pay Rate Type": "Compensation"}
COUNTRY = {
    "Rochester, NY": ("United States", "USD", 1.0), "Tempe, AZ": ("United States", "USD", 0.95),
    "Galway": ("Ireland", "EUR", 0.75), "Pune": ("India", "INR", 22.0), "Leeds": ("United Kingdom", "GBP", 0.7),
}  # fmt: skip
HOURLY = ("Manufacturing Operations", "Supply Chain", "Facilities")


@dataclass
class Export:
    """A file and what is right about it.

    text : of the file
    right : (title as written) acceptable occupations
    people : (title as written) rows of employees
    pay : (id) [local currency a year], and its currency
    counts : of rows by kind
    row_of : (id) row of the file
    cells : (id) the row's cells by head
    """

    text: str = ""
    right: dict[str, frozenset[str]] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)
    pay: dict[str, tuple[float, str]] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    row_of: dict[str, int] = field(default_factory=dict)
    cells: dict[str, dict[str, str]] = field(default_factory=dict)


def titles(export: str) -> list[dict[str, str]]:
    """The listed titles of one export."""
    with TITLES.open(encoding="utf-8", newline="") as opened:
        return [row for row in csv.DictReader(opened) if row["export"] == export]


def _misspelt(title: str, draw: random.Random) -> str:
    places = [one for one in range(1, len(title) - 1) if title[one].isalpha() and title[one + 1].isalpha()]
    if not places:
        return title
    place = draw.choice(places)
    return title[:place] + title[place + 1] + title[place] + title[place + 2 :]


def _forms(title: str, ways: tuple[str, ...], draw: random.Random, people: int) -> list[str]:
    """How people of one job are titled: most as it is listed, some with a level or place, few misspelt."""
    several = [title]
    for _ in range(min(5, people // 6)):
        several.append(draw.choice(ways).format(title))
    if people > 30:
        several.append(_misspelt(title, draw))
    return several


def _rows(
    export: str, ways: tuple[str, ...], draw: random.Random, made: Export
) -> list[tuple[str, dict[str, str]]]:
    rows = []
    for listed in titles(export):
        people = int(listed["people"])
        several = _forms(listed["title"], ways, draw, people)
        for place in range(people):
            as_listed = len(several) == 1 or place % 10 < 6
            title = several[0] if as_listed else draw.choice(several[1:])
            made.right[title] = frozenset(listed["acceptable"].split())
            rows.append((title, listed))
    draw.shuffle(rows)
    return rows


def _workers(
    rows: list[tuple[str, dict[str, str]]],
    heads: list[str],
    ids: list[str],
    draw: random.Random,
    made: Export,
) -> list[list[str]]:
    """The cells of each worker, in the order of the heads."""
    names = [f"{draw.choice(FIRST)} {draw.choice(LAST)}" for _ in rows]
    lines = []
    for place, (title, listed) in enumerate(rows):
        site = draw.choices(list(COUNTRY), (40, 20, 15, 15, 10))[0]
        country, code, level = COUNTRY[site]
        hourly = listed["family"] in HOURLY and code == "USD"
        share = draw.choice(("100", "100", "100", "100", "80", "50"))
        pay = draw.randrange(38, 150) * 1000 * level
        hours = 40 * int(share) / 100
        kind, state = "Employee", "Active"
        chance = draw.random()
        if chance < 0.03:
            state = "On Leave"
        elif chance < 0.06:
            state = "Terminated"
        elif chance < 0.10:
            kind = "Contingent Worker"
        amount = f"{code} {pay:,.2f}"
        if hourly:
            rate = round(pay / 2080, 2)
            amount, pay = f"{code} {rate:,.2f}", rate * hours * 52
        if draw.random() < 0.02 or kind != "Employee":
            amount = ""
        boss = max(0, (place - 1) // 9)
        day = dt.date(2008, 1, 1) + dt.timedelta(days=draw.randrange(6_800))
        organisation = f"{listed['family']} ({names[boss]})"
        shown = f"  {title} " if draw.random() < 0.03 else title.upper() if draw.random() < 0.02 else title
        if shown.strip() != title:
            made.right[shown.strip()] = made.right[title]
        cells = [
            ids[place], names[place], f"{names[place].replace(' ', '.').lower()}{place}@lumenta.example", kind, state,
            shown, listed["profile"] + draw.choice(("", "", " II", " Sr")), listed["family"],
            draw.choice(("Individual Contributor", "Manager", "Professional")), organisation,
            names[boss] if place else "", ids[boss] if place else "", site, country, share, f"{hours:g}",
            "Hourly" if hourly else "Salary", amount, "8%" if amount and not hourly else "",
            f"{day:%m/%d/%Y}", "Full time" if share == "100" else "Part time", draw.choice(("green", "grey")),
        ]  # fmt: skip
        _count(made, kind, state, shown.strip())
        if amount and state != "Terminated":
            made.pay[ids[place]] = (pay, code)
        made.cells[ids[place]] = dict(zip(heads, cells, strict=True))
        lines.append(cells)
    return lines


def workday(seed: int = 18) -> Export:
    """A report of all workers of a maker of medical devices, as Workday writes it."""
    draw, made = random.Random(seed), Export()
    ways = (
        "Sr {}", "{} II", "{} III", "{} - Remote", "Lead {}", "{}, Night Shift", "Principal {}", "{} (Contract to Hire)",
        "{} | EMEA", "Assoc. {}", "{} I",
    )  # fmt: skip
    rows = _rows("workday", ways, draw, made)
    heads = [
        "Employee ID", "Worker", "Email - Primary Work", "Worker Type", "Worker Status", "Business Title",
        "Job Profile", "Job Family", "Management Level", "Supervisory Organization", "Manager", "Manager Employee ID",
        "Location", "Country", "FTE %", "Scheduled Weekly Hours", "Pay Rate Type",
        "Total Base Pay - Amount", "Target Bonus", "Hire Date", "Time Type", "Badge Colour",
    ]  # fmt: skip
    ids = [f"{700_000 + 7 * place}" for place in range(len(rows))]
    lines = _workers(rows, heads, ids, draw, made)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    for above in WORKDAY_ABOVE:
        writer.writerow([above] if above else [])
    writer.writerow([WORKDAY_GROUPS.get(head, "") for head in heads])
    writer.writerow(heads)
    top = len(WORKDAY_ABOVE) + 3
    made.row_of = {one: top + place for place, one in enumerate(ids)}
    writer.writerows(lines)
    writer.writerow(["Total", "", str(len(lines))])
    made.text = "\ufeff" + text.getvalue()
    return made


def personio(seed: int = 81) -> Export:
    """A list of the staff of a wholesaler and maker of food, as Personio writes it in German."""
    draw, made = random.Random(seed), Export()
    ways = (
        "{} (m/w/d)", "Junior {}", "Senior {}", "{} Nachtschicht", "stellv. {}", "{} - Teilzeit", "{} Standort Celle",
        "{} / Springer", "{} (befristet)",
    )  # fmt: skip
    rows = _rows("personio", ways, draw, made)
    heads = [
        "Personalnummer", "Nachname", "Vorname", "E-Mail", "Status", "Anstellungsart", "Position", "Abteilung",
        "Standort", "Vorgesetzter ID", "Wochenstunden", "Beschäftigungsgrad", "Fixgehalt", "Gehaltsintervall",
        "Eintrittsdatum", "Geburtsdatum", "Steuerklasse",
    ]  # fmt: skip
    ids = [f"P-{place:05}" for place in range(len(rows))]
    lines = []
    for place, (title, listed) in enumerate(rows):
        share = draw.choice((1.0, 1.0, 1.0, 1.0, 0.75, 0.5))
        monthly = draw.randrange(2_300, 7_900, 50) * share
        kind, state = "unbefristet", "aktiv"
        chance = draw.random()
        if chance < 0.03:
            state = "Elternzeit"
        elif chance < 0.06:
            state = "ausgetreten"
        elif chance < 0.10:
            kind = "Leiharbeiter"
        elif chance < 0.15:
            kind = "befristet"
        amount = f"{monthly:,.2f}".replace(",", " ").replace(".", ",").replace(" ", ".")
        if kind == "Leiharbeiter" or draw.random() < 0.02:
            amount = ""
        boss = max(0, (place - 1) // 11)
        day = dt.date(2003, 1, 1) + dt.timedelta(days=draw.randrange(8_600))
        cells = [
            ids[place], draw.choice(LAST), draw.choice(FIRST), f"ma{place}@kornfeld.example", state, kind, title,
            listed["family"], draw.choice(("Celle", "Celle", "Gera", "Wien")), ids[boss] if place else "",
            f"{38.5 * share:g}".replace(".", ","), f"{share:.0%}", f"{amount} €" if amount else "",
            "monatlich", f"{day:%d.%m.%Y}", f"{day.day:02}.01.{1965 + place % 38}", draw.choice("134"),
        ]  # fmt: skip
        _count(made, "Contingent Worker" if kind == "Leiharbeiter" else kind,
               "Terminated" if state == "ausgetreten" else state, title)  # fmt: skip
        if amount and state != "ausgetreten":
            made.pay[ids[place]] = (monthly * 12, "EUR")
        made.cells[ids[place]] = dict(zip(heads, cells, strict=True))
        lines.append(cells)
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    writer.writerow(["Personalliste Kornfeld Lebensmittel GmbH"])
    writer.writerow(["Stand", "30.09.2026"])
    writer.writerow([])
    writer.writerow(heads)
    made.row_of = {one: 5 + place for place, one in enumerate(ids)}
    writer.writerows(lines)
    writer.writerow([])
    writer.writerow(["Vertraulich. Nur für den Dienstgebrauch."])
    made.text = text.getvalue()
    return made


def _count(made: Export, kind: str, state: str, title: str) -> None:
    what = "left" if state == "Terminated" else "contractors" if kind == "Contingent Worker" else "people"
    made.counts[what] = made.counts.get(what, 0) + 1
    if what == "people":
        made.people[title] = made.people.get(title, 0) + 1


EXPORTS: dict[str, Callable[[], Export]] = {"workday": workday, "personio": personio}
