"""The tables of one job: hours, history, pay, observed moves, direction."""

from __future__ import annotations

from typing import Any

import pandas as pd

from reallocate.output.table import Column, Table, of_unit, table, with_ends
from reallocate.problem.job.context import JobContext
from reallocate.transition.ways import NUMBERS
from reallocate.work.exposure import SOURCE_WORDS
from reallocate.work.parameters import parameter_table

KIND = Column("kind", "Kind of work")
OCCUPATION, TITLE = Column("occupation", "Code"), Column("title", "Occupation")
SOURCE = Column("source", "Source", words=SOURCE_WORDS)
HOURS = "share of hours"
PERCENTILES = {f"wage_p{at}": f"{at}% earn less" for at in (10, 25, 50, 75, 90)}
SURVEY = "Current Population Survey, weights over those of one person."


AUTOMATABLE, AUGMENTABLE = (
    with_ends(Column(name, unit=HOURS), ", lowest", ", highest") for name in ("automatable", "augmentable")
)
REACHED = (*AUGMENTABLE, *AUTOMATABLE)
LABELLED = tuple(
    Column(f"{who}_{name}", f"{words} by {by}", HOURS)
    for who, by in (("people", "people"), ("model", "GPT-4"))
    for name, words in (("augmentable", "Augmentable"), ("direct", "Automatable"))
)
MIDDLES = of_unit(HOURS, augmentable="Augmentable", automatable="Automatable")
STATUS = Column("status", "Basis")


@table("occupations", "Occupations that the title may mean", OCCUPATION, TITLE,
       Column("weight", "Probability", "share"))  # fmt: skip
def occupations(job: JobContext) -> pd.DataFrame:
    """The occupations of the title by probability."""
    asked = job.query.job
    frame = pd.DataFrame({"title": asked.titles, "weight": asked.mix})
    return frame.rename_axis("occupation").reset_index()


@table("activities", "Hours by activity", Column("activity", "Code"), Column("title", "Activity"),
       KIND, Column("share", "Hours", HOURS), REACHED, LABELLED, STATUS)  # fmt: skip
def activities(job: JobContext) -> pd.DataFrame:
    """Hours and AI's reach by activity."""
    return job.hours.activities.rename_axis("activity").reset_index()


@table("kinds", "Hours by kind of work", KIND, Column("share", "Hours", HOURS),
       REACHED, LABELLED)  # fmt: skip
def kinds(job: JobContext) -> pd.DataFrame:
    """Hours and AI's reach by kind of work."""
    return job.hours.kinds.rename_axis("kind").reset_index()


@table("hours_total", "All hours", REACHED, LABELLED, Column("share", "Hours", HOURS))
def hours_total(job: JobContext) -> pd.DataFrame:
    """AI's reach into all hours."""
    return job.hours.total.astype(float).to_frame().T.reset_index(drop=True)


@table("reach_by_source", "Reach by source and activity", SOURCE, Column("activity", "Code"),
       MIDDLES, STATUS)  # fmt: skip
def reach_by_source(job: JobContext) -> pd.DataFrame:
    """Each source's reach into each activity."""
    return job.hours.by_source.rename_axis(["source", "activity"]).reset_index()


@table("sources", "Reach by source", SOURCE, MIDDLES)
def sources(job: JobContext) -> pd.DataFrame:
    """Each source's reach into all hours."""
    return job.hours.source_totals.rename_axis("source").reset_index()


@table("history", "Employment and pay by year", Column("year", "Year", "year"),
       with_ends(Column("employment", "Employment", "people"), ", low", ", high"),
       with_ends(Column("wage_mean", "Mean pay", "USD/year"), ", low", ", high", "wage"),
       with_ends(Column("wage_real", "Mean pay, real", "USD/year"), ", low", ", high"), STATUS,
       Column("status_words", "Basis in words"),
       source="US employment and pay by occupation (OEWS); low and high hold 90% of the sampling error.",
       )  # fmt: skip
def history(job: JobContext) -> pd.DataFrame:
    """Employment and pay by year."""
    return job.history.years.rename_axis("year").reset_index()


@table("history_quintiles", "Growth beside jobs as exposed", SOURCE, Column("quintile", "Exposure quintile"),
       *(Column(f"{who}_{when}{end}", f"{words}, {years}{edge}", "share/year", signed=True)
         for who, words in (("job", "This job"), ("quintile", "Its quintile"), ("all", "All jobs"))
         for when, years in (("before", "2017–19"), ("after", "2022–25"))
         for end, edge in ((("", ""), ("_low", ", low"), ("_high", ", high")) if who == "quintile"
                           else (("", ""),))),
       source="US employment by occupation (OEWS); quintile 5 is the most exposed.")  # fmt: skip
def history_quintiles(job: JobContext) -> pd.DataFrame:
    """Growth of the job beside that of jobs as exposed."""
    frame = job.history.quintiles.rename_axis("source").reset_index()
    return frame.rename(columns=lambda name: str(name).replace("fifth", "quintile"))


@table("pay", "Pay", OCCUPATION, TITLE, Column("weight", "Probability", "share"),
       Column("place", "Place, code"), Column("place_title", "Place"), Column("level", "Level of place"),
       *(Column(name, words, "USD/year", figures=3) for name, words in PERCENTILES.items()),
       Column("wage_mean", "Mean pay", "USD/year", figures=3), STATUS, Column("top_coded", "Top-coded"),
       Column("employment", "Employment of the place", "people"),
       Column("employment_here", "Employment", "people"),
       source="US pay by occupation and area (OEWS).")  # fmt: skip
def pay(job: JobContext) -> pd.DataFrame:
    """Pay in the place by occupation."""
    frame = job.pay.pay.assign(employment_here=job.pay.employment)
    return frame.rename_axis("occupation").reset_index()


@table("flows", "A year in the nation", OCCUPATION, TITLE,
       Column("weight", "Probability", "share"),
       of_unit("people", employment_2024="Employment 2024", employment_2034="Employment 2034"),
       of_unit("people/year", openings="Openings", leaving_work="Leave work",
               changing_occupation="Change occupation", separations="Separations"),
       Column("self_employed_share", "Self-employed", "share of people"),
       source="Employment projections of the Bureau of Labor Statistics.")  # fmt: skip
def flows(job: JobContext) -> pd.DataFrame:
    """Openings and separations a year."""
    return job.pay.flows.rename_axis("occupation").reset_index()


OF_100 = "people of 100 who left"
MOVES = (
    OCCUPATION, Column("title", "Moved to"),
    *of_unit(OF_100, of_100_leavers="Of 100 who left", low="Of 100, low", high="Of 100, high"),
    Column("seen", "People seen", "people"),
    *of_unit("probability/year", odds_low="Hired if trying, low", odds_high="Hired if trying, high"),
    Column("ten_year", "Hired within ten years", "probability"),
    Column("entry_pay", "Pay at the start", "USD/year", figures=3),
    Column("later_pay", "Pay later", "USD/year", figures=3, about="the median of the occupation"),
    Column("pay_known", "Pay known", about="no: pay is at least that"),
    Column("entry_change", "Start against yours", "share", signed=True),
    Column("pay_change", "Later against yours", "share", signed=True),
    Column("years_of_study", "Study", "years"), Column("tuition", "Tuition", "USD", figures=2),
    Column("licence", "Licence"), Column("experience_met", "Experience met"), Column("asks", "What it asks"),
    Column("openings", "Openings", "people/year", figures=3),
    Column("room", "Openings for each follower", "openings/person"),
    Column("first", "First"), Column("section", "Section"),
    Column("better", "Better", about="in pay or in the reach of AI"), *REACHED,
    Column("automatable_now", "Automatable, your job", HOURS),
    Column("direction_narrow", "Directs, narrow", HOURS), Column("direction_wide", "Directs, wide", HOURS),
    Column("counted_with", "Counted together with"), Column("pay_local", "Pay of the place"),
)  # fmt: skip
MOVES_FROM = f"{SURVEY} Pay: OEWS. Requirements: BLS, O*NET, this project's lists of licences and programmes."


@table("moves", "Ways out: now, after study, and the most usual", *MOVES, source=MOVES_FROM)
def moves(job: JobContext) -> pd.DataFrame:
    """Moves that stand on the card."""
    return job.moves.moves


@table("every_move", "Every move that was seen", *MOVES, source=MOVES_FROM)
def every_move(job: JobContext) -> pd.DataFrame:
    """Moves that at least one person was seen to make, the most usual first."""
    return job.moves.every


@table("gaps", "Skills gaps of the two first moves", Column("element", "Code"),
       Column("title", "Skill or knowledge"), Column("domain", "Domain"), Column("level_now", "Now", "of 7"),
       Column("level_needed", "Needed", "of 7"), Column("importance", "Importance", "share of the highest"),
       Column("lacking", "Share of the gap", "share of all that is needed"), Column("occupation", "Moved to"),
       source="O*NET ratings of occupations, levels 0 to 7.")  # fmt: skip
def gaps(job: JobContext) -> pd.DataFrame:
    """What the two first moves need above the job of today."""
    return job.moves.gaps.reindex(columns=gaps.names)


@table("direction", "How far the job directs", Column("width", "Definition"), Column("share", "Hours", HOURS),
       Column("rank", "More than in", "share of jobs"))  # fmt: skip
def direction(job: JobContext) -> pd.DataFrame:
    """Hours that direct others or machines, and the rank among all jobs."""
    return job.direction


@table("assumptions", "Assumptions", Column("name", "Assumption"), Column("parameter", "Parameter"),
       Column("value", "Value"), Column("unit", "Unit"), Column("low", "Low"), Column("high", "High"),
       Column("grade", "Grade"), Column("source", "Source"), Column("vintage", "Vintage"),
       Column("own", "Own figure"), source="Each row names its own source.")  # fmt: skip
def assumptions(job: JobContext) -> pd.DataFrame:
    """Every assumed number on which the moves depend."""
    rows = parameter_table(job.parameters, NUMBERS)
    frame = rows.rename(columns={"name": "parameter", "says": "name"})
    return frame[assumptions.names]


@table("tasks", "Your tasks", Column("row", "Row"), Column("task", "Task"), Column("share", "Hours", HOURS),
       Column("how", "Basis"), Column("activity", "Code"), Column("title", "Activity"),
       KIND, Column("score", "Score"), Column("runner_up", "Second choice, code"),
       Column("runner_up_title", "Second choice"), Column("runner_up_score", "Second choice, score"),
       Column("sureness", "Confidence"), Column("right", "Right in tests", "share of tasks"),
       optional=True, source="Your list of tasks, read against O*NET's.")  # fmt: skip
def tasks(job: JobContext) -> pd.DataFrame | None:
    """The person's own tasks, matched to activities."""
    return None if job.query.tasks is None else job.query.tasks.rows


TABLES: tuple[Table[Any], ...] = (
    occupations, activities, kinds, hours_total, reach_by_source, sources, history, history_quintiles, pay,
    flows, moves, every_move, gaps, direction, assumptions, tasks,
)  # fmt: skip
