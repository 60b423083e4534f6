"""The tables of one job, and how its figures stand in sentences and cells."""

from __future__ import annotations

from typing import Any

import pandas as pd

from reallocate.data.country import countries
from reallocate.jobs.model import JobContext
from reallocate.jobs.ways import Row
from reallocate.kernel.money import shown_money
from reallocate.kernel.number import band, cell, rounded, say
from reallocate.kernel.parameters import parameter_table
from reallocate.kernel.table import Column, Range, Table, of_unit, table, with_ends
from reallocate.moves.ways import NUMBERS, REACHED, SAFER
from reallocate.work.reach import SOURCE_WORDS

_KIND = Column("kind", "Kind of work")
_OCCUPATION, _TITLE = Column("occupation", "Code"), Column("title", "Occupation")
_SOURCE = Column("source", "Source", words=SOURCE_WORDS)
_HOURS = "share of hours"
PERCENTILES = {f"wage_p{at}": f"{at}% earn less" for at in (10, 25, 50, 75, 90)}
_SURVEY = "Current Population Survey, weights over those of one person."


_AUTOMATABLE, _AUGMENTABLE = (
    with_ends(Column(name, unit=_HOURS), ", lowest", ", highest") for name in ("automatable", "augmentable")
)
_REACHED_COLUMNS = (*_AUGMENTABLE, *_AUTOMATABLE)
REACH = (
    Range("Augmentable", "augmentable_low", "augmentable_high", "augmentable"),
    Range("Automatable", "automatable_low", "automatable_high", "automatable"),
)
_LABELLED = tuple(
    Column(f"{who}_{name}", f"{words} by {by}", _HOURS)
    for who, by in (("people", "people"), ("model", "GPT-4"))
    for name, words in (("augmentable", "Augmentable"), ("direct", "Automatable"))
)
_MIDDLES = of_unit(_HOURS, augmentable="Augmentable", automatable="Automatable")
_STATUS = Column("status", "Basis")
_DEFINITIONS = {
    "narrow": "Narrow: setting strategies, planning, supervising and directing, staffing",
    "wide": "Wide: also deciding, scheduling, relaying, training, coaching, and checking",
}


@table("occupations", "Occupations that the title may mean", _OCCUPATION, _TITLE,
       Column("weight", "Probability", "share"))  # fmt: skip
def _occupations(job: JobContext) -> pd.DataFrame:
    """The occupations of the title by probability."""
    asked = job.query.job
    frame = pd.DataFrame({"title": asked.titles, "weight": asked.mix})
    return frame.rename_axis("occupation").reset_index()


@table("activities", "Hours by activity", Column("activity", "Code"), Column("title", "Activity"),
       _KIND, Column("share", "Hours", _HOURS), _REACHED_COLUMNS, _LABELLED, _STATUS,
       section="hours", after="sources", show=("title", "kind", "share", *REACH, "status"),
       fold="All activities, with the range over the sources")  # fmt: skip
def _activities(job: JobContext) -> pd.DataFrame:
    """Hours and AI's reach by activity."""
    return job.hours.activities.rename_axis("activity").reset_index()


@table("kinds", "Hours by kind of work", _KIND, Column("share", "Hours", _HOURS),
       _REACHED_COLUMNS, _LABELLED)  # fmt: skip
def _kinds(job: JobContext) -> pd.DataFrame:
    """Hours and AI's reach by kind of work."""
    return job.hours.kinds.rename_axis("kind").reset_index()


@table("hours_total", "All hours", _REACHED_COLUMNS, _LABELLED, Column("share", "Hours", _HOURS))
def _hours_total(job: JobContext) -> pd.DataFrame:
    """AI's reach into all hours."""
    return job.hours.total.astype(float).to_frame().T.reset_index(drop=True)


@table("reach_by_source", "Reach by source and activity", _SOURCE, Column("activity", "Code"),
       _MIDDLES, _STATUS)  # fmt: skip
def _reach_by_source(job: JobContext) -> pd.DataFrame:
    """Each source's reach into each activity."""
    return job.hours.by_source.rename_axis(["source", "activity"]).reset_index()


@table("sources", "Reach by source", _SOURCE, _MIDDLES, section="hours", caption="The sources disagree")
def _sources(job: JobContext) -> pd.DataFrame:
    """Each source's reach into all hours."""
    rows = job.hours.source_totals
    if job.own_reach is not None:
        rows = pd.concat([rows, job.own_reach[list(rows.columns)]])
    return rows.rename_axis("source").reset_index()


@table("history", "Employment and pay by year", Column("year", "Year", "year"),
       with_ends(Column("employment", "Employment", "people"), ", low", ", high"),
       with_ends(Column("wage_mean", "Mean pay", "USD/year"), ", low", ", high", "wage"),
       with_ends(Column("wage_real", "Mean pay, real", "USD/year"), ", low", ", high"), _STATUS,
       Column("status_words", "Basis in words"),
       source="US employment and pay by occupation (OEWS); low and high hold 90% of the sampling error.",
       )  # fmt: skip
def _history(job: JobContext) -> pd.DataFrame:
    """Employment and pay by year."""
    return job.history.years.rename_axis("year").reset_index()


@table("history_quintiles", "Growth beside jobs as exposed", _SOURCE, Column("quintile", "Exposure quintile"),
       *(Column(f"{who}_{when}{end}", f"{words}, {years}{edge}", "share/year", signed=True)
         for who, words in (("job", "This job"), ("quintile", "Its quintile"), ("all", "All jobs"))
         for when, years in (("before", "2017–19"), ("after", "2022–25"))
         for end, edge in ((("", ""), ("_low", ", low"), ("_high", ", high")) if who == "quintile"
                           else (("", ""),))),
       source="US employment by occupation (OEWS); quintile 5 is the most exposed.",
       section="history", fold="Growth beside jobs as exposed",
       show=("source", "quintile", "job_before", "quintile_before", "all_before", "job_after",
             "quintile_after", "all_after"))  # fmt: skip
def _history_quintiles(job: JobContext) -> pd.DataFrame:
    """Growth of the job beside that of jobs as exposed."""
    frame = job.history.quintiles.rename_axis("source").reset_index()
    return frame.rename(columns=lambda name: str(name).replace("fifth", "quintile"))


@table("pay", "Pay", _OCCUPATION, _TITLE, Column("weight", "Probability", "share"),
       Column("place", "Place, code"), Column("place_title", "Place"), Column("level", "Level of place"),
       *(Column(name, words, "USD/year", figures=3) for name, words in PERCENTILES.items()),
       Column("wage_mean", "Mean pay", "USD/year", figures=3), _STATUS, Column("top_coded", "Top-coded"),
       Column("employment", "Employment of the place", "people"),
       Column("employment_here", "Employment", "people"),
       source="US pay by occupation and area (OEWS).",
       section="pay", show=("title", "place_title", *PERCENTILES))  # fmt: skip
def _pay(job: JobContext) -> pd.DataFrame:
    """Pay in the place by occupation."""
    frame = job.pay.pay.assign(employment_here=job.pay.employment)
    return frame.rename_axis("occupation").reset_index()


@table("flows", "A year in the nation", _OCCUPATION, _TITLE,
       Column("weight", "Probability", "share"),
       of_unit("people", employment_2024="Employment 2024", employment_2034="Employment 2034"),
       of_unit("people/year", openings="Openings", leaving_work="Leave work",
               changing_occupation="Change occupation", separations="Separations"),
       Column("self_employed_share", "Self-employed", "share of people"),
       source="Employment projections of the Bureau of Labor Statistics.",
       section="pay", show=("title", "openings", "leaving_work", "changing_occupation"))  # fmt: skip
def _flows(job: JobContext) -> pd.DataFrame:
    """Openings and separations a year."""
    return job.pay.flows.rename_axis("occupation").reset_index()


_OF_100 = "people of 100 who left"
_FACTS = (
    Column("star", "Star", about="better, keeps pay, and has openings for all who are sent there"),
    *of_unit(_OF_100, of_100_leavers="Of 100 who left", low="Of 100, low", high="Of 100, high"),
    Column("seen", "People seen", "people"),
    *of_unit("probability/year", odds_low="Hired if trying, low", odds_high="Hired if trying, high"),
    Column("ten_year", "Hired within ten years", "probability"),
    Column("entry_pay", "Pay at the start", "USD/year", figures=3),
    Column("later_pay", "Pay later", "USD/year", figures=3, about="the median of the occupation"),
    *of_unit("USD/year", later_pay_low="Pay later, 25th percentile",
             later_pay_high="Pay later, 75th percentile"),
    Column("pay_known", "Pay known", about="no: pay is at least that"),
    Column("entry_change", "Start against yours", "share", signed=True),
    Column("pay_change", "Later against yours", "share", signed=True), *_REACHED_COLUMNS,
    Column("automatable_now", "Automatable, your job", _HOURS),
    Column("years_of_study", "Study", "years"), Column("apprenticeship", "Apprenticeship"),
    Column("tuition", "Tuition", "USD", figures=2),
    Column("wait", "Until pay as there", "years", about="study or apprenticeship"),
    *of_unit("years", payback_low="Paid back after, all pay kept", payback_high="Paid back after, half kept"),
    *of_unit("years of age", age_low="Age then, all pay kept", age_high="Age then, half kept"),
    Column("licence", "Licence"), Column("experience_met", "Experience met"), Column("asks", "What it asks"),
    *of_unit("people/year", openings="Openings", looking="Colleagues who look"),
    Column("room", "Openings for each who looks", "openings/person"),
    Column("better", "Better", about="in pay or in the reach of AI"),
    Column("direction_narrow", "Directs, narrow", _HOURS), Column("direction_wide", "Directs, wide", _HOURS),
    Column("counted_with", "Counted together with"), Column("pay_local", "Pay of the place"),
)  # fmt: skip
_MOVED = Column("title", "Moved to")
_MOVES_FROM = (
    f"{_SURVEY} Pay: OEWS. Requirements: BLS, O*NET, this project's lists of licences and programmes."
)


@table("options", "Three options: stay, move sideways, study", Column("option", "Option"),
       Column("rank", "Rank"), _OCCUPATION, _MOVED,
       Column("step", "Step", about="of evidence; 0 the surest, which in sideways moves keeps pay"),
       Column("label", "Label", about="what holds of the option's moves"), _FACTS,
       source=_MOVES_FROM)  # fmt: skip
def options(job: JobContext) -> pd.DataFrame:
    """The present job, and the moves that stand on the card, best first."""
    return job.moves.options[options.names]


@table("reached", "Hours that AI reaches least and most", Column("reached", "Reached"),
       Column("activity", "Code"), Column("title", "Activity"), Column("share", "Hours", _HOURS),
       *_AUTOMATABLE, section="hours", show=("reached", "title", "share", REACH[1]))  # fmt: skip
def _reached(job: JobContext) -> pd.DataFrame:
    """The three activities that AI reaches least and the two that it reaches most, of 3% of hours or more."""
    return job.reached[_reached.names]


@table("industries", "The same job in other industries", Column("industry", "Code"),
       Column("title", "Industry"), Column("employment", "Employed", "people"),
       Column("share", "People of the job", "share of people"),
       Column("wage_p50", "Median pay", "USD/year", figures=3),
       Column("change", "Against the job's median", "share", signed=True),
       source="US pay by occupation and industry (OEWS), industries with 2% of the job's people.",
       section="pay", show=("title", "share", "wage_p50", "change"))  # fmt: skip
def _industries(job: JobContext) -> pd.DataFrame:
    """Median pay in the nation by industry, the best paid first."""
    return job.industries[_industries.names]


@table("displaced", "People of this age who had lost a job", Column("survey_year", "Survey in January"),
       Column("group", "Age"),
       of_unit("share of the displaced", employed="In work", unemployed="Looking for work",
               outside="Out of the labour force"),
       optional=True, section="history",
       source="BLS Displaced Worker Supplement; jobs lost in the three years before.")  # fmt: skip
def _displaced(job: JobContext) -> pd.DataFrame | None:
    """Where they stood at the next survey; no ages at which surveys differ much."""
    return None if job.displaced is None or job.displaced.empty else job.displaced


@table("every_move", "Every move that at least ten people made", _OCCUPATION, _MOVED, _FACTS,
       source=_MOVES_FROM)  # fmt: skip
def every_move(job: JobContext) -> pd.DataFrame:
    """Moves that at least ten people were seen to make, the most usual first."""
    return job.moves.every[every_move.names]


@table("gaps", "Skills gaps of the first moves sideways", Column("element", "Code"),
       Column("title", "Skill or knowledge"), Column("domain", "Domain"), Column("level_now", "Now", "of 7"),
       Column("level_needed", "Needed", "of 7"), Column("importance", "Importance", "share of the highest"),
       Column("lacking", "Share of the gap", "share of all that is needed"), Column("occupation", "Moved to"),
       source="O*NET ratings of occupations, levels 0 to 7.")  # fmt: skip
def _gaps(job: JobContext) -> pd.DataFrame:
    """What the two first moves sideways need above the job of today."""
    return job.moves.gaps.reindex(columns=_gaps.names)


@table("direction", "How far the job directs", Column("width", "Definition"), Column("share", "Hours",
_HOURS),
       Column("rank", "More than in", "share of jobs"),
       section="direction", rows=lambda rows, facts: rows.replace({"width": _DEFINITIONS}))  # fmt: skip
def _direction(job: JobContext) -> pd.DataFrame:
    """Hours that direct others or machines, and the rank among all jobs."""
    return job.direction


@table("assumptions", "Assumptions", Column("name", "Assumption"), Column("parameter", "Parameter"),
       Column("value", "Value"), Column("unit", "Unit"), Column("low", "Low"), Column("high", "High"),
       Column("grade", "Grade"), Column("source", "Source"), Column("vintage", "Vintage"),
       Column("own", "Own figure"), source="Each row names its own source.",
       section="assumptions", fold="All assumptions, with range, grade, source",
       show=("name", "value", "unit", Range("Range", "low", "high"), "grade", "source"))  # fmt: skip
def _assumptions(job: JobContext) -> pd.DataFrame:
    """Every assumed number on which the moves depend."""
    rows = parameter_table(job.parameters, NUMBERS)
    frame = rows.rename(columns={"name": "parameter", "says": "name"})
    return frame[_assumptions.names]


@table("tasks", "Your tasks", Column("row", "Row"), Column("task", "Task"), Column("share", "Hours", _HOURS),
       Column("how", "Basis"), Column("activity", "Code"), Column("title", "Activity"),
       _KIND, Column("score", "Score"), Column("runner_up", "Second choice, code"),
       Column("runner_up_title", "Second choice"), Column("runner_up_score", "Second choice, score"),
       Column("sureness", "Confidence"), Column("right", "Right in tests", "share of tasks"),
       optional=True, source="Your list of tasks, read against O*NET's.",
       section="hours", show=("task", "share", "title", "how", "right"))  # fmt: skip
def _tasks(job: JobContext) -> pd.DataFrame | None:
    """The person's own tasks, matched to activities."""
    return None if job.query.tasks is None else job.query.tasks.rows


TABLES: tuple[Table[Any], ...] = (
    _occupations, _activities, _kinds, _hours_total, _reach_by_source, _sources, _history, _history_quintiles,
    _pay,
    _flows, _industries, _reached, _displaced, options, every_move, _gaps, _direction, _assumptions, _tasks,
)  # fmt: skip


_DEGREES = {
    11.0: "no high school diploma",
    12.0: "a high school diploma",
    13.0: "some college or a certificate",
    14.0: "an associate's degree",
    16.0: "a bachelor's degree",
    18.0: "a master's degree",
    20.0: "a doctoral or professional degree",
}
"""Years of school in words."""


_A_QUARTER = 0.25


def usd(amount: float, figures: int = 3) -> str:
    """Money to significant figures, such as 58,400 USD."""
    shown = shown_money()
    number = cell(rounded(shown.of(amount), figures), "persons")
    return f"{number} USD" if shown.is_dollar else f"{shown.before}{number}"


def dollars(amount: float, figures: int = 3) -> str:
    """Money as pages for everybody write it: $58,400."""
    return f"{shown_money().sign}{cell(rounded(shown_money().of(amount), figures), 'persons')}"


def licensing_board() -> str:
    """Who says what a course is worth."""
    return "the licensing board of your state" if shown_money().is_home else "the body that licenses the job"


def lower(title: str) -> str:
    """A title within a sentence; names of languages keep their capital."""
    return " ".join(word if word.startswith("English") else word.lower() for word in title.split())


def took(row: Row) -> str:
    """How long study or a paid apprenticeship takes: 4 years, 10 months, 5 weeks."""
    years = float(row["wait"] if row.get("apprenticeship") else row["years_of_study"])
    if 0 < years < _A_QUARTER:
        weeks = max(1, round(52 * years))
        return "1 week" if weeks == 1 else f"{weeks} weeks"
    return degree_years(years)


def degree_years(years: float) -> str:
    """How long study takes: 4 years, 10 months."""
    if years < 1.0:
        return f"{round(12 * years)} months"
    return "1 year" if years == 1.0 else f"{years:g} years"


def pay_back(row: Row) -> str:
    """How long higher pay takes to repay study, with all and with half of the pay kept meanwhile."""
    low, high = (f"{float(row[f'payback_{end}']):.1f}" for end in ("low", "high"))
    if high == "0.0":
        return "at once"
    return f"in {high} years" if low == high else f"in {low} to {high} years"


def openings_for(row: Row) -> str:
    """Openings a year, and the colleagues who look for other work: 950 for 200."""
    openings, looking = (cell(rounded(row[name], 2), "persons") for name in ("openings", "looking"))
    return openings if row["looking"] != row["looking"] else f"{openings} for {looking}"


def reach(row: Row | pd.Series, name: str) -> str:
    """A share of hours with its range over the sources: 41% (30–52%).

    row : with the median, lowest and highest
    name : of the share
    """
    middle, low, high = (float(row[f"{name}{end}"]) for end in ("", "_low", "_high"))
    return band(middle, low, high, "share")


def change(row: Row, name: str) -> str:
    """A share of hours before and after a move, the latter with its range: 72% → 31% (14–52%)."""
    return f"{cell(float(row[f'{name}_now']), 'share')} → {reach(row, name)}"


def target(row: Row) -> str:
    """The title of a move's target, with a mark where the survey counts it together with others."""
    return f"{row['title']}{' †' if row['counted_with'] else ''}"


def of_hundred(row: Row) -> str:
    """Of 100 people who left the occupation, how many went there, with an 80% interval."""
    middle, low, high = (in_hundred(float(row[name]) / 100) for name in ("of_100_leavers", "low", "high"))
    return f"{middle} ({low}–{high})"


def degree(years: float) -> str:
    """The highest level that so many years of school reach, in words."""
    return _DEGREES[max((one for one in _DEGREES if one <= years), default=min(_DEGREES))]


def further(row: Row) -> str:
    """How much further AI reaches into a move's job than into one's own; "" where it does not."""
    hours = hours_further(row)
    return f"AI reaches further there: {hours}" if hours else ""


def hours_further(row: Row) -> str:
    """The hours of both, where AI reaches further into a move's job; "" where it does not."""
    there, now = (float(row[name]) for name in ("automatable", "automatable_now"))
    if there < REACHED or there - now <= SAFER:
        return ""
    return f"{100 * there:.0f} of 100 hours against {100 * now:.0f}"


def odds_of(row: Row) -> str:
    """Of 100 who try for a year, how many would be hired, as a band of fives: 20–60."""
    low, high = (5 * round(20 * float(row[f"odds_{end}"])) for end in ("low", "high"))
    return f"{low}–{max(high, low + 20)}"


def pay_figures(row: Row, which: str) -> str:
    """Pay after a move to three significant figures, or at least that [USD/year].

    which : later or entry
    """
    return cell(rounded(float(row[f"{which}_pay"])), "persons") + _or_more(row, which)


def against(row: Row, which: str) -> str:
    """Pay after a move against one's own: +12%, −5%; at least that where it is only known to be high."""
    name = "pay_change" if which == "later" else "entry_change"
    whole = round(100 * float(row[name]))
    return (f"{whole:+d}%".replace("-", "−") if whole else "0%") + _or_more(row, which)


def _or_more(row: Row, which: str) -> str:
    """Of pay that is only known to be high."""
    return " or more" if which == "later" and not row["pay_known"] else ""


def by_year(row: Row, name: str) -> str:
    """A figure of the history to four significant figures, with the range of its sampling error.

    name : employment or wage_mean
    """
    stem = "wage" if name == "wage_mean" else name
    value, low, high = (rounded(row[one], 4) for one in (name, f"{stem}_low", f"{stem}_high"))
    text = cell(value, "persons")
    return text if low != low else band(value, low, high, "persons")


def in_place(title: str) -> str:
    """A place as it stands in a sentence."""
    return {one.title: one.name for one in countries().values()}.get(title, title)


def in_hundred(share: float) -> str:
    """A share as people of 100: 12, 5.7, under 0.1."""
    of_all = 100 * share
    if of_all < 0.1:
        return "under 0.1"
    return f"{of_all:.0f}" if of_all >= 9.95 else f"{of_all:.1f}"


def people(count: float) -> str:
    """About how many people the survey saw; whoever was seen at all is at least one.

    count : [people] recovered from weights, not whole
    """
    whole = max(1, round(count)) if count > 0 else 0
    return "about 1 person" if whole == 1 else f"about {say(whole, 'people')}"


def went(row: Row, between: str = "; ") -> str:
    """Of 100 who left, how many went there, and how many people the survey saw do so.

    between : what stands between the two
    """
    return f"{of_hundred(row)}{between}{people(row['seen'])}"


def years_of(years: int) -> str:
    """How long is looked ahead."""
    return "1 year" if years == 1 else f"{years} years"
