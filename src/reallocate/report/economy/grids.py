"""The tables of the extended market written for people."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from reallocate.economy.job_effects import PART_LABELS
from reallocate.measure.number import sentence, with_minus
from reallocate.output.blocks import Card, Cards, Grid, Head
from reallocate.report.economy.signs import signed
from reallocate.study.economy.figures import when
from reallocate.study.economy.run import EconomyStudy

DRAWS = "in eight of ten draws"


def cards(study: EconomyStudy) -> Cards:
    """The figures that a reader takes away."""
    end = study.table("path").iloc[-1]
    jobs = study.table("jobs")
    net = jobs[(jobs["part"] == "net") & (jobs["year"] == jobs["year"].max())].iloc[0]
    most = study.table("fifths").to_dict("records")[-1]
    money = study.table("money")
    return Cards(
        (
            Card(
                "Jobs wanted, against no further AI",
                signed(net["jobs"] / 1e6, " million"),
                f"{signed(net['share'], '%')} of all jobs",
                f"{signed(net['jobs_low'] / 1e6)} to {signed(net['jobs_high'] / 1e6, ' million')}",
                DRAWS,
            ),
            Card(
                "Unemployed at the end",
                f"{end['unemployment']:.1f}%",
                f"of the labour force; {end['unemployment_without']:.1f}% without further AI",
                f"{end['unemployment_low']:.1f} to {end['unemployment_high']:.1f}%",
                DRAWS,
            ),
            Card(
                "Open positions at the end",
                f"{end['openings']:.1f}%",
                f"of all positions; {end['openings_without']:.1f}% without further AI",
                f"{end['openings_low']:.1f} to {end['openings_high']:.1f}%",
                DRAWS,
            ),
            Card(
                "Employment in the most exposed fifth",
                signed(100.0 * most["change"], "%"),
                "against no further AI",
                f"{signed(100.0 * most['change_low'])} to {signed(100.0 * most['change_high'], '%')}",
                DRAWS,
            ),
            Card(
                "Spent on compute at the end",
                f"USD {money['compute'].iloc[-1]:,.0f} bn",
                "a year, above what is spent today",
            ),
        )
    )


def rate_grid(study: EconomyStudy) -> Grid:
    """Rates at the end of every year, with further AI and without."""
    path = study.table("path").iloc[11::12]
    names = {
        "unemployment": Head("Unemployed", "% of the labour force", True),
        "long_term": Head("27 weeks or more", "% of the labour force", True),
        "openings": Head("Open", "% of positions", True),
        "hires": Head("Hired", "% a month", True),
        "quits": Head("Quit", "% a month", True),
        "occupation_changes": Head("Change occupation", "% a year", True),
    }
    rows = tuple(
        (
            sentence(when(row["year"])),
            *(f"{row[name]:.1f} ({row[f'{name}_without']:.1f})" for name in names),
        )
        for row in path.to_dict("records")
    )
    return Grid(
        "The labour market year by year, in brackets without further AI",
        (Head("Year"), *names.values()),
        rows,
        "The middle of the draws at the end of each year of the run.",
        "Hiring, quits and changes of occupation, year by year",
    )


def job_grid(study: EconomyStudy) -> Grid:
    """Jobs by part and year."""
    years: dict[float, dict[str, Any]] = {}
    for row in study.table("jobs").to_dict("records"):
        years.setdefault(row["year"], {})[row["part"]] = row
    rows = tuple(
        (
            sentence(when(year)),
            *(signed(found[name]["share"]) for name in PART_LABELS),
            f"{signed(found['net']['share_low'])} to {signed(found['net']['share_high'])}",
            f"{found['net']['negative']:.0%}",
        )
        for year, found in years.items()
    )
    heads = [Head(word, "% of all jobs", True) for word in PART_LABELS.values()]
    return Grid(
        "Jobs ended and made by year",
        (Head("Year"), *heads, Head("Eight of ten draws", "% of all jobs", True), Head("Draws with fewer")),
        rows,
        fold="Every year",
    )


def pay_grid(study: EconomyStudy) -> Grid:
    """Spread of pay by year."""
    heads = (
        Head("Year"),
        Head("One in ten earns less", "USD a year", True),
        Head("Middle", "USD a year", True),
        Head("One in ten earns more", "USD a year", True),
        Head("Highest to lowest tenth", "ratio", True),
        Head("Gini coefficient", "", True),
    )  # fmt: skip
    rows = tuple(
        (
            sentence(when(row["year"])),
            *(f"{row[name]:,.0f}" for name in ("p10", "p50", "p90")),
            f"{row['ratio']:.3f}",
            f"{row['gini']:.4f}",
        )
        for row in study.table("pay").to_dict("records")
    )
    return Grid("Pay of people with a job, at prices of the start", heads, rows, fold="Year by year")


def money_grid(study: EconomyStudy) -> Grid:
    """Incomes and spending by year."""
    names = {
        "pay": "Pay", "profits": "Profits", "taxes": "Taxes on production", "spending": "Spending at home",
        "saved": "Earned and not spent", "compute": "Compute",
    }  # fmt: skip
    heads = (
        Head("Year"),
        *(Head(words, "USD billion a year", True) for words in names.values()),
        Head("Prices", "% of the start", True),
    )
    rows = tuple(
        (
            sentence(when(row["year"])),
            *(with_minus(f"{row[name]:,.0f}") for name in names),
            f"{100.0 * row['prices']:.1f}",
        )
        for row in study.table("money").to_dict("records")
    )
    note = (
        "Earned and not spent is against the start; it is negative where budgets spend more than comes in. "
        "Each figure is the middle of its own draws, so that a row need not add up; in each draw it does."
    )
    return Grid("Where the money comes from and goes", heads, rows, note, "Year by year")


def policy_grid(study: EconomyStudy) -> Grid:
    """What the policy changes and costs."""
    heads = (
        Head("In the last year"),
        Head("Unit"),
        Head("With the policy", number=True),
        Head("Without", number=True),
        Head("Difference", number=True),
        Head("Eight of ten draws", number=True),
    )

    def written(value: float, unit: str, signed: bool = False) -> str:
        digits = 0 if unit == "persons" else 2
        return with_minus(f"{value:{'+' if signed else ''},.{digits}f}")

    rows = tuple(
        (
            str(row["measure"]).capitalize(),
            str(row["unit"]),
            written(row["with"], row["unit"]),
            written(row["without"], row["unit"]),
            written(row["difference"], row["unit"], True),
            f"{written(row['difference_low'], row['unit'], True)} to "
            f"{written(row['difference_high'], row['unit'], True)}",
        )
        for row in study.table("policy").to_dict("records")
    )
    return Grid("The same draws with the policy and without it", heads, rows)


def reversal_grid(study: EconomyStudy) -> Grid:
    """Work and people missing at a reversal and two years later, and what is back."""
    heads = (
        Head("What is counted"),
        Head("Missing when what AI can do falls back", "persons", True),
        Head("Missing eight quarters later", "persons", True),
        Head("Had it not fallen back", "persons", True),
        Head("Of these, there", "%", True),
        Head("Eight of ten draws", "%", True),
        Head("Of those missing when it came, back", "%", True),
    )

    def there(row: dict[Hashable, Any], end: str) -> str:
        return signed(100.0 * row[f"share_of_unbroken{end}"])

    rows = tuple(
        (
            sentence(str(row["jobs"])),
            *(f"{row[name]:,.0f}" for name in ("at_reversal", "after", "unbroken")),
            there(row, ""),
            f"{there(row, '_low')} to {there(row, '_high')}",
            signed(100.0 * row["share_back"]),
        )
        for row in study.table("reversal").to_dict("records")
    )
    note = "Each figure is the middle of its own draws. Below 0 more are missing than when it came."
    return Grid("Two years after what AI can do fell back", heads, rows, note)
