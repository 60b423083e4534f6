"""The tables of the extended market written for people."""

from __future__ import annotations

from typing import Any

from reallocate.report.blocks import Card, Cards, Grid, Head
from reallocate.report.figures import ABSENT, cell, with_minus
from reallocate.study.economy_run import EconomyStudy

MOST_ROWS = 1_000
FIFTHS = {1: "least exposed fifth", 2: "second", 3: "third", 4: "fourth", 5: "most exposed fifth"}
GRADES = {
    "A": "A, primary source, read",
    "B": "B, press or second hand",
    "C": "C, secondary",
    "X": "X, computed from graded figures",
    "J": "J, a judgement",
    "OWN": "your own",
}
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
                _signed(net["jobs"] / 1e6, " million"),
                f"{_signed(net['share'], '%')} of all jobs",
                f"{_signed(net['jobs_low'] / 1e6)} to {_signed(net['jobs_high'] / 1e6, ' million')}",
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
                _signed(100.0 * most["change"], "%"),
                "against no further AI",
                f"{_signed(100.0 * most['change_low'])} to {_signed(100.0 * most['change_high'], '%')}",
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
            f"{row['year']:.1f}",
            *(f"{row[name]:.1f} ({row[f'{name}_without']:.1f})" for name in names),
        )
        for row in path.to_dict("records")
    )
    return Grid(
        "The labour market year by year, in brackets without further AI",
        (Head("Year"), *names.values()),
        rows,
        "The middle of the draws at the end of each year of the run; 2027.2 is the spring of 2027.",
        "Hiring, quits and changes of occupation, year by year",
    )


def job_grid(study: EconomyStudy) -> Grid:
    """Jobs by part and year."""
    words = {
        "ended": "AI does the work",
        "renewed": "new tasks",
        "built": "compute built and run",
        "cheaper": "lower prices",
        "spent": "incomes",
        "net": "all together",
    }
    years: dict[float, dict[str, Any]] = {}
    for row in study.table("jobs").to_dict("records"):
        years.setdefault(row["year"], {})[row["part"]] = row
    rows = tuple(
        (
            f"{year:.1f}",
            *(_signed(found[name]["share"]) for name in words),
            f"{_signed(found['net']['share_low'])} to {_signed(found['net']['share_high'])}",
            f"{found['net']['negative']:.0%}",
        )
        for year, found in years.items()
    )
    heads = [Head(word, "% of all jobs", True) for word in words.values()]
    return Grid(
        "Jobs ended and made by year",
        (Head("Year"), *heads, Head("Eight of ten draws", "% of all jobs", True), Head("Draws with fewer")),
        rows,
        fold="Every year",
    )


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
            _signed(100.0 * row["change"]),
            f"{_signed(100.0 * row['change_low'])} to {_signed(100.0 * row['change_high'])}",
            cell(row["unemployment"], "share"),
            _signed(100.0 * (row["pay"] - 1.0)),
        )
        for row in table.head(MOST_ROWS).to_dict("records")
    )
    note = "Exposed hours are no chance of losing a job. Small occupations rest on few people in surveys."
    return Grid("Occupations, those that lose most first", heads, rows, note, "Every occupation")


def industry_grid(study: EconomyStudy) -> Grid:
    """Every industry: adoption and jobs."""
    table = study.table("industries")
    change = table["jobs"] / table["jobs_start"] - 1.0
    heads = (
        Head("Industry"),
        Head("Work done by adopters now", "%", True),
        Head("At the end", "%", True),
        Head("Eight of ten draws", "%", True),
        Head("Jobs at the start", "persons", True),
        Head("Jobs wanted, change", "%", True),
        Head("Eight of ten draws", "%", True),
    )
    rows = tuple(
        (
            str(row["title"]),
            f"{row['adopted_start']:.1f}",
            f"{row['adopted']:.0f}",
            f"{row['adopted_low']:.0f} to {row['adopted_high']:.0f}",
            cell(row["jobs_start"], "persons"),
            _signed(100.0 * (row["jobs"] / row["jobs_start"] - 1.0)) if row["jobs_start"] else ABSENT,
            " to ".join(
                _signed(100.0 * (row[name] / row["jobs_start"] - 1.0)) for name in ("jobs_low", "jobs_high")
            )
            if row["jobs_start"]
            else ABSENT,
        )
        for row in table.assign(change=change).sort_values("change", kind="stable").to_dict("records")
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
            _signed(100.0 * row["change"]),
            cell(row["unemployment"], "share"),
            _signed(100.0 * (row["pay"] - 1.0)),
        )
        for row in study.table("fifths").to_dict("records")
    )
    return Grid("Occupations by exposure before anything happened", heads, rows)


def age_grid(study: EconomyStudy) -> Grid:
    """Change of employment by age and exposure."""
    ages: dict[str, dict[int, float]] = {}
    for row in study.table("ages").to_dict("records"):
        ages.setdefault(row["age"], {})[row["exposure"]] = 100.0 * row["change"]
    rows = tuple((age, *(_signed(change[fifth]) for fifth in FIFTHS)) for age, change in ages.items())
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
            f"{row['year']:.1f}",
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
            f"{row['year']:.1f}",
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


def gate_grid(study: EconomyStudy) -> Grid:
    """Every check of the gate."""
    rows = []
    for row in study.table("gate").to_dict("records"):
        share = str(row["unit"]).startswith("share")
        texts = [
            f"{100 * row[name]:.2f}%" if share else f"{row[name]:.2f}" for name in ("found", "low", "high")
        ]
        rows.append((sentence_of(str(row["check"])), *texts, "holds" if row["holds"] else "does not hold"))
    heads = (
        Head("Check, AI off"),
        Head("Found", number=True),
        Head("From", number=True),
        Head("To", number=True),
        Head("Verdict"),
    )
    return Grid("Does the market look like the nation's?", heads, tuple(rows))


def sentence_of(words: str) -> str:
    """Words as they begin a cell.

    words : any
    """
    return words[:1].upper() + words[1:]


def assumption_grid(study: EconomyStudy, drawn: bool) -> Grid:
    """Assumptions with range and grade.

    drawn : those that the draws go over; else the others
    """
    table = study.table("assumptions")
    table = table[table["drawn"] == drawn]
    heads = (
        Head("What is assumed"),
        Head("In force", number=True),
        Head("Range", number=True),
        Head("Unit"),
        Head("Grade"),
        Head("Source"),
    )
    rows = tuple(
        (
            sentence_of(str(row["says"])),
            f"{row['value']:g}",
            with_minus(f"{row['low']:g} to {row['high']:g}"),
            str(row["unit"]),
            GRADES.get(str(row["grade"]).upper(), str(row["grade"])),
            f"{row['source']}; {row['vintage']}",
        )
        for row in table.to_dict("records")
    )
    if drawn:
        return Grid("What is drawn", heads, rows, fold="What is drawn, over which range, on what grounds")
    return Grid(
        "Every other assumption", heads, rows, "Some are read by other verbs only.", "Every other assumption"
    )


def _signed(value: float, unit: str = "") -> str:
    return f"{value:+.1f}{unit}".replace("-", "−")
