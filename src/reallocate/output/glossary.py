"""The reader's words, each once and in one sentence, and the words that never reach a reader."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reallocate.output.blocks import Facts, Grid, Head


@dataclass(frozen=True)
class Term:
    """A word of the reader and what it means.

    word : as it is written in a report
    means : one sentence
    """

    word: str
    means: str


GLOSSARY: tuple[Term, ...] = (
    Term(
        "Scenario",
        "A small text file that says what is assumed; a result is what follows from it, not a forecast.",
    ),
    Term("Workload", "The hours that a person would need for the work, whoever or whatever does it."),
    Term("Load", "Hours asked of people against the hours that their positions have; never more in a plan."),
    Term("Work per employee", "Workload delivered, coordination left out, divided by the people employed."),
    Term(
        "Reach",
        "The share of a job's hours whose tasks a published source judges AI able to augment or automate.",
    ),
    Term(
        "Exposure", "A score of how far a job's tasks lie within reach; not a probability of losing the job."
    ),
    Term(
        "Augmented",
        "Done by a person with AI at hand, in less time where trials found it so, in more where not.",
    ),
    Term(
        "Automated",
        "Done by AI; people review it, redo what is bad and direct it, and their hours are counted.",
    ),
    Term(
        "Baseline",
        "The same firm without further AI and without exits beyond quits: demand, pay and hiring go on.",
    ),
    Term("Position", "A job that is filled or open, whole; a plan ends positions, not persons."),
    Term(
        "FTE",
        "Full-time equivalent: paid time of a full-time position; two half-time people are one FTE.",
    ),
    Term("People", "Persons employed, however long they work; only meant where the word stands."),
    Term("Open position", "A position that is budgeted and not filled; cancelling it makes nobody leave."),
    Term(
        "Exits",
        "Layoffs, voluntary exits and quits together: people who leave the firm, for whatever reason.",
    ),
    Term(
        "Layoff", "An exit that the firm decides, with notice and severance; also called a compulsory exit."
    ),
    Term("Voluntary exit", "An exit that somebody accepts in return for an offer."),
    Term("Quit", "An exit that somebody decides without an offer; it happens with and without AI."),
    Term(
        "Redeployment",
        "A move from one role to another within the firm, with training and a time of learning.",
    ),
    Term(
        "Loaded cost",
        "What a position costs a year: pay, benefits and pay-related taxes; equity only where said.",
    ),
    Term("Run-rate saving", "What the plan spends less than the baseline in a year once it has settled."),
    Term("One-off cost", "What it costs once to get there: exits, training, installing and adopting."),
    Term(
        "Break-even month",
        "The month from which cash added up since the start is better than the baseline's, and stays so.",
    ),
    Term("Largest outlay", "The most by which cash added up since the start falls behind the baseline's."),
    Term(
        "Net present value",
        "Cash saved against the baseline within the plan, each later amount at a discount, in one sum.",
    ),
    Term(
        "Present value",
        "Costs of the plan and of the years that count after it, each later one at a discount, in one sum.",
    ),
    Term("Work dropped", "Work that nobody and nothing does any more; it has a price, so it is never free."),
    Term(
        "Value of one more",
        "How much the plan's cost falls when a limit is loosened by one unit and all is solved anew.",
    ),
    Term(
        "The limit that decides",
        "A limit that the plan runs into, so that loosening it would change the plan.",
    ),
    Term(
        "Average of the worst 10%", "The mean cost over the tenth of scenarios that turn out most expensive."
    ),
    Term(
        "Near-optimal plans",
        "Plans that cost at most 0.5% more than the best; between them the model cannot choose.",
    ),
    Term(
        "Source of reach",
        "Who judged what AI can do, people, a model or records of use; they disagree, and it is shown.",
    ),
    Term("Substitution", "Positions that end because compute takes over their work."),
    Term("Funding", "Positions that end to free money for something else, compute among it."),
    Term("Slack", "Positions above what the work needed at the start."),
)

JOB_TERMS: tuple[Term, ...] = (
    Term(
        "Of 100 who changed occupation",
        "Of the people whom the survey saw in another occupation a year later, the share who went there.",
    ),
    Term("People seen", "How many people stand behind a row: the survey's weights over those of one person."),
    Term("Median and entry pay", "The middle and the 25th percentile of pay in the place."),
    Term(
        "Needs a degree",
        "The typical education to enter is an associate's degree or more, by the Bureau of Labor Statistics.",
    ),
    Term(
        "Licensed in most states",
        "Most people need a licence of their own in all or most states, by this project's list.",
    ),
    Term(
        "Direction",
        "The share of hours that directs the work of others or of machines, by two definitions.",
    ),
    Term("Openings", "Jobs a year that are filled anew as people leave or employment grows, as projected."),
)
"""The words of a job's card."""

GRADES: tuple[Term, ...] = (
    Term("A", "A filing or another primary source that was read."),
    Term("B", "Named press, or a primary source read at second hand."),
    Term("C", "A secondary source."),
    Term("X", "Computed from figures that carry a grade."),
    Term("J", "A judgement of this project without a source at hand; it carries a wide range."),
    Term("own", "Your own figure, given in the scenario or the role table."),
)

INNER_WORDS = re.compile(
    r"\b(lens|lenses|World|pack|packs|P\d{1,2}|W\d|LP|dual|duals|MILP|shadow price|CVaR)\b"
)
"""Words of the workshop: no page, workbook or summary may hold one."""


def terms(*words: str) -> Facts:
    """Words of the reader with what they mean; `KeyError` where one is not in the glossary.

    words : in the order in which they are shown
    """
    known = {term.word: term for term in (*GLOSSARY, *JOB_TERMS)}
    return Facts(tuple((word, known[word].means) for word in words))


def grades(fold: str = "") -> Grid:
    """The grades of evidence as a table.

    fold : words on the handle where it opens on demand
    """
    rows = tuple((grade.word, grade.means) for grade in GRADES)
    return Grid("Grades of evidence", (Head("Grade"), Head("Means")), rows, fold=fold)
