"""The ledger of claims as one page: a single file that needs nothing else, on a screen or on paper."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from reallocate.claims.computed import Entry
from reallocate.claims.ledger import NOT_COMPUTABLE, counted
from reallocate.measure.number import with_minus
from reallocate.output.blocks import Block, Bullets, Facts, Grid, Head, Heading, Prose, Section
from reallocate.report.claims.drivers_chart import drivers_picture
from reallocate.report.claims.words import (
    assumption,
    cannot_said,
    first_rule_said,
    found_said,
    rule_said,
    spanned,
    turned_at,
    turns_said,
)
from reallocate.report.html import page as live_page
from reallocate.result.result import Result
from reallocate.study.layoffs.outline import blocks as layoff_blocks
from reallocate.work.parameters import Parameters

TITLE = "The argument, held against the figures"
WORDS = (
    ("Supported, not supported", "By the rule that each claim shows."),
    (
        "Mixed, cannot be told",
        "The finding lies between, or the assumptions decide more than the figures do. A law that fails on "
        "past decades has no verdict either.",
    ),
    ("By definition", "The verdict follows from how the statement is read. Only the size is a finding."),
    (
        "Rule as first written",
        "Where a rule was changed, the first rule and its verdict stand beside the present ones, with the "
        "reason.",
    ),
    ("Middle", "The median: half of the draws, or of the sources, lie below it."),
    ("Plan, baseline", "What one firm would do best over three years; the same firm without further AI."),
    (
        "Interval",
        "One draw in ten lies below, one in ten above, over assumptions and sources. Where the finding is "
        "itself a share of draws: what so few draws leave open.",
    ),
    ("Draw", "One set of values for everything that is assumed, each within its plausible range."),
    (
        "What would turn it",
        "The value of one assumption, all else as it is, beyond which the verdict changes.",
    ),
    (
        "Percentile of US jobs",
        "All US jobs in a row by one measure, a hundred steps long: at 78, 78 of a hundred come before.",
    ),
    (
        "Rank correlation",
        "Whether two orders agree: 1 if they are the same, 0 if they have nothing to do with each other.",
    ),
    ("Odds ratio", "How many times as likely one thing is as another, near enough where both are rare."),
    ("Log points", "Near enough a share: −0.008 log points are 0.8% less."),
    (
        "Source of reach",
        "One published judgement of what AI can do of each task (what it reaches); they disagree, so all are "
        "asked.",
    ),
    (
        "Grades",
        "A: a filing or primary source, read. B: named press, or a primary source at second hand. "
        "C: secondary. X: computed from graded figures. J: a judgement, with a wide range.",
    ),
)


@dataclass(frozen=True)
class Ledger:
    """What the page is made of.

    entries : claims, computed
    meta : version, command, draws, seed, set
    layoffs : the layoff record
    """

    entries: tuple[Entry, ...]
    meta: Mapping[str, Any]
    layoffs: Result


def claims_page(ledger: Ledger) -> str:
    """The ledger as HTML; no address is ever asked.

    ledger : claims, record, how it was made
    """
    meta = ledger.meta
    return live_page(TITLE, meta["version"], claims_sections(ledger))


def claims_sections(ledger: Ledger) -> list[Section]:
    """Every part of the page, in its fixed order.

    ledger : claims, record, how it was made
    """
    entries = ledger.entries
    cannot = tuple(f"{what[:1].upper()}{what[1:]}: {why}." for what, why in NOT_COMPUTABLE)
    return [
        Section("headline", "In short", (_lead(entries), _overview(entries))),
        Section("claims", "Claim by claim", tuple(block for one in entries for block in claim_blocks(one))),
        Section("drivers", "What the verdicts hang on", _hangs_on(entries)),
        Section("layoffs", "What employers announced", tuple(layoff_blocks(ledger.layoffs))),
        Section("not_computable", "What is said and cannot be computed", (Bullets(cannot),)),
        Section("repeat", "How to repeat it", (Facts(_repeat(ledger.meta)),)),
        Section("words", "Words used here", (Facts(WORDS),)),
    ]


def _lead(entries: tuple[Entry, ...]) -> Prose:
    said = ", ".join(f"{count} {verdict.value}" for verdict, count in counted(entries).items() if count)
    return Prose(
        (
            f"The story's statements were read as {len(entries)} claims that figures can answer: {said}. "
            "Each shows its rule. Where a rule was changed, the first rule and its verdict stand beside it.",
        ),
        "lead",
    )


def _overview(entries: tuple[Entry, ...]) -> Grid:
    heads = (
        Head("Row"),
        Head("The story says"),
        Head("Verdict"),
        Head("Finding; in brackets, one draw in ten is lower, one higher"),
    )
    rows = tuple(
        (one.claim.row, one.claim.statement, one.measured.verdict_with_reason, found_said(one))
        for one in entries
    )
    return Grid("Every claim", heads, rows)


def claim_blocks(entry: Entry) -> tuple[Block, ...]:
    """One claim: finding, verdict, reading, rule, what would turn it, other readings, sources.

    entry : of the ledger
    """
    claim, found = entry.claim, entry.measured
    rule = claim.rule
    facts = [
        ("Verdict", found.verdict_with_reason),
        ("Finding", with_minus(found.says)),
        ("In figures", found_said(entry)),
        ("Read as", claim.reading),
        ("Rule", rule_said(rule.supported, rule.not_supported, rule.otherwise.value, rule.instead)),
        *([("What the rule cannot say", cannot)] if (cannot := cannot_said(entry.reach)) else []),
        *([("Its history", first)] if (first := first_rule_said(rule.change, found.first)) else []),
        ("What would turn it", turns_said(entry)),
        ("From", "; ".join(claim.sources)),
    ]
    blocks: list[Block] = [Heading(f"{claim.row}. {claim.statement}"), Facts(tuple(facts))]
    if entry.readings:
        heads = (Head("Read another way"), Head("Finding"), Head("Verdict"))
        rows = tuple((one.reading, with_minus(one.finding), one.verdict.value) for one in entry.readings)
        blocks.append(Grid("Other readings of the same statement", heads, rows))
    picture = drivers_picture(entry)
    return (*blocks, picture) if picture is not None else tuple(blocks)


def _hangs_on(entries: tuple[Entry, ...]) -> tuple[Block, ...]:
    """Which assumptions move which claims, over all of them."""
    moved: Counter[str] = Counter()
    turned: dict[str, list[str]] = {}
    for one in entries:
        moved.update(driver.parameter for driver in one.drivers if driver.swing > 0)
        for turn in one.turns:
            turned.setdefault(turn.parameter, []).append(one.claim.row)
    rows = tuple(_assumption_row(name, count, turned.get(name, [])) for name, count in moved.most_common())
    heads = (
        Head("Assumption (name for --set)"), Head("Range"), Head("Grade"),
        Head("Among the three that matter most to", "claims", True), Head("Turns rows"),
    )  # fmt: skip
    turns = tuple(
        (one.claim.row, one.measured.verdict.value, assumption(each.parameter), text)
        for one in entries
        for each in one.drivers
        if (text := turned_at(one.turns, each))
    )
    where = (Head("Row"), Head("Verdict"), Head("Would be another with"), Head("Which, and where"))
    measured = [one.claim.row for one in entries if not one.drivers]
    note = f"No assumption enters, since they are measurements: {', '.join(measured)}." if measured else ""
    if not rows:
        return (Prose(("No assumption enters any of these claims: they are measurements.",)),)
    return (
        Grid("Assumptions, those that matter to most claims first", heads, rows, note),
        Grid("Where one assumption alone turns a verdict", where, turns)
        if turns
        else Prose(("No single assumption, within its plausible range, turns any of these verdicts.",)),
    )


def _assumption_row(name: str, count: int, turned: list[str]) -> tuple[str, ...]:
    about = Parameters.default().about(name)
    return (
        assumption(name),
        spanned(about.low, about.high, about.unit).removeprefix("from "),
        about.grade,
        str(count),
        ", ".join(dict.fromkeys(turned)) or "none",
    )


def _repeat(meta: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    own = ", ".join(f"{name} = {value:g}" for name, value in meta["set"].items())
    return (
        ("Made by", f"reallocate {meta['version']}"),
        ("Command", str(meta["command"])),
        ("Draws, seed", f"{meta['draws']}, {meta['seed']}"),
        ("Assumptions set", own or "none: all as they ship"),
    )
