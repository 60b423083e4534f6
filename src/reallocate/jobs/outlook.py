"""What becomes of a job, and its three ways in short: the sentences that stand first on its card."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reallocate.jobs.model import JobContext
from reallocate.jobs.moves_text import TEXT, Facts
from reallocate.jobs.tables import against, degree, dollars, licensing_board, lower, took
from reallocate.jobs.ways import Row, rows_of
from reallocate.kernel.money import shown_money
from reallocate.kernel.number import cell, rounded
from reallocate.moves.odds import SEARCHING
from reallocate.moves.options import DOUBLED, SIDEWAYS, STAY, STUDY
from reallocate.work.reach import SOURCES_OF_REACH

_FIRST_YEAR, _LAST_YEAR = 2024, 2034
"""Of the projection."""
_STILL = 0.005
"""Changes below this round to nothing [share]."""
_MOST_EXPOSED = 5
"""Fifth of jobs."""
_CODE = re.compile(r"\b\d\d-\d{4} ")
_WRITE = re.compile(r" Write a code[^.]*\.")
_BRACKETS = re.compile(r",? \(?(?:Government|Local Government) Owned\)?$|, excluding .*$| \([^)]*\)$")
"""What official titles of industries say besides."""


def _people_called(job: JobContext) -> str:
    """The people of the job, in the words that were asked where its title begins so: payroll clerks."""
    titles = list(job.query.job.titles)
    if len(titles) > 1:
        return f"people in the {len(titles)} occupations that “{job.query.job.asked}” may mean"
    official = lower(str(titles[0]))
    words, asked = official.split(), job.query.job.asked.casefold().split()
    if "," in official or not asked:
        return official
    found = [next((word for word in words if _is_form(word, one)), "") for one in asked]
    is_short = all(found) and found[0] == words[0] and found[-1].endswith("s")
    return " ".join(found) if is_short else official


def _is_form(word: str, asked: str) -> bool:
    """Whether a word is the one that was asked, or its plural."""
    return word in (asked, f"{asked}s", f"{asked}es", f"{asked.removesuffix('y')}ies")


def _projected(job: JobContext) -> tuple[float, float, float]:
    """People in the first and the last year of the projection, and openings a year."""
    begin, end, openings = (
        float(job.pay.flows[name].to_numpy(float).sum())
        for name in ("employment_2024", "employment_2034", "openings")
    )
    return begin, end, openings


def _growth(job: JobContext) -> tuple[float, float]:
    """Growth a year of the job and of all jobs since 2022; missing where a code was divided."""
    rows = job.history.quintiles
    if rows.empty:
        return float("nan"), float("nan")
    return float(rows["job_after"].iloc[0]), float(rows["all_after"].iloc[0])


def _went(share: float) -> str:
    """Grew or shrank by so much a year."""
    return f"{'grew' if share >= 0 else 'shrank'} by {cell(abs(share), 'share')} a year"


def office() -> str:
    """Who projects jobs, as a sentence begins."""
    return "The US government" if shown_money().is_home else "The projection"


@TEXT.sentence("outlook")
def outlook_head(job: JobContext, facts: Facts) -> str:
    """How many more or fewer people the government expects in the job."""
    begin, end, _ = _projected(job)
    if begin != begin or end != end:
        own, _ = _growth(job)
        grew = f" It {_went(own)} from 2022 to 2025." if own == own else ""
        return f"There is no projection of this job.{grew}"
    if abs(end / begin - 1.0) < _STILL:
        count = f"in {_LAST_YEAR} as in {_FIRST_YEAR}, about {_whole(end)}"
        return f"{office()} expects as many {_people_called(job)} {count}."
    return f"{office()} expects {_expected(job)} by {_LAST_YEAR}."


@TEXT.sentence("outlook")
def outlook_change(job: JobContext, facts: Facts) -> str:
    """The same as a part of a sentence: 17% fewer payroll clerks."""
    begin, end, _ = _projected(job)
    return "" if begin != begin or end != end else _expected(job)


def _expected(job: JobContext) -> str:
    begin, end, _ = _projected(job)
    change = end / begin - 1.0
    if abs(change) < _STILL:
        return f"about as many {_people_called(job)}"
    way = "fewer" if change < 0 else "more"
    return f"{cell(abs(change), 'share', digits=0)} {way} {_people_called(job)}"


@TEXT.sentence("outlook")
def outlook_lead(job: JobContext, facts: Facts) -> Iterator[str]:
    """People then and now, openings a year, and what happened since 2022 beside all jobs."""
    begin, end, openings = _projected(job)
    if begin == begin and end == end:
        yield f"From {_whole(begin)} in {_FIRST_YEAR} to {_whole(end)}."
    if openings == openings:
        count = f"About {_whole(openings)}" if openings else "Fewer than 50"
        why = " even so, because people leave" if end < begin else ""
        yield f"{count} jobs open each year{why}."
    own, every = _growth(job)
    if own != own:
        if len(job.history.quintiles):
            yield "How it changed since 2022 cannot be told: its code changed meanwhile."
        else:
            yield job.history.said[0]
        return
    grew = "grew" if every >= 0 else "shrank"
    yield f"From 2022 to 2025 the job {_went(own)}; all jobs {grew} by {cell(abs(every), 'share')}."


def _whole(count: float) -> str:
    return str(cell(rounded(count, 4), "persons"))


@TEXT.sentence("outlook")
def outlook_note(job: JobContext, facts: Facts) -> Iterator[str]:
    """What the projection is not, and how many hold the job in the place."""
    yield "This is about the job, not about you, and not your chance of losing it."
    if job.query.area is None:
        return
    here = job.pay.employment
    place = job.query.area_title
    if here.isna().all():
        yield f"How many of these jobs {place} has was not published."
    else:
        yield f"{place} has {cell(rounded(float(here.sum())), 'persons')} of these jobs."


@TEXT.sentence("young", "history")
def young_text(job: JobContext, facts: Facts) -> Iterator[str]:
    """What is known of people of 22 to 25 where AI could do most, and whether this job is among those.

    Source: Brynjolfsson, Chandar, Chen 2025, "Canaries in the Coal Mine?"; others: `reallocate claims 12b`.
    """
    yield (
        "At ages 22–25, jobs fell by 13% in the occupations that AI could do most of, compared with other "
        "occupations (records of a large US payroll company, Brynjolfsson, Chandar, Chen 2025). A US "
        "household survey shows a fall as well; Norway and Sweden show none beyond chance. AI need not be "
        "the cause: interest rates rose in the same months."
    )
    rows = job.history.quintiles
    if len(rows):
        most = int((rows["fifth"] == _MOST_EXPOSED).sum())
        yield f"{most or 'None'} of {len(rows)} sources put this job in the most exposed fifth of jobs."


@TEXT.sentence("card")
def read_as(job: JobContext, facts: Facts) -> Iterator[str]:
    """How the words that were asked are read, without codes; nothing where they are an official title."""
    for line in job.query.job.said:
        yield _WRITE.sub("", _CODE.sub("", line))


@TEXT.sentence("card")
def ways_in_short(job: JobContext, facts: Facts) -> str:
    """Stay, the first move sideways and the first after study, in one sentence."""
    side, study = (job.moves.of(option)[:1] for option in (SIDEWAYS, STUDY))
    parts = ["stay"]
    for row in side:
        course = f"after {took(row)}" if row["years_of_study"] > 0 else "without a course"
        parts.append(f"try to join the {lower(row['title'])} {course} ({_paid(row)})")
    for row in study:
        learn = "train" if row["apprenticeship"] else "study"
        parts.append(f"{learn} {took(row)} to join the {lower(row['title'])} ({_paid(row)})")
    missing = "" if side else f" {job.moves.labels[SIDEWAYS]}"
    joined = ", or ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else parts[0]
    return f"You can {joined}.{missing}"


def _paid(row: Row) -> str:
    """Later pay beside one's own."""
    change = against(row, "later")
    return "the same pay" if change == "0%" else f"{change} pay"


@TEXT.sentence("card")
def stay_in_short(job: JobContext, facts: Facts) -> Iterator[str]:
    """The hours that AI reaches least and most, and where the job pays most."""
    rows = rows_of(job.reached)
    least, most = ([row for row in rows if row["reached"] == which][:1] for which in ("least", "most"))
    if least and most and least[0]["automatable"] < most[0]["automatable"]:
        ends = [f"{lower(row['title'])} ({cell(row['automatable'], 'share')})" for row in (*least, *most)]
        yield f"AI reaches least into {ends[0]}, most into {ends[1]}."
    best = rows_of(job.industries)[:1] if len(job.industries) > 1 else []
    for row in best:
        if row["change"] > 0:
            more = cell(row["change"], "share", signed=True, digits=0)
            yield f"Best paid: {_BRACKETS.sub('', row['title']).lower()} ({more})."


@TEXT.sentence("card")
def learn_in_short(job: JobContext, facts: Facts) -> Iterator[str]:
    """What it takes to learn the job, how many openings it has, and how far AI reaches."""
    found, total = job.learning, job.hours.total
    after = f"after {degree(found.held)}"
    if found.apprenticeship:
        yield f"You learn this job as a paid apprentice, 4 to 5 years {after}."
    elif found.years:
        cost = f" and about {dollars(found.tuition, 2)} of tuition" if found.tuition >= 50 else ""
        yield f"It takes {took({'years_of_study': found.years})} of study{cost}, {after}."
    else:
        yield f"It takes no course or licence {after}."
    stay = job.moves.of(STAY)[0]
    place = "in the nation" if job.query.area is None else f"in {job.query.area_title}"
    if stay["openings"] == stay["openings"]:
        yield f"About {cell(rounded(stay['openings'], 2), 'persons')} of these jobs open each year {place}."
    low, high = (cell(float(total[f"automatable_{end}"]), "share") for end in ("low", "high"))
    middle = cell(float(total["automatable"]), "share")
    yield f"AI could do {middle} of its hours alone; sources say {low} to {high}."


@TEXT.sentence("card")
def usual_in_short(job: JobContext, facts: Facts) -> str:
    """How many other moves people made, and what the commonest of them pays."""
    others = job.moves.every[~job.moves.every["occupation"].isin(job.moves.options["occupation"])]
    if others.empty:
        return ""
    title, change = str(others["title"].iloc[0]), float(others["pay_change"].iloc[0])
    count = "1 occupation" if len(others) == 1 else f"{len(others)} occupations"
    if change > DOUBLED:
        return f"{count}; the most common is {title}"
    way = "less" if change < 0 else "more"
    return f"{count}; the most common, {title}, pays {cell(abs(change), 'share', digits=0)} {way}"


@TEXT.sentence("card")
def reach_head(job: JobContext, facts: Facts) -> str:
    """How many hours AI could do alone, and how far the sources disagree."""
    shares, count = job.hours.source_totals["automatable"], len(SOURCES_OF_REACH)
    low, high = (cell(float(one), "share") for one in (shares.min(), shares.max()))
    middle = cell(float(job.hours.total["automatable"]), "share")
    if low == high:
        return f"AI could do {middle} of the hours alone, say all {count} sources"
    return f"AI could do {middle} of the hours alone, but {count} sources range from {low} to {high}"


@TEXT.sentence("card")
def who_look(job: JobContext, facts: Facts) -> str:
    """Whom openings are set against."""
    share = 100 * job.parameters[SEARCHING]
    return f"Colleagues who look: {share:.0f} of 100 in your job here, an assumption."


@TEXT.sentence("card")
def kinds_in_short(job: JobContext, facts: Facts) -> str:
    """The kinds of work that AI reaches most and least."""
    kinds = job.hours.kinds[job.hours.kinds["share"] > 0].rename_axis("kind").reset_index()
    rows = sorted(rows_of(kinds), key=lambda row: -float(row["automatable"]))
    if len(rows) < 2 or rows[0]["automatable"] == rows[-1]["automatable"]:
        return ""
    most, least = (
        (row["kind"].lower(), cell(row["share"], "share"), cell(row["automatable"], "share"))
        for row in (rows[0], rows[-1])
    )
    return (
        f"By kind of work, most in {most[0]} ({most[1]} of the hours, {most[2]} of them), least in "
        f"{least[0]} ({least[1]}, {least[2]})."
    )


@TEXT.sentence("learn")
def learn_month(job: JobContext, facts: Facts) -> Iterator[str]:
    """What somebody who might learn the job can do this month."""
    title = lower(str(job.query.job.titles.iloc[0]))
    yield f"Read three postings for {title} where you would live. Note what they ask."
    yield "Ask somebody who does this work about a usual week, first pay and what they would learn today."
    if job.learning.years or job.learning.apprenticeship:
        yield (
            f"Before you pay for a course, ask {licensing_board()} and two employers what they accept."
        )
    yield "Compare it with a second job, above, and go through both with an adviser at school."
