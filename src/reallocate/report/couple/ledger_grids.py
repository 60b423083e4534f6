"""The tables of the displaced written for people: who is affected, what each loses, and who bears it."""

from __future__ import annotations

import pandas as pd

from reallocate.measure.number import sentence
from reallocate.output.blocks import Block, Grid, Heading
from reallocate.report.couple.grids import Told, told
from reallocate.report.couple.ledger_charts import ALL, EVERYBODY, groups_of
from reallocate.report.headings import label
from reallocate.study.couple.run import CoupledStudy
from reallocate.study.couple.tables import COUPLE_UNITS

LEDGER = "ledger"
LABELS = {
    "jobs_ended": "Jobs ended",
    "laid_off": "Laid off",
    "not_replaced": "Left, not replaced",
    "more_unemployed": "More time without work, whole market",
    "more_unemployed_in_area": "The same, if all look in their state alone",
    "months": "Without work",
    "months_in_area": "Without work, looking in the state alone",
    "lost_years_in_area": "Lost by one, looking in the state alone",
    "lost": "Lost by all laid off",
    "lost_years": "Lost by one",
    "severance": "Firm: severance, notice",
    "benefits": "Benefits",
    "person": "The person",
    "moved": "Change role in the firm",
    "training": "Training, paid by the firm",
    "pay_found": "Pay when found",
    "pay_found_in_area": "Pay when found, looking in the state alone",
    "pay_after_1": "Pay 1 year on",
    "pay_after_5": "Pay 5 years on",
    "pay_after_10": "Pay 10 years on",
    "with_job": "Have a job when asked",
    "out_of_labour_force": "Outside the labour force then",
    "pay": "Pay before",
}
NAMED = {"by_age": ("By age", "Age"), "by_area": ("By area", "State")}
"""Splits of the ledger that are known: heading, and what a row is."""
ASSUMED = {
    "by_age": "People are laid off, and change role, at all ages alike; jobs that are not replaced would "
    "have gone to who applies.",
    "by_area": "An assumption: each occupation's displaced live where its people work, in all industries. "
    "Where people look in their state alone, all states start as slack as the nation.",
}
"""What a split assumes."""
WHO = ("jobs_ended", "laid_off", "not_replaced", "moved", "more_unemployed", "more_unemployed_in_area")
MONEY = ("laid_off", "lost", "severance", "benefits", "person", "moved", "training")
ROW = ("group", "title", "age", "area")
"""Columns that name a row."""
LONG = 20
"""Rows above which a table opens on demand."""
UNITS = {
    **{name: "share" for name in LABELS if name.startswith("pay_")},
    **dict.fromkeys(("with_job", "out_of_labour_force"), "share"),
    **dict.fromkeys(("more_unemployed", "more_unemployed_in_area"), "person-years"),
    **dict.fromkeys(("lost_years", "lost_years_in_area"), "years of pay"),
    "months_in_area": "months",
    "pay": "USD/year",
}
EACH, BEARS = "What somebody laid off loses", "Who bears the loss"
MOVING = "What changing roles within the firm costs it"
SOME_MONEY = 1e-6
"""People or USD million below which there is nothing to show."""
PAY_SAID = (
    "Of somebody laid off when half of the plan's change is there. Years of pay are of the pay before, at "
    "present value. Pay in the job found is beside what the lost job would pay by then."
)
ASKED = " Who has a job is told as a survey would that asks those who lost one in the three years before."


def who_grid(study: CoupledStudy) -> Grid:
    """Who is affected, by group of occupations."""
    note = (
        "People who change role within the firm lose no job. Time without work is of everybody in the "
        "country, more than without adopters, over the whole run: where people leave and are not replaced, "
        "it falls on those who look for a job."
    )
    rows = _rows(study)
    return told(rows, "Who is affected, by group of occupations", _columns(rows, LEDGER, WHO, "Group"), note)


def each_grid(study: CoupledStudy) -> Grid:
    """What one person laid off loses."""
    rows = _rows(study)
    columns = _columns(rows, LEDGER, _of_one(rows), "Group")
    return told(rows, EACH, columns, _each_note(rows))


def bearer_blocks(study: CoupledStudy) -> list[Block]:
    """Who bears what those laid off lose, and what moving people costs; nothing where there are neither."""
    return _bearers(_rows(study), LEDGER, "Group", BEARS)


def further_blocks(study: CoupledStudy) -> list[Block]:
    """Every other table of the ledger that there is, such as by age or by area, each under its heading."""
    blocks: list[Block] = []
    for name in sorted(study.tables):
        if not name.startswith(f"{LEDGER}_") or study.tables[name].empty:
            continue
        kind = name.removeprefix(f"{LEDGER}_")
        words, row = NAMED.get(kind, (sentence(kind.replace("_", " ")), "Row"))
        rows = _named(study.table(name))
        by = words[0].lower() + words[1:]
        who, each, bears = (f"{what}, {by}" for what in ("Who is affected", EACH, BEARS))
        folded = len(rows) > LONG
        blocks += [
            Heading(words),
            told(rows, who, _columns(rows, name, WHO, row), ASSUMED.get(kind, ""), who if folded else ""),
            told(
                rows, each, _columns(rows, name, _of_one(rows), row), _each_note(rows), each if folded else ""
            ),
            *_bearers(rows, name, row, bears, bears if folded else ""),
        ]
    return blocks


def _bearers(rows: pd.DataFrame, name: str, row: str, caption: str, fold: str = "") -> list[Block]:
    """Rows and columns with something in them."""
    shown = [one for one in MONEY if one in rows and rows[one].abs().max() > SOME_MONEY]
    kept = rows[rows[shown].abs().max(axis=1) > SOME_MONEY] if shown else rows.head(0)
    if kept.empty:
        return []
    note = (
        "Severance, benefits and what is left to the person add up to what is lost."
        if "lost" in shown
        else "Nobody is laid off, so that severance, benefits and loss are left out."
    )
    if "training" in shown:
        note += " Training is paid for those who change role within the firm and stands apart."
    if "lost" not in shown:
        caption, fold = (words.replace(BEARS, MOVING) for words in (caption, fold))
    return [told(kept, caption, _columns(kept, name, tuple(shown), row), note, fold)]


def _of_one(rows: pd.DataFrame) -> tuple[str, ...]:
    """What is told of one person: columns that count neither people nor money of all, nor name a row."""
    return tuple(name for name in rows.columns if name not in {*WHO, *MONEY, *ROW, "row"})


def _each_note(rows: pd.DataFrame) -> str:
    return PAY_SAID + (ASKED if "with_job" in rows else "")


def _rows(study: CoupledStudy) -> pd.DataFrame:
    """The groups with the most jobs ended first, the total at the end."""
    table = study.table(LEDGER)
    total = table[table["group"] == ALL].assign(title=EVERYBODY)
    return pd.concat([groups_of(table), total], ignore_index=True).rename(columns={"title": "row"})


def _named(table: pd.DataFrame) -> pd.DataFrame:
    """A table whose rows are named in one column."""
    names = table["title"] if "title" in table else table[table.columns[0]]
    whole = table[table.columns[0]].astype(str) == ALL
    return table.assign(row=names.where(~whole, EVERYBODY).astype(str))


def _columns(rows: pd.DataFrame, name: str, columns: tuple[str, ...], row: str) -> list[Told]:
    found = [Told("row", row)]
    for column in columns:
        unit = COUPLE_UNITS.get((name, column), COUPLE_UNITS.get((LEDGER, column), ""))
        if column in rows:
            found.append(Told(column, LABELS.get(column, label(column)), UNITS.get(column, unit)))
    return found
