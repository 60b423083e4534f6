"""A roster as a whole: people, occupations, groups that may be shown, and the roles for a plan."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

from reallocate.errors import InputError, Problem, nearest
from reallocate.roster.donors import SMALL, with_donors
from reallocate.roster.exact_roles import FEW, exact_roles
from reallocate.roster.fault_groups import grouped
from reallocate.roster.group_sizes import group_sizes
from reallocate.roster.matching import NOT_MAPPED, PROVISIONAL, SURE, certainty, matched_occupations
from reallocate.roster.options import ReadOptions
from reallocate.roster.ordinary_words import words_of
from reallocate.roster.pay import PAY
from reallocate.roster.people import HAS_LEFT, People, read_people
from reallocate.roster.privacy import (
    MOST_FEW,
    graded,
    least_about,
    least_shown,
    published_counts,
    published_openings,
    published_total,
    share_base,
)
from reallocate.roster.reporting import Spans, spans
from reallocate.roster.roles import KEEP_PRIVATE, RoleTable
from reallocate.roster.staffing import own_cost, planned_elsewhere, protected_people, staffing
from reallocate.roster.worker_types import CONTRACTOR, FILLED, OPEN
from reallocate.titles.match import OFFICIAL, TitleMatch, TitleMatcher
from reallocate.work.dimensions import OF_COLUMN, OTHER, plain
from reallocate.work.world import World

GROUPED_BY = ("department", "location", "country", "level", "age")
SHOWN, TO_CHECK = 8, 5
TITLES, CURRENCIES = "titles", "currencies"
NOT_USED = "not used"
NO_PAY = "blank or zero pay"
FAULTY = "at fault"
PEOPLES = (HAS_LEFT, FAULTY)
"""Why rows of people are not used."""
LEAST_SAID = 0.5
"""[FTE] Less is nobody, by rounding."""


@dataclass(frozen=True)
class Given:
    """What a user says of a roster besides the file.

    columns : the user's header by our column
    choices : (title) occupation
    reading : row of the column heads, day of the file, rates of currencies
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    choices: Mapping[str, str] = field(default_factory=dict)
    reading: ReadOptions = field(default_factory=ReadOptions)


@dataclass(frozen=True, eq=False)
class Roster:
    """A roster that was read and matched.

    people : its rows
    occupations : (row) code, "" where it is not mapped
    matches : (title) how it was read
    titles : (occupation) official title
    """

    people: People
    occupations: pd.Series
    matches: Mapping[str, TitleMatch]
    titles: Mapping[str, str]

    @property
    def filled(self) -> pd.Series:
        """(row) Whether somebody of the firm's own works there."""
        return self.people.rows["status"].eq(FILLED)

    @cached_property
    def shown(self) -> Roster:
        """The roster that figures are made of: people of small groups have attributes of donors."""
        rows, occupations = with_donors(self.people.rows, self.occupations, self.people.key)
        return replace(self, people=replace(self.people, rows=rows), occupations=occupations)

    def without_faulty(self) -> Roster:
        """The roster without the rows that have a fault, which are counted among those not used."""
        rows = self.people.rows
        # Row 1 of the file is its first line; the index of rows is the same number.
        faulty = rows.index[rows.index.isin([fault.row for fault in self.people.faults])]
        kept = rows.drop(index=faulty)
        kept["manager"] = kept["manager"].mask(kept["manager"].isin(faulty))
        left_out = {**self.people.not_used, FAULTY: len(faulty)} if len(faulty) else self.people.not_used
        people = replace(self.people, rows=kept, faults=(), not_used=left_out)
        return replace(self, people=people, occupations=self.occupations.drop(index=faulty))

    def counts(self) -> dict[str, float]:
        """People, contractors and open positions; missing for people of whom there are few.

        Contractors are no part of the people. Each count is rounded by itself, and none is exact: from the
        number of rows and one exact count the others would follow. Rows whose status is faulty count as
        neither.
        """
        status = self.people.rows["status"]
        key = self.people.key
        return {
            "people": published_total(int(status.eq(FILLED).sum()), key),
            "contractors": published_total(int(status.eq(CONTRACTOR).sum()), key, CONTRACTOR),
            "open_positions": published_openings(int(status.eq(OPEN).sum()), key),
        }

    def pay(self) -> pd.Series:
        """(currency) people of the firm's own by the currency of their pay, and those whose pay is not used.

        Small groups are pooled as in `groups`. Where few have pay that is not used, their number is missing
        and they count with the others. Empty where the file gives no pay.
        """
        rows, key = self.shown.people.rows[self.filled], self.people.key
        if not {*PAY} & self.people.columns.keys():
            return pd.Series(dtype=float)
        without = own_cost(rows, 1.0).isna()
        few = without.sum() < least_shown(key, CURRENCIES, NOT_USED)
        paid_in = rows["currency"] if few else rows["currency"].mask(without, NOT_USED)
        counts = published_counts(paid_in, key, CURRENCIES, share_base(len(rows)))
        return pd.concat([counts, pd.Series({NOT_USED: float("nan")})]) if few and without.any() else counts

    def pay_currencies(self) -> list[str]:
        """Currencies other than USD in which somebody of the firm's own is paid and that have a rate."""
        codes = self.shown.people.rows.loc[self.filled, "currency"].unique().tolist()
        return sorted({*codes} & self.people.rates.known)

    def not_used(self) -> dict[str, float]:
        """Rows of the file that are nobody's of today, and people whose pay is not used, by reason.

        Lines of the report are counted exactly; people are rounded, and missing where they are few.
        """
        key = self.people.key
        found = {
            reason: published_total(rows, key, reason) if reason in PEOPLES else float(rows)
            for reason, rows in self.people.not_used.items()
        }
        pay = self.pay()
        return found | ({NO_PAY: float(pay[NOT_USED])} if NOT_USED in pay.index else {})

    def unpaid_text(self) -> str:
        """How many people have no pay in the file, and what stands for it, in words; "" where all have."""
        rows, key = self.shown.people.rows[self.filled], self.people.key
        unpaid = int(own_cost(rows, 1.0).isna().sum()) if {*PAY} & self.people.columns.keys() else 0
        if not unpaid:
            return ""
        people = self.pay().get(NOT_USED, float("nan"))
        few = f"fewer than {MOST_FEW}" if unpaid < least_shown(key, CURRENCIES, NOT_USED) else "some"
        who = few if people != people else f"{people:,.0f}"
        return f"{who} people have {NO_PAY}: they count, at the mean pay of their role"

    def title_counts(self) -> pd.Series:
        """(title) about how many people and open positions bear it; missing of few."""
        borne, key = self.shown.people.rows["title"].value_counts(), self.people.key
        sizes = borne.reindex(sorted(self.title_sizes()), fill_value=0).astype(float)
        about = [
            graded(size, key, f"{TITLES} {title}")
            if title != "" and size >= least_about(key, f"{TITLES} {title}")
            else float("nan")
            for title, size in sizes.items()
        ]
        return pd.Series(about, index=sizes.index, dtype=float)

    def title_sizes(self) -> dict[str, int]:
        """(title) Exactly how many people and open positions bear it: never shown."""
        return {str(title): int(size) for title, size in self.people.rows["title"].value_counts().items()}

    def certainty(self) -> pd.Series:
        """(sure, provisional or not mapped) people by how sure their occupation is, small groups pooled."""
        shown = self.shown
        kinds = certainty(shown.people.rows, shown.occupations, self.matches)[self.filled]
        return published_counts(kinds, self.people.key, "certainty", share_base(len(kinds)))

    def groups(self) -> dict[str, pd.Series]:
        """About how many people by department, location, country, level and age, as far as the file has them.

        Small groups are pooled, and no two figures contradict each other.
        """
        rows = self.shown.people.rows[self.filled]
        given = {column: rows[column] for column in GROUPED_BY if rows[column].ne("").any()}
        return group_sizes(given, self.people.key)

    def tree(self) -> Spans | None:
        """Spans and layers of the reporting tree of people, contractors and open positions."""
        rows = self.shown.people.rows["manager"]
        return spans(rows, self.people.key) if "manager" in self.people.columns else None


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
    matcher = TitleMatcher(world, weights)
    ordinary = words_of(world, matcher.is_known)
    people = read_people(path, titles, given.columns, given.reading, ordinary)
    occupations, matches = matched_occupations(people.rows, matcher, given.choices)
    return Roster(people, occupations, matches, titles)


def roles_of(
    roster: Roster,
    multiplier: float,
    by: Sequence[str] = (),
    exact: bool = False,
    promised: Mapping[str, Collection[str]] | None = None,
) -> RoleTable:
    """The role table that a roster makes.

    roster : as read
    multiplier : loaded cost per dollar of base pay [USD/USD]
    by : columns of department, location or country that roles are kept apart by
    exact : without rounding, from five people on: for whoever has the roster
    promised : (column) names of places in which nobody is to be laid off
    Provisional titles count as what they most likely are; people whose title is not mapped are left out,
    and the notes say how many. Raises `InputError` with every fault, and where no title is mapped.
    """
    promised = promised or {}
    problems = [*_faults(roster), *_unmapped(roster), *_without_dimension(roster, by)]
    if problems or (problems := list(_unknown_places(roster, promised))):
        raise InputError(problems)
    counted = roster if exact else roster.shown
    people = counted.people
    roles_made = exact_roles if exact else staffing
    roles = roles_made(people, counted.occupations, roster.titles, multiplier, by)
    told = *_notes(roster, exact), f"{people.name}: {_dimension_note(roster, roles, by, exact)}"
    first = [*([KEEP_PRIVATE] if exact else []), _covered(roster, roles), *_to_check(roster)]
    notes = told, pay_notes(roster, roles), tuple(f"{people.name}: {sentence}" for sentence in first)
    elsewhere = planned_elsewhere(people, counted.occupations, by, FEW if exact else None)
    if promised:
        places, fewest = roster.people.rows, FEW if exact else None
        spared = protected_people(people, counted.occupations, places, by, promised, fewest)
        cell = pd.MultiIndex.from_frame(roles[["occupation", *by]])
        protected = spared.reindex(cell).fillna(0.0).to_numpy()
        roles = roles.assign(protected=np.minimum(protected, roles["headcount"]))
    elsewhere = pd.Series(_small_places(roster, people, by) | elsewhere.to_dict(), dtype=float)
    return RoleTable(roles.assign(row=range(len(roles))), *notes, elsewhere)


def _small_places(roster: Roster, counted: People, by: Sequence[str]) -> dict[tuple[str, str], float]:
    """Column and name of places whose people count with attributes of donors; their number is not said."""
    found: dict[tuple[str, str], float] = {}
    for column in by:
        there, left = ({*one.rows[column].map(plain)} for one in (roster.people, counted))
        found |= {(column, name): float("nan") for name in sorted(there - left - {""})}
    return found


def pay_notes(roster: Roster, roles: pd.DataFrame) -> tuple[str, ...]:
    """Whose own pay the roles' cost rests on, what stands in for the others, and the rates used.

    roster : as read
    roles : (role) headcount [FTE], loaded_cost [USD/FTE/year] and own_pay [share of headcount]
    """
    people, total = roster.people, float(roles["headcount"].sum())
    name = people.name
    used = float((roles["headcount"] * roles["own_pay"]).sum())
    hidden = float(roles.loc[roles["loaded_cost"].isna(), "headcount"].sum())
    blank = total - used - hidden
    unpaid = roster.unpaid_text()
    all_but = "all but a few" if unpaid and blank < LEAST_SAID else f"{used:,.0f}"
    sentence = f"{name}: own pay is used for {all_but} of {total:,.0f} full-time positions"
    if blank >= LEAST_SAID:
        sentence += f"; {blank:,.0f} have {NO_PAY} and use their role's mean"
    elif unpaid:
        sentence += f"; {unpaid}"
    if hidden:
        sentence += f"; {hidden:,.0f} use the industry's pay, since their role's pay is blank or hidden"
    rates = people.rates
    codes = roster.pay_currencies()
    if not codes:
        return (sentence,)
    paid = [f"{count:,.0f} people in {code}" for code, count in roster.pay().items() if code in codes]
    own = f" ({', '.join(paid)})" if paid else ""
    return sentence, f"{name}: pay is converted to USD{own}: {rates.text(codes)}"


def _faults(roster: Roster) -> list[Problem]:
    return [
        Problem(
            group.what,
            f"{roster.people.name} {group.first_rows}{f', {group.column}' if group.column else ''}",
            group.remedy,
        )
        for group in grouped(roster.people.faults)
    ]


def _unmapped(roster: Roster) -> list[Problem]:
    if roster.occupations.ne("").any() or roster.people.rows.empty:
        return []
    name = roster.people.name
    remedy = (
        f"List them with `reallocate roster {name} --review review.csv`, choose an occupation for each, "
        "and pass the file with --review; or add a column of codes."
    )
    return [Problem("no title could be read as an occupation", name, remedy)]


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
            near = nearest(name, [str(one) for one in roster.groups().get(column, pd.Series()).index])
            what = f"protect names the {word} {name!r}, and nobody in the file has it"
            yield Problem(what, roster.people.name, f"Write a {word} of the file.", nearest=near)


def _dimension_note(roster: Roster, roles: pd.DataFrame, by: Sequence[str], exact: bool) -> str:
    """How many people are planned in cells of their own, or by what they could be."""
    if not by:
        there = [name for column, name in OF_COLUMN.items() if column in roster.people.columns]
        if not there:
            return "no column of department, site or country"
        return f"roles are not kept apart by {', '.join(there)}; --by {','.join(there)} does it"
    names = " and ".join(OF_COLUMN[column] for column in by)
    *shared, last = ("occupation", *(OF_COLUMN[column] for column in by))
    pooled = roles[list(by)].isin([OTHER]).any(axis=1)
    total, other = (float(one.sum()) for one in (roles["headcount"], roles.loc[pooled, "headcount"]))
    return (
        f"{total - other:,.0f} of {total:,.0f} full-time positions are planned by {names}, and {other:,.0f} "
        f"are under 'other', because fewer than {'five' if exact else '50 to 90'} people share "
        f"{', '.join(shared)} and {last}"
    )


def certainty_text(roster: Roster) -> str:
    """How many of the people have a title that is sure, provisional or not mapped, in words.

    roster : as read
    """
    counts = roster.certainty()
    kinds = (SURE, PROVISIONAL, NOT_MAPPED)
    if counts.empty or set(counts.index) == {OTHER}:
        return "too few people to say how many of their titles are sure"
    if len(counts) == 1:
        return "no title is mapped" if NOT_MAPPED in counts else f"every title is {counts.index[0]}"
    pooled = " or ".join(kind for kind in kinds if kind not in counts)
    shares = counts / counts.sum()
    parts = [(kind, shares[kind]) for kind in kinds if kind in counts]
    parts += [(pooled, shares[OTHER])] if OTHER in counts else []
    (first, share), *rest = parts
    told = ", ".join(f"{share:.0%} {kind}" for kind, share in rest)
    return f"the titles of {share:.0%} of people are {first}, {told}"


def not_used_text(roster: Roster) -> str:
    """What of the file is not used, by reason, in words; "" where all of it is.

    roster : as read
    """
    parts = []
    for reason, rows in roster.not_used().items():
        if reason == NO_PAY:
            continue  # These people count; only their pay is not used.
        few = rows != rows
        unit = "people" if reason in PEOPLES else "row" if rows == 1 else "rows"
        parts.append(f"{f'fewer than {MOST_FEW}' if few else f'{rows:,.0f}'} {unit} ({reason})")
    return ", ".join(parts)


def small_groups_text(roster: Roster) -> str:
    """How many people count with attributes of donors, in words; "" where nobody does.

    roster : as read
    """
    own, shown, key = roster.people.rows[roster.filled], roster.shown.people.rows, roster.people.key
    columns = list(OF_COLUMN)
    people = int(own[columns].ne(shown.loc[own.index, columns]).any(axis=1).sum())
    if not people:
        return ""
    few = people < least_shown(key, SMALL)
    about = "fewer than 50" if few else f"about {graded(people, key, SMALL):,.0f}"
    return (
        f"{about} people work in departments, sites or countries of fewer than eight to twelve people; each "
        "counts with the job, pay and place of somebody drawn from the whole firm: no such group shows"
    )


def _shown_matches(roster: Roster) -> list[TitleMatch]:
    """How each title of enough people was read, most people first."""
    counts = roster.title_counts().dropna()
    known = [str(title) for title in counts.index if title in roster.matches]
    return [roster.matches[title] for title in sorted(known, key=lambda title: (-counts[title], title))]


def _covered(roster: Roster, roles: pd.DataFrame) -> str:
    """How many of the people are planned, how sure their titles are, and whom the plan leaves out."""
    unmapped = roster.certainty().index.intersection([NOT_MAPPED, OTHER]).size
    left_out = "; people whose title is not mapped are no part of the plan" if unmapped else ""
    people, planned = roster.counts()["people"], float(roles["headcount"].sum())
    of = "" if people != people else f"{people:,.0f} people make {planned:,.0f} planned full-time positions; "
    return f"{of}{certainty_text(roster)}{left_out}"


def _to_check(roster: Roster) -> list[str]:
    """The provisional titles of most people, each with the occupation that the plan takes; [] for none."""
    counts, provisional = roster.title_counts(), [one for one in _shown_matches(roster) if one.is_provisional]
    taken = [
        f"{match.title!r} (about {counts[match.title]:,.0f}) as {roster.titles[match.occupation]}, "
        f"{match.probability:.0%} likely"
        for match in provisional[:TO_CHECK]
    ]
    more = f"; and {len(provisional) - TO_CHECK} more" if len(provisional) > TO_CHECK else ""
    head = "provisional titles of most people, to correct with --review"
    return [f"{head}: {'; '.join(taken)}{more}"] if taken else []


def _title_notes(roster: Roster) -> list[str]:
    """Which titles are accepted and which are uncertain, of those that enough people bear."""
    matches = _shown_matches(roster)
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
            rest = f" and {len(titles) - SHOWN} more" if len(titles) > SHOWN else ""
            told.append(f"{what}: {'; '.join(titles[:SHOWN])}{rest}")
    return told


def _notes(roster: Roster, exact: bool) -> tuple[str, ...]:
    people, counts = roster.people, roster.counts()
    sizes = (
        "fewer than five people are merged with the nearest; sizes and pay are exact"
        if exact
        else "fewer than 25 to 65 people are merged with the nearest, and headcounts are off by up to about "
        "20, so that nobody can be identified"
    )
    notes = [
        *people.warnings, f"roles are occupations; those of {sizes}",
        f"{counts['people']:,.0f} people, {counts['open_positions']:,.0f} open positions",
        *_title_notes(roster),
    ]
    if not exact and (small := small_groups_text(roster)):
        notes.append(small)
    if counts["contractors"] == counts["contractors"]:
        notes.append(f"{contractors_text(counts)}; not part of the headcount")
    if people.dropped:
        notes.append(f"dropped as personal: {', '.join(name for name, _ in people.dropped)}")
    if people.unused:
        notes.append(f"columns not used: {', '.join(people.unused)}")
    if not_used := not_used_text(roster):
        notes.append(f"not used: {not_used}")
    return tuple(f"{people.name}: {note.removesuffix('.')}" for note in (*notes, *people.notes))


def contractors_text(counts: Mapping[str, float]) -> str:
    """Contractors in words, with their share where it may be shown.

    counts : as from `Roster.counts`
    """
    contractors, people = counts["contractors"], counts["people"]
    if contractors != contractors:
        return f"fewer than {MOST_FEW} contractors"
    if people != people:
        return f"{contractors:,.0f} contractors"
    share = contractors / (contractors + people)
    return f"{contractors:,.0f} contractors ({share:.0%} of all who work there)"
