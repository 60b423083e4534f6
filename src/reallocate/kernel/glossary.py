"""The reader's words, each once and in one sentence, and the words that never reach a reader."""

from __future__ import annotations

from collections.abc import Mapping

from reallocate.kernel.blocks import Facts, Grid, Head

GLOSSARY: Mapping[str, str] = {
    "Scenario": "A text file with the assumptions; its result is what follows from them, not a forecast.",
    "Workload": "Hours of human work needed to do all tasks, whether people or AI do them.",
    "Load": "Workload of people as a share of their hours; at most 100% in a plan.",
    "Work delivered per employee": "Hours of work done per employee; hours of coordination are not counted.",
    "Reach": "Share of a job's hours in tasks that a published source judges AI can augment or automate.",
    "Exposure": "Score of how many of a job's tasks are within reach; not a probability of losing the job.",
    "Augmented": "Done by a person with AI; the time saved, or lost, comes from trials.",
    "Automated": "Done by AI; the hours of people who review, rework and direct are counted.",
    "Baseline": "The same firm without further AI and without layoffs: demand, pay, quits and hiring go on.",
    "Position": "A full-time job; figures count filled positions, name open ones apart, and a plan closes "
    "positions, not persons.",
    "FTE": "Full-time equivalent; two half-time people are one FTE.",
    "People": "Persons employed, full-time or part-time.",
    "Open position": "A budgeted, unfilled position; cancelling it causes no exit.",
    "Exits": "Layoffs, voluntary exits and quits together; the exits of an imposed cut are layoffs.",
    "Layoff": "An exit decided by the firm, with notice and severance.",
    "Voluntary exit": "An exit accepted in return for a pay-out.",
    "Quit": "An exit decided by the employee without an offer; quits make up attrition.",
    "Redeployment": "A move to another role in the firm, with training and ramp-up.",
    "Loaded cost": "Yearly cost of a position: pay, benefits and payroll taxes; equity only where stated.",
    "Run-rate saving": "Yearly saving against the baseline once the plan has settled.",
    "One-off cost": "Cost of the change itself: exits, training, installation and adoption.",
    "Break-even month": (
        "First month from which cumulative cash stays above the baseline's; also called payback."
    ),
    "Largest outlay": "Largest shortfall of cumulative cash against the baseline.",
    "Net present value (NPV)": "Discounted cash saved against the baseline within the plan.",
    "Cost, present value": (
        "Discounted cost of the plan and of the years counted after it, work left undone included."
    ),
    "Work left undone": "Work that is no longer done; each hour counts as a cost at an assumed price.",
    "Binding limit": "A limit that would change the plan if it were moved by one unit.",
    "Average of the worst 10%": "Mean cost over the most expensive tenth of scenarios.",
    "Near-optimal plans": "Plans that cost at most 0.5% more than the best plan; the model cannot rank them.",
    "Source of reach": (
        "The publisher of a reach estimate: ratings by people, ratings by a model, or usage records."
    ),
    "Substitution": "Positions closed because compute takes over their work.",
    "Funding": "Positions closed to free money for other uses, such as compute.",
    "Slack": "Positions above what the workload needed at the start.",
}

JOB_TERMS: Mapping[str, str] = {
    "Of 100 who left": "Of those seen to change occupation, the share who moved to this one within a year.",
    "People seen": "Number of survey respondents behind a row, estimated from survey weights.",
    "Pay at the start, later": (
        "Mean of the 25th percentile and the median of pay in the area, of apprentices the 10th percentile; "
        "and the median."
    ),
    "First": "A move that is better in pay or AI's reach and whose openings hold everybody sent to it.",
    "Hired if trying": "Of 100 who try for a year, how many would be hired: a band, as nobody counts tries.",
    "Study": "Years beyond usual schooling, or of a field's programme; tuition at a public institution.",
    "Direction": "Share of hours spent directing people or machines, by two definitions.",
    "Openings": "Projected yearly openings from people leaving and from employment growth.",
}
"""The words of a job's card."""

_MARKET_TERMS: Mapping[str, str] = {
    "Without further AI": "The same market where firms use AI as much as in spring 2026 and no more.",
    "Jobs wanted": "Positions that firms and public services want to have, filled or not.",
    "Draw": "One run with a value of its own for every uncertain assumption, each within its range.",
    "10th–90th percentile": "One draw in ten lies below the range, and one in ten above.",
    "Labour force": "People with a job and people who look for one.",
    "Unemployed": "People without a job who look for one, as a share of the labour force at the start.",
    "Long-term unemployed": "Those without a job for as many steps as the scenario says, or more.",
    "Open positions": "As a share of all positions, open or filled.",
    "Beveridge curve": "Openings drawn against unemployment, through time.",
    "Step": "The events of a step happen at once: people are separated, positions opened, applications sent.",
    "Exposed hours": "Hours that published sources say AI could do; no chance of losing a job.",
    "Quintile": "Occupations ordered by exposed hours, and cut into fifths of all people.",
    "Adopters": "Firms that use AI for all that it can do in their work at a gain.",
    "Real": "What pay buys: pay divided by the prices of what households buy.",
    "Gini coefficient": "0 if everybody with a job earns the same, 1 if one person earns everything.",
}
"""The words of pages on a labour market."""

_ADOPTER_TERMS: Mapping[str, str] = {
    "Adopters, followers": "Firms of the plan's industries that change their work as the plan does.",
    "Without adopters": "The same market where these firms use AI as they did at the start and no more.",
    "Jobs ended at unchanged output": "Positions that followers no longer need for today's output. Lower "
    "prices and new tasks, which bring jobs back, are counted apart.",
    "For a unit of work": "Both sides do the same growing work; dropped work counts for neither.",
    "Real pay": "What pay buys: pay divided by the prices of what households buy.",
    "Time to hire": "How long a firm looks, on average, until somebody is hired.",
    "Job finding": "The chance to find another job.",
    "Round": "The market is solved at the plan's change, then the plan at the market's response.",
    "Shock": "Positions for a unit of work by occupation, as the market takes them from the plan.",
    "Present value": "Money of later years, discounted at a yearly rate so that years can be added up.",
    "Years of pay": "The loss, divided by a year's pay in the job that was lost.",
    "Central run": "The run in which every assumption has the value in force.",
}
"""The words of pages on a plan and the market together."""

GRADES: Mapping[str, str] = {
    "A": "A filing or other primary source, read by this project.",
    "B": "Named press, or a primary source at second hand.",
    "C": "A secondary source.",
    "X": "Computed from graded figures.",
    "E": "Estimated by this project from public data, with its interval.",
    "J": "A judgement of this project without a source, with a wide range.",
    "own": "Your own figure, from the scenario or the role table.",
}


def terms(*words: str) -> Facts:
    """Words of the reader with what they mean; `KeyError` where one is not in the glossary.

    words : in the order in which they are shown
    """
    known = {**GLOSSARY, **JOB_TERMS, **_MARKET_TERMS, **_ADOPTER_TERMS}
    return Facts(tuple((word, known[word]) for word in words))


def grades(fold: str = "") -> Grid:
    """The grades of evidence as a table.

    fold : words on the handle where it opens on demand
    """
    return Grid("Grades of evidence", (Head("Grade"), Head("Means")), tuple(GRADES.items()), fold=fold)
