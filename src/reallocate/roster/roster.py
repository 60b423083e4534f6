"""A roster as a whole: people, occupations, groups, and the roles for a plan; every figure is exact."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

from reallocate.data.titles.abbreviations import Abbreviations
from reallocate.data.titles.firm_industry import FirmIndustry
from reallocate.data.titles.match import CHOSEN, LISTED, OFFICIAL, TitleMatch, TitleMatcher
from reallocate.kernel.errors import InputError, Problem, nearest
from reallocate.kernel.money import shown_money
from reallocate.roster.faults import grouped
from reallocate.roster.file.cells import CONTRACTOR, FILLED, OPEN
from reallocate.roster.file.limits import ReadOptions
from reallocate.roster.groups import FEW, group_counts
from reallocate.roster.matching import NOT_RECOGNISED, PROVISIONAL, SURE, certainty, read_titles
from reallocate.roster.names import words_of
from reallocate.roster.pay import PAY, proposed_country
from reallocate.roster.people import HAS_LEFT, People, read_people
from reallocate.roster.reporting import Spans, spans
from reallocate.roster.roles import RoleTable, Unrecognised
from reallocate.roster.staffing import own_cost, planned_elsewhere, protected_people, staffing, sure_people
from reallocate.work.firm import OF_COLUMN, OTHER, UNRECOGNISED, UNRECOGNISED_TITLE, plain
from reallocate.work.world import World

_GROUPED_BY = ("department", "location", "country", "level", "age")
_SHOWN, _TO_CHECK = 8, 5
_NO_PAY = "blank or zero pay"
_FAULTY = "at fault"
_LEAST_SAID = 0.05
"""[FTE] Less is nobody, by rounding."""
_PEOPLES = (HAS_LEFT, _FAULTY)
"""Why rows of people are not used."""


@dataclass(frozen=True)
class Given:
    """What a user says of a roster besides the file.

    columns : the user's header by our column
    choices : (title) occupation
    reading : row of the column heads, day of the file, rates of currencies
    abbreviations : what short forms in titles mean, as they ship by default
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    choices: Mapping[str, str] = field(default_factory=dict)
    reading: ReadOptions = field(default_factory=ReadOptions)
    abbreviations: Abbreviations | None = None


@dataclass(frozen=True, eq=False)
class Roster:
    """A roster that was read and matched.

    people : its rows
    occupations : (row) code, "" where it is not recognised
    matches : (title) how it was read
    titles : (occupation) official title
    group_titles : (code of a group of occupations) title
    told_industry : industry that its own titles tell, "" where the user names one or few titles tell it
    """

    people: People
    occupations: pd.Series
    matches: Mapping[str, TitleMatch]
    titles: Mapping[str, str]
    group_titles: Mapping[str, str] = field(default_factory=dict)
    told_industry: str = ""

    @property
    def filled(self) -> pd.Series:
        """(row) Whether somebody of the firm's own works there."""
        return self.people.rows["status"].eq(FILLED)

    @property
    def planned_as(self) -> pd.Series:
        """(row) The code with which each stands in a plan: nobody is left out for want of an occupation."""
        return self.occupations.mask(self.occupations.eq(""), UNRECOGNISED)

    @property
    def unrecognised(self) -> Unrecognised:
        """The firm's own people whose title is not recognised."""
        titles = self.people.rows.loc[self.filled & self.occupations.eq(""), "title"]
        return Unrecognised(len(titles), titles.nunique(), int(self.filled.sum()))

    @property
    def is_faulty(self) -> pd.Series:
        """(row) Whether a fault keeps it out of a plan."""
        # Row 1 of the file is its first line; the index of rows is the same number.
        index = self.people.rows.index
        return pd.Series(index.isin([fault.row for fault in self.people.removing]), index=index)

    @property
    def positions(self) -> float:
        """Full-time positions that the firm's own people make, those at fault left out [FTE]."""
        return float(self.people.rows.loc[self.filled & ~self.is_faulty, "fte"].sum())

    def without_faulty(self) -> Roster:
        """The roster without the rows whose fault keeps them out, which are counted among those not used."""
        rows = self.people.rows
        faulty = rows.index[self.is_faulty]
        kept = rows.drop(index=faulty)
        kept["manager"] = kept["manager"].mask(kept["manager"].isin(faulty))
        left_out = {**self.people.not_used, _FAULTY: len(faulty)} if len(faulty) else self.people.not_used
        people = replace(self.people, rows=kept, faults=(), not_used=left_out)
        return replace(self, people=people, occupations=self.occupations.drop(index=faulty))

    def counts(self) -> dict[str, int]:
        """People, contractors and open positions; contractors are no part of the people.

        Rows whose status is faulty count as none of these.
        """
        status = self.people.rows["status"]
        kinds = {"people": FILLED, "contractors": CONTRACTOR, "open_positions": OPEN}
        return {name: int(status.eq(kind).sum()) for name, kind in kinds.items()}

    def pay(self) -> pd.Series:
        """(currency) people of the firm's own whose pay is used, by its currency; empty without pay."""
        if not {*PAY} & self.people.columns.keys():
            return pd.Series(dtype=int)
        rows = self.people.rows[self.filled]
        return group_counts(rows.loc[own_cost(rows, 1.0).notna(), "currency"])

    def unpaid(self) -> int:
        """People of the firm's own who have no pay in a file that gives pay."""
        gives_pay = bool({*PAY} & self.people.columns.keys())
        return int(own_cost(self.people.rows[self.filled], 1.0).isna().sum()) if gives_pay else 0

    def pay_currencies(self) -> list[str]:
        """Currencies with a rate, other than the firm's money, in which somebody of its own is paid."""
        codes = self.people.rows.loc[self.filled, "currency"].unique().tolist()
        return sorted({*codes} & self.people.rates.known - {shown_money().code})

    def not_used(self) -> dict[str, int]:
        """Rows of the file that are nobody's of today, and people whose pay is not used, by reason."""
        unpaid = self.unpaid()
        return {**self.people.not_used, **({_NO_PAY: unpaid} if unpaid else {})}

    def title_counts(self) -> dict[str, int]:
        """(title) In how many rows it stands, open positions and contractors included; most first."""
        borne = self.people.rows["title"].value_counts()
        counts = {str(title): int(size) for title, size in borne.items() if title != ""}
        return dict(sorted(counts.items(), key=lambda one: (-one[1], one[0])))

    def certainty(self) -> pd.Series:
        """(sure, provisional or not recognised) people by how sure their occupation is."""
        kinds = certainty(self.people.rows, self.occupations, self.matches)[self.filled]
        sizes = kinds.value_counts()
        return sizes.reindex([kind for kind in (SURE, PROVISIONAL, NOT_RECOGNISED) if kind in sizes])

    @cached_property
    def groups(self) -> dict[str, pd.Series]:
        """People by department, location, country, level and age, as far as the file has them.

        Groups of fewer than five are "other".
        """
        rows = self.people.rows[self.filled]
        return {column: group_counts(rows[column]) for column in _GROUPED_BY if rows[column].ne("").any()}

    def tree(self) -> Spans | None:
        """Spans and layers of the reporting tree of people, contractors and open positions."""
        return spans(self.people.rows["manager"]) if "manager" in self.people.columns else None


def read_roster(
    path: Path, world: World, weights: pd.Series | None = None, given: Given | None = None
) -> Roster:
    """The roster in a file, each title matched to an occupation where one is likely.

    path : CSV, the first sheet of a workbook, or Parquet; one row a person or position
    world : occupations and titles
    weights : (occupation) [persons] in the user's industry, for titles that name several
    given : columns and choices of the user
    Raises `InputError` where it cannot be read; what is wrong in its rows is in `Roster.people.faults`.
    """
    given = given or Given()
    titles = {str(code): str(title) for code, title in world.occupations["title"].items()}
    matcher = TitleMatcher(world)
    # Asked for once before: the file is read in a process of its own, and what that makes ends with it.
    matcher.is_known("")
    ordinary = words_of(world, matcher.is_known)
    people = read_people(path, titles, given.columns, given.reading, ordinary)
    occupations, matches, told = read_titles(people.rows, world, weights, given.choices, given.abbreviations)
    known = world.table("groups")
    groups = dict(zip(known["code"].astype(str), known["title"].astype(str), strict=True))
    return Roster(people, occupations, matches, titles, groups, _named(told, world))


def _named(told: FirmIndustry | None, world: World) -> str:
    if told is None:
        return ""
    title = world.table("industries").set_index("industry").loc[told.naics, "title"]
    return f"{told.naics} {title}"


def roles_of(
    roster: Roster,
    multiplier: float,
    by: Sequence[str] = (),
    promised: Mapping[str, Collection[str]] | None = None,
) -> RoleTable:
    """The role table that a roster makes.

    roster : as read
    multiplier : loaded cost per dollar of base pay [USD/USD]
    by : columns of department, location or country that roles are kept apart by
    promised : (column) names of places in which nobody is to be laid off
    Provisional titles count as what they most likely are; people whose title is not recognised are a role of
    their own, and the notes say how many. Raises `InputError` with every fault.
    """
    promised = promised or {}
    problems = [*_faults(roster), *_without_dimension(roster, by)]
    if problems or (problems := list(_unknown_places(roster, promised))):
        raise InputError(problems)
    people, occupations = roster.people, roster.planned_as
    titles = {**roster.group_titles, **roster.titles, UNRECOGNISED: UNRECOGNISED_TITLE}
    roles = staffing(people, occupations, titles, multiplier, by)
    told = *_notes(roster), f"{people.name}: {_dimension_note(roster, roles, by)}"
    first = tuple(f"{people.name}: {sentence}" for sentence in (_covered(roster, roles), *_to_check(roster)))
    elsewhere = planned_elsewhere(people, occupations, by)
    cell = pd.MultiIndex.from_frame(roles[["occupation", *by]])
    is_sure = _is_listed(roster) & roster.occupations.ne("")
    if not is_sure[roster.filled].all():
        sure = sure_people(people, occupations, by, is_sure)
        roles = roles.assign(
            sure=sure.reindex(cell if by else cell.get_level_values(0)).fillna(0.0).to_numpy()
        )
    if promised:
        spared = protected_people(people, occupations, by, promised)
        protected = spared.reindex(cell).fillna(0.0).to_numpy()
        roles = roles.assign(protected=np.minimum(protected, roles["headcount"]))
    notes = told, _pay_notes(roster, roles), first
    return RoleTable(roles.assign(row=range(len(roles))), *notes, elsewhere)


def _is_listed(roster: Roster) -> pd.Series:
    """(row) Whether its occupation stands in a list, the file or a decision, and is not told by likeness."""
    beyond_doubt = [title for title, one in roster.matches.items() if one.how in (OFFICIAL, LISTED, CHOSEN)]
    rows = roster.people.rows
    return rows["occupation"].ne("") | rows["title"].isin(beyond_doubt)


def _pay_notes(roster: Roster, roles: pd.DataFrame) -> tuple[str, ...]:
    """Whose own pay the roles' cost rests on, what stands in for the others, and the rates used.

    roster : as read
    roles : (role) headcount [FTE], loaded_cost [USD/FTE/year] and own_pay [share of headcount]
    """
    people, total = roster.people, float(roles["headcount"].sum())
    used = float((roles["headcount"] * roles["own_pay"]).sum())
    without = float(roles.loc[roles["loaded_cost"].isna(), "headcount"].sum())
    sentence = f"{people.name}: own pay is used for {fte_text(used)} of {fte_text(total)} full-time positions"
    if (blank := total - used - without) >= _LEAST_SAID:
        sentence += f"; {fte_text(blank)} have {_NO_PAY} and use their role's mean"
    if without:
        why = "since fewer than five of their role have pay"
        sentence += f"; {fte_text(without)} use the industry's pay, {why}"
    codes = roster.pay_currencies()
    if not codes:
        return (sentence,)
    paid = [f"{count:,} people in {code}" for code, count in roster.pay().items() if code in codes]
    own = f" ({', '.join(paid)})" if paid else ""
    converted = f"{people.name}: pay is converted to {shown_money().code}{own}: {people.rates.text(codes)}"
    return (sentence, converted, *proposed_country(map(str, roster.pay().index), people.name))


def fte_text(amount: float) -> str:
    """Full-time positions, with a decimal where they are not whole.

    amount : [FTE]
    """
    return f"{amount:,.1f}".removesuffix(".0")


def _faults(roster: Roster) -> list[Problem]:
    return [
        Problem(
            group.what,
            f"{roster.people.name} {group.first_rows}{f', {group.column}' if group.column else ''}",
            group.remedy,
        )
        for group in grouped(roster.people.removing)
    ]


def _without_dimension(roster: Roster, by: Sequence[str]) -> list[Problem]:
    people = roster.people
    there = [OF_COLUMN[column] for column in OF_COLUMN if column in people.columns]
    return [
        Problem(
            f"the file has no column of {OF_COLUMN[column]}",
            people.name,
            f"Name it with --map {column}=HEADER, or plan without {OF_COLUMN[column]}.",
            nearest=tuple(there),
        )
        for column in by
        if column not in people.columns
    ]


def _unknown_places(roster: Roster, promised: Mapping[str, Collection[str]]) -> Iterator[Problem]:
    for column, names in promised.items():
        word = OF_COLUMN[column]
        for name in sorted({*names} - {*roster.people.rows[column].map(plain)}):
            near = nearest(name, [str(one) for one in roster.groups.get(column, pd.Series()).index])
            what = f"protect names the {word} {name!r}, and nobody in the file has it"
            yield Problem(what, roster.people.name, f"Write a {word} of the file.", nearest=near)


def _dimension_note(roster: Roster, roles: pd.DataFrame, by: Sequence[str]) -> str:
    """How many people are planned in cells of their own, or by what they could be."""
    if not by:
        there = [name for column, name in OF_COLUMN.items() if column in roster.people.columns]
        if not there:
            return "no column of department, site or country"
        return f"roles are not kept apart by {', '.join(there)}; --by {','.join(there)} does it"
    names = " and ".join(OF_COLUMN[column] for column in by)
    *shared, last = ("occupation", *(OF_COLUMN[column] for column in by))
    pooled = roles[list(by)].isin([OTHER]).any(axis=1)
    other = float(roles.loc[pooled, "headcount"].sum())
    total = float(roles["headcount"].sum())
    alone = f"{fte_text(total - other)} of {fte_text(total)} full-time positions are planned by {names}"
    why = f"because fewer than five share {', '.join(shared)} and {last}"
    return f"{alone}; {fte_text(other)} are 'other', {why}"


def certainty_text(roster: Roster) -> str:
    """How many of the people have a title that is sure, provisional or not recognised, in words.

    roster : as read
    """
    counts = roster.certainty()
    if counts.empty:
        return "nobody works there"
    if len(counts) == 1:
        return "no title is recognised" if NOT_RECOGNISED in counts else f"every title is {counts.index[0]}"
    (first, people), *rest = counts.items()
    told = "".join(f", of {size:,} {kind}" for kind, size in rest)
    return f"the titles of {people:,} people are {first}{told}"


def not_used_text(roster: Roster) -> str:
    """What of the file is not used, by reason, in words; "" where all of it is.

    roster : as read
    """
    parts = []
    for reason, rows in roster.people.not_used.items():
        unit = ("person" if rows == 1 else "people") if reason in _PEOPLES else "row" if rows == 1 else "rows"
        parts.append(f"{rows:,} {unit} ({reason})")
    return ", ".join(parts)


def unpaid_text(roster: Roster) -> str:
    """How many people have no pay in the file, and what stands for it, in words; "" where all have."""
    unpaid = roster.unpaid()
    who = "1 person has" if unpaid == 1 else f"{unpaid:,} people have"
    return f"{who} {_NO_PAY}: they count, at the mean pay of their role" if unpaid else ""


def contractors_text(counts: Mapping[str, int]) -> str:
    """Contractors in words, with their share.

    counts : as from `Roster.counts`
    """
    contractors, people = counts["contractors"], counts["people"]
    if not contractors:
        return "no contractors"
    words = "1 contractor" if contractors == 1 else f"{contractors:,} contractors"
    return f"{words} ({contractors / (contractors + people):.0%} of all who work there)"


def _matches_of_many(roster: Roster) -> list[TitleMatch]:
    """How each title of five people and more was read, most people first."""
    counts = roster.title_counts()
    return [
        roster.matches[title] for title, size in counts.items() if size >= FEW and title in roster.matches
    ]


def _covered(roster: Roster, roles: pd.DataFrame) -> str:
    """How many people and positions are planned, and how sure their titles are."""
    people, planned = roster.counts()["people"], float(roles["headcount"].sum())
    return f"{people:,} people make {fte_text(planned)} planned full-time positions; {certainty_text(roster)}"


def _to_check(roster: Roster) -> list[str]:
    """The provisional titles of most people, each with the occupation that the plan takes; [] for none."""
    counts, provisional = (
        roster.title_counts(),
        [one for one in _matches_of_many(roster) if one.is_provisional],
    )
    taken = [
        f"{match.title!r} ({counts[match.title]:,}) as {roster.titles[match.occupation]}, "
        f"{match.probability:.0%} likely"
        for match in provisional[:_TO_CHECK]
    ]
    more = f"; and {len(provisional) - _TO_CHECK} more" if len(provisional) > _TO_CHECK else ""
    head = "provisional titles of most people, to correct in the table of titles"
    return [f"{head}: {'; '.join(taken)}{more}"] if taken else []


def _title_notes(roster: Roster) -> list[str]:
    """Which titles are accepted and which are uncertain, of those that five people and more bear."""
    matches = _matches_of_many(roster)
    accepted = [
        f"{match.title!r} as {match.occupation} ({match.probability:.0%})"
        for match in matches
        if match.is_accepted and match.how != OFFICIAL
    ]
    left = [repr(match.title) for match in matches if not match.occupation]
    told = []
    for what, titles in (
        ("titles read as likely", accepted),
        ("titles uncertain or without a match", left),
    ):
        if titles:
            rest = f" and {len(titles) - _SHOWN} more" if len(titles) > _SHOWN else ""
            told.append(f"{what}: {'; '.join(titles[:_SHOWN])}{rest}")
    return told


def _notes(roster: Roster) -> tuple[str, ...]:
    people, counts = roster.people, roster.counts()
    notes = [
        *people.warnings,
        "roles are occupations; those of fewer than five people stand together",
        f"{counts['people']:,} people, {counts['open_positions']:,} open positions",
        *_title_notes(roster),
    ]
    if counts["contractors"]:
        notes.append(f"{contractors_text(counts)}; not part of the headcount")
    if people.dropped:
        notes.append(f"dropped as personal: {', '.join(name for name, _ in people.dropped)}")
    if people.unused:
        notes.append(f"columns not used: {', '.join(people.unused)}")
    if not_used := not_used_text(roster):
        notes.append(f"not used: {not_used}")
    return tuple(f"{people.name}: {note.removesuffix('.')}" for note in (*notes, *people.notes))
