"""Who gains and who loses in the extended market: tables by occupation, industry, exposure and age."""

from __future__ import annotations

from reallocate.measure.number import ABSENT, cell
from reallocate.output.blocks import Grid, Head
from reallocate.report.economy.signs import signed
from reallocate.study.economy.run import EconomyStudy

MOST_ROWS = 1_000
FIFTHS = {1: "least exposed fifth", 2: "second", 3: "third", 4: "fourth", 5: "most exposed fifth"}


def occupation_grid(study: EconomyStudy) -> Grid:
    """Every occupation, most lost first."""
    table = study.table("occupations").sort_values("change", kind="stable")
    heads = (
        Head("Occupation"),
        Head("Code"),
        Head("Exposed hours", "%", True),
        Head("Without further AI", "persons", True),
        Head("Employed at the end", "persons", True),
        Head("Change", "%", True),
        Head("Eight of ten draws", "%", True),
        Head("No job", "% of their people", True),
        Head("Pay, real", "%", True),
    )
    rows = tuple(
        (
            str(row["title"]),
            str(row["occupation"]),
            cell(row["exposure"], "share"),
            cell(row["without"], "persons"),
            cell(row["employment"], "persons"),
            signed(100.0 * row["change"]),
            f"{signed(100.0 * row['change_low'])} to {signed(100.0 * row['change_high'])}",
            cell(row["unemployment"], "share"),
            signed(100.0 * (row["pay"] - 1.0)),
        )
        for row in table.head(MOST_ROWS).to_dict("records")
    )
    note = "Exposed hours are no chance of losing a job. Small occupations rest on few people in surveys."
    return Grid("Occupations, those that lose most first", heads, rows, note, "Every occupation")


def industry_grid(study: EconomyStudy) -> Grid:
    """Every industry: adoption and jobs."""
    table = study.table("industries")
    heads = (
        Head("Industry"),
        Head("Work done by adopters now", "%", True),
        Head("At the end", "%", True),
        Head("Eight of ten draws", "%", True),
        Head("Jobs at the start", "persons", True),
        Head("Against no further AI", "%", True),
        Head("Eight of ten draws", "%", True),
    )
    rows = tuple(
        (
            str(row["title"]),
            f"{row['adopted_start']:.1f}",
            f"{row['adopted']:.0f}",
            f"{row['adopted_low']:.0f} to {row['adopted_high']:.0f}",
            cell(row["jobs_start"], "persons"),
            signed(100.0 * row["change"]) if row["jobs_start"] else ABSENT,
            " to ".join(signed(100.0 * row[name]) for name in ("change_low", "change_high"))
            if row["jobs_start"]
            else ABSENT,
        )
        for row in table.sort_values("change", kind="stable").to_dict("records")
    )
    return Grid("Industries, those that lose most first", heads, rows, fold="Every industry")


def fifth_grid(study: EconomyStudy) -> Grid:
    """Employment, people without a job and pay by fifth of exposure."""
    heads = (
        Head("Exposure before"),
        Head("Employed without further AI", "persons", True),
        Head("With it", "persons", True),
        Head("Change", "%", True),
        Head("No job", "% of their people", True),
        Head("Pay, real", "% against the start", True),
    )
    rows = tuple(
        (
            FIFTHS[int(row["fifth"])],
            cell(row["without"], "persons"),
            cell(row["employment"], "persons"),
            signed(100.0 * row["change"]),
            cell(row["unemployment"], "share"),
            signed(100.0 * (row["pay"] - 1.0)),
        )
        for row in study.table("fifths").to_dict("records")
    )
    return Grid("Occupations by exposure before anything happened", heads, rows)


def age_grid(study: EconomyStudy) -> Grid:
    """Change of employment by age and exposure."""
    ages: dict[str, dict[int, float]] = {}
    for row in study.table("ages").to_dict("records"):
        ages.setdefault(row["age"], {})[row["exposure"]] = 100.0 * row["change"]
    rows = tuple((age, *(signed(change[fifth]) for fifth in FIFTHS)) for age, change in ages.items())
    return Grid(
        "Employment by age and by exposure before, against no further AI",
        (Head("Age"), *(Head(words, "%", True) for words in FIFTHS.values())),
        rows,
        "The draw that lies nearest the middle. Ages keep their place: nobody grows older in the run.",
    )


def divide_grid(study: EconomyStudy) -> Grid:
    """People followed for five years by exposure before."""
    heads = (
        Head("Work before"),
        Head("Have a job", "%", True),
        Head("without further AI", "%", True),
        Head("Lost a job at least once", "%", True),
        Head("without further AI", "%", True),
        Head("Mean of all, with and without a job", "USD a year", True),
        Head("without further AI", "USD a year", True),
    )
    rows = tuple(
        (
            FIFTHS[int(row["exposure"])],
            *(
                f"{100.0 * row[name]:.1f}"
                for name in ("employed", "employed_without", "displaced", "displaced_without")
            ),
            f"{row['pay']:,.0f}",
            f"{row['pay_without']:,.0f}",
        )
        for row in study.table("divide").to_dict("records")
    )
    note = (
        "Every separation counts as a lost job, also one that would have come without AI. Pay is that of the "
        "occupation someone works in, less what a lost job costs in years of tenure."
    )
    return Grid("The same people later, by what they worked before", heads, rows, note)
