"""The reader's words, each once and in one sentence, and the words that never reach a reader."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reallocate.output.blocks import Facts, Grid, Head


@dataclass(frozen=True)
class Term:
    """A word of the reader and what it means.

    means : one sentence
    """

    word: str
    means: str


GLOSSARY: tuple[Term, ...] = (
    Term(
        "Scenario",
        "A text file with the assumptions; its result is what follows from them, not a forecast.",
    ),
    Term("Workload", "Hours of human work needed to do all tasks, whether people or AI do them."),
    Term("Load", "Workload of people as a share of their hours; at most 100% in a plan."),
    Term("Work delivered per employee", "Workload done per employee, without coordination."),
    Term(
        "Reach",
        "Share of a job's hours in tasks that a published source judges AI can augment or automate.",
    ),
    Term(
        "Exposure",
        "Score of how many of a job's tasks are within reach; not a probability of losing the job.",
    ),
    Term("Augmented", "Done by a person with AI; the time saved, or lost, comes from trials."),
    Term("Automated", "Done by AI; the hours of people who review, rework and direct are counted."),
    Term(
        "Baseline",
        "The same firm without further AI and without layoffs: demand, pay, quits and hiring go on.",
    ),
    Term("Position", "A full job, filled or open; a plan closes positions, not persons."),
    Term("FTE", "Full-time equivalent; two half-time people are one FTE."),
    Term("People", "Persons employed, full-time or part-time."),
    Term("Open position", "A budgeted, unfilled position; cancelling it causes no exit."),
    Term("Exits", "Layoffs, voluntary exits and quits together."),
    Term("Layoff", "An exit decided by the firm, with notice and severance."),
    Term("Voluntary exit", "An exit accepted in return for a pay-out."),
    Term("Quit", "An exit decided by the employee without an offer; quits make up attrition."),
    Term("Redeployment", "A move to another role in the firm, with training and ramp-up."),
    Term(
        "Loaded cost",
        "Yearly cost of a position: pay, benefits and payroll taxes; equity only where stated.",
    ),
    Term("Run-rate saving", "Yearly saving against the baseline once the plan has settled."),
    Term("One-off cost", "Cost of the change itself: exits, training, installation and adoption."),
    Term(
        "Break-even month",
        "First month from which cumulative cash stays above the baseline's; also called payback.",
    ),
    Term("Largest outlay", "Largest shortfall of cumulative cash against the baseline."),
    Term("Net present value (NPV)", "Discounted cash saved against the baseline within the plan."),
    Term(
        "Cost, present value",
        "Discounted cost of the plan and of the years counted after it, work left undone included.",
    ),
    Term("Work left undone", "Work that is no longer done; each hour counts as a cost at an assumed price."),
    Term("Binding limit", "A limit that would change the plan if it were moved by one unit."),
    Term("Average of the worst 10%", "Mean cost over the most expensive tenth of scenarios."),
    Term(
        "Near-optimal plans",
        "Plans that cost at most 0.5% more than the best plan; the model cannot rank them.",
    ),
    Term(
        "Source of reach",
        "The publisher of a reach estimate: ratings by people, ratings by a model, or usage records.",
    ),
    Term("Substitution", "Positions closed because compute takes over their work."),
    Term("Funding", "Positions closed to free money for other uses, such as compute."),
    Term("Slack", "Positions above what the workload needed at the start."),
)

JOB_TERMS: tuple[Term, ...] = (
    Term(
        "Of 100 who changed occupation",
        "Share of the observed occupation changers who moved to this occupation within a year.",
    ),
    Term("People seen", "Number of survey respondents behind a row, estimated from survey weights."),
    Term("Median and entry pay", "Median and 25th percentile of pay in the area."),
    Term(
        "Needs a degree",
        "Typical entry education is an associate's degree or more (Bureau of Labor Statistics).",
    ),
    Term(
        "Licensed in most states",
        "Most people need a personal licence in all or most states, by this project's list.",
    ),
    Term("Direction", "Share of hours spent directing people or machines, by two definitions."),
    Term("Openings", "Projected yearly openings from people leaving and from employment growth."),
)
"""The words of a job's card."""

MARKET_TERMS: tuple[Term, ...] = (
    Term("Without further AI", "The same market where firms use AI as much as in spring 2026 and no more."),
    Term("Jobs wanted", "Positions that firms and public services want to have, filled or not."),
    Term("Draw", "One run with a value of its own for every uncertain assumption, each within its range."),
    Term("10th–90th percentile", "One draw in ten lies below the range, and one in ten above."),
    Term("Labour force", "People with a job and people who look for one."),
    Term("Unemployed", "People without a job who look for one, as a share of the labour force at the start."),
    Term("Long-term unemployed", "Those without a job for as many steps as the scenario says, or more."),
    Term("Open positions", "As a share of all positions, open or filled."),
    Term("Beveridge curve", "Openings drawn against unemployment, through time."),
    Term(
        "Step",
        "The events of a step happen at once: people are separated, positions opened, applications sent.",
    ),
    Term("Exposed hours", "Hours that published sources say AI could do; no chance of losing a job."),
    Term("Quintile", "Occupations ordered by exposed hours, and cut into fifths of all people."),
    Term("Adopters", "Firms that use AI for all that it can do in their work at a gain."),
    Term("Real", "What pay buys: pay divided by the prices of what households buy."),
    Term(
        "Gini coefficient", "0 if everybody with a job earns the same, 1 if one person earns everything."
    ),
)
"""The words of pages on a labour market."""

GRADES: tuple[Term, ...] = (
    Term("A", "A filing or other primary source, read by this project."),
    Term("B", "Named press, or a primary source at second hand."),
    Term("C", "A secondary source."),
    Term("X", "Computed from graded figures."),
    Term("J", "A judgement of this project without a source, with a wide range."),
    Term("own", "Your own figure, from the scenario or the role table."),
)

INNER_WORDS = re.compile(
    r"\b(lens|lenses|World|pack|packs|P\d{1,2}|W\d|LP|dual|duals|MILP|shadow price|CVaR)\b"
)
"""Words of the workshop: no page, workbook or summary may hold one."""


def terms(*words: str) -> Facts:
    """Words of the reader with what they mean; `KeyError` where one is not in the glossary.

    words : in the order in which they are shown
    """
    known = {term.word: term for term in (*GLOSSARY, *JOB_TERMS, *MARKET_TERMS)}
    return Facts(tuple((word, known[word].means) for word in words))


def grades(fold: str = "") -> Grid:
    """The grades of evidence as a table.

    fold : words on the handle where it opens on demand
    """
    rows = tuple((grade.word, grade.means) for grade in GRADES)
    return Grid("Grades of evidence", (Head("Grade"), Head("Means")), rows, fold=fold)
