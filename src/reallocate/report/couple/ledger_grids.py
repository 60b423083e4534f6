"""The tables of the displaced written for people: who is affected, what each loses, and who bears it."""

from __future__ import annotations

import pandas as pd

from reallocate.report.blocks import Block, Grid, Heading
from reallocate.report.couple.grids import Told, told
from reallocate.report.couple.ledger_charts import ALL, groups_of
from reallocate.report.figures import sentence
from reallocate.report.headings import label
from reallocate.study.couple import CoupledStudy
from reallocate.study.couple_tables import COUPLE_UNITS

LEDGER = "ledger"
LABELS = {
    "jobs_ended": "Jobs ended",
    "laid_off": "Laid off",
    "not_replaced": "Left, not replaced",
    "more_unemployed": "More time without work, whole market",
    "months": "Without work",
    "lost": "Lost by all laid off",
    "lost_years": "Lost by one",
    "severance": "Firm: severance, notice",
    "benefits": "Benefits",
    "person": "The person",
    "moved": "Change role in the firm",
    "training": "Training, paid by the firm",
    "pay_found": "When found",
    "pay_after_1": "After 1 year",
    "pay_after_5": "After 5 years",
    "pay_after_10": "After 10 years",
    "group": "Group",
    "age": "Age",
    "area": "Area",
}
WORDS = {"by_age": "By age", "by_area": "By area"}
TOTALS = {ALL, "All", "total"}
PAID = ("pay_found", "pay_after_1", "pay_after_5", "pay_after_10")
UNITS = {
    **dict.fromkeys(PAID, "share"),
    "lost_years": "years of pay",
    "more_unemployed": "person-years",
}


def who_grid(study: CoupledStudy) -> Grid:
    """Who is affected, by group of occupations."""
    names = ("jobs_ended", "laid_off", "not_replaced", "moved", "more_unemployed")
    note = (
        "Groups of fewer than one job are left out. People who change role within the firm lose no job. Time "
        "without work is of everybody in the country, and more than without adopters, over the whole run: "
        "where people leave and are not replaced, it falls on those who look for a job."
    )
    return told(_rows(study), "Who is affected, by group of occupations", _columns(LEDGER, names), note)


def each_grid(study: CoupledStudy) -> Grid:
    """What one person laid off loses."""
    names = ("months", "lost_years", *PAID)
    note = (
        "Of somebody laid off when half of the plan's change is there. Years of pay are of the pay before, "
        "at present value. Pay in the job found is beside what the lost job would pay by then."
    )
    return told(_rows(study), "What somebody laid off loses", _columns(LEDGER, names), note)


def bearer_grid(study: CoupledStudy) -> Grid:
    """Who bears what those laid off lose."""
    names = ("laid_off", "lost", "severance", "benefits", "person", "moved", "training")
    note = (
        "Severance, benefits and what is left to the person add up to what is lost. Training is paid for "
        "those who change role within the firm and stands apart."
    )
    return told(_rows(study), "Who bears the loss", _columns(LEDGER, names), note)


def further_grids(study: CoupledStudy) -> list[Block]:
    """Every other table of the ledger that there is, such as by age or by area, each under its heading."""
    blocks: list[Block] = []
    for name in sorted(study.tables):
        if name.startswith(f"{LEDGER}_"):
            words = WORDS.get(name.removeprefix(f"{LEDGER}_"), sentence(name.replace("_", " ")))
            table = study.table(name)
            shown = told(table, f"The displaced: {words.lower()}", _columns(name, tuple(table.columns)))
            blocks += [Heading(words), shown]
    return blocks


def _rows(study: CoupledStudy) -> pd.DataFrame:
    """The groups with the most jobs ended first, the total at the end."""
    table = study.table(LEDGER)
    total = table[table["group"] == ALL].assign(title="All together")
    return pd.concat([groups_of(table), total], ignore_index=True)


def _columns(name: str, columns: tuple[str, ...]) -> list[Told]:
    found = [] if name != LEDGER else [Told("title", "Group")]
    for column in columns:
        unit = COUPLE_UNITS.get((name, column), COUPLE_UNITS.get((LEDGER, column), ""))
        found.append(Told(column, LABELS.get(column, label(column)), UNITS.get(column, unit)))
    return found
