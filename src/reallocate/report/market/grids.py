"""The tables of a simulated market written for people."""

from __future__ import annotations

import pandas as pd

from reallocate.measure.number import cell, say
from reallocate.output.blocks import Card, Cards, Grid, Head
from reallocate.study.market.run import MarketStudy

MOST_ROWS = 1_000
SIDE = 10
PERCENT = "% of the labour force"


def cards(study: MarketStudy) -> Cards:
    """The figures that a reader takes away."""
    path = study.table("path")
    end, found = path.iloc[-1], []
    words = f"{end['years']:.1f} years after the start"
    if "unemployment_rate_without" in path:
        rise = path["unemployment_rate"] - path["unemployment_rate_without"]
        top = path.iloc[int(rise.to_numpy().argmax())]
        found.append(
            Card(
                "Unemployment above the same market without the shock, at most",
                f"{rise.max():+.2f} points".replace("-", "−"),
                f"{top['unemployment_rate']:.2f}% instead of {top['unemployment_rate_without']:.2f}%, "
                f"{top['years']:.1f} years after the start",
            )
        )
    in_cycle = path[path["in_loop"]] if study.meta["scenario"].get("cycle") else path.iloc[:0]
    if 1 < len(in_cycle) < len(path):
        rate = in_cycle["unemployment_rate"]
        found.append(
            Card(
                "Unemployed over the last business cycle",
                f"{rate.min():.2f} to {rate.max():.2f}%",
                f"of the labour force; {rate.mean():.2f}% on average",
            )
        )
    for name, label in (
        ("unemployment_rate", "Unemployed at the end"),
        ("long_term_unemployment_rate", "Unemployed for a long time, at the end"),
        ("vacancy_rate", "Open positions at the end"),
    ):
        unit = "of all positions" if name == "vacancy_rate" else "of the labour force"
        found.append(Card(label, f"{end[name]:.2f}%", f"{unit}, {words}", *_range(end, name)))
    return Cards(tuple(found))


def _range(end: pd.Series, name: str) -> tuple[str, str]:
    if f"{name}_low" not in end:
        return "", ""
    return f"{end[f'{name}_low']:.2f} to {end[f'{name}_high']:.2f}%", "in eight of ten runs"


def occupation_grid(study: MarketStudy, fold: str = "", side: int = 0) -> Grid:
    """Occupations by what they gain or lose.

    fold : what opens the table
    side : how many on either side; 0 for all
    """
    table = in_order(study)
    if side and len(table) > 2 * side:
        table = pd.concat([table.head(side), table.tail(side)])
    against = "without the shock" if "probability" in table else "at the start"
    heads = [Head("Occupation"), Head("Code")]
    columns: list[tuple[str, str, bool]] = []
    if "probability" in table:
        heads.append(Head("Work that falls away", "% of the hours", True))
        columns.append(("probability", "share", False))
    for head, name, unit, signed in (
        (Head(f"Employed {against}", "persons", True), "compared_with", "persons", False),
        (Head("Employed at the end", "persons", True), "employment", "persons", False),
        (Head("Change", "persons", True), "change", "persons", True),
        (Head("Change", "%", True), "change_share", "share", True),
        (Head("No job", "persons", True), "unemployment", "persons", False),
        (Head("No job", "% of their people", True), "unemployment_share", "share", False),
        (Head("Open", "positions", True), "vacancies", "persons", False),
    ):
        heads.append(head)
        columns.append((name, unit, signed))
    rows = tuple(
        (
            str(row["title"]),
            str(row["occupation"]),
            *(cell(row[name], unit, signed) for name, unit, signed in columns),
        )
        for row in table.head(MOST_ROWS).to_dict("records")
    )
    left = len(table) - len(rows)
    note = f"{left} more; --json and --out hold all of them." if left > 0 else ""
    caption = (
        "Occupations by what they gain or lose" if "probability" in table else "Occupations by who has no job"
    )
    return Grid(caption, tuple(heads), rows, note, fold)


def in_order(study: MarketStudy) -> pd.DataFrame:
    """Occupations by what they gain or lose; without a shock, by the share of their people without a job."""
    table = study.table("occupations")
    first = "change" if "probability" in table else "unemployment_share"
    return table.sort_values(first, ascending=False, kind="stable")


def law_grid(study: MarketStudy) -> Grid:
    """Every number the laws read."""
    heads = (
        Head("What it is"), Head("Law"), Head("In force", number=True), Head("Published", number=True),
        Head("Source"),
    )  # fmt: skip
    rows = tuple(
        (
            f"{str(row['says']).capitalize()}{', ' + row['symbol'] if row['symbol'] else ''}",
            str(row["law"]),
            _plain(row["value"], str(row["unit"])),
            _plain(row["published"], ""),
            str(row["source"]),
        )
        for row in study.table("laws").to_dict("records")
    )
    return Grid("What the laws read", heads, rows)


def left_out_grid(study: MarketStudy) -> Grid:
    """What was left out, and why."""
    heads = (Head("Group"), Head("Code"), Head("Employed", "persons", True), Head("Why"))
    rows = tuple(
        (str(row["title"]), str(row["occupation"]), cell(row["employment"], "persons"), str(row["why"]))
        for row in study.table("left_out").to_dict("records")
    )
    return Grid("Left out", heads, rows, fold=f"The {len(rows)} groups that are left out")


def people(number: float) -> str:
    """A number of people in a sentence."""
    return say(number, "persons")


def _plain(number: object, unit: str) -> str:
    if not isinstance(number, float) or number != number:
        return "—"
    return f"{number:.6g} {unit}".strip()


def people_grid(study: MarketStudy) -> Grid:
    """What became of those who had a job at the start."""
    table = study.table("people")
    columns = [
        (head, name, unit)
        for head, name, unit in (
            (Head("With a job at the start", "persons", True), "people", "persons"),
            (Head("Lost one since", "% of them", True), "displaced", "share"),
            (Head("Since there were too many jobs", "% of them", True), "cut", "share"),
            (Head("Unemployed at the end", "% of them", True), "without_now", "share"),
            (Head("Months without work, of who lost a job", "months", True), "months_without", "months"),
            (Head("Pay before", "USD/year", True), "pay_before", "USD/year"),
            (Head("Pay after", "USD/year", True), "pay_after", "USD/year"),
            (Head("Earnings lost by who lost a job", "%", True), "earnings_loss", "share"),
        )
        if name in table
    ]
    rows = tuple(
        (str(row["group"]), *(cell(row[name], unit) for _, name, unit in columns))
        for row in table.to_dict("records")
    )
    heads = (Head("Exposed before anything happened"), *(head for head, _, _ in columns))
    note = (
        "Pay is that of the occupation at the start and of tenure, which starts anew with a new job after "
        "none. Most who lose a job lose it at random and would have without the shock."
    )
    return Grid("What became of people, one record each, in the first run", heads, rows, note)
