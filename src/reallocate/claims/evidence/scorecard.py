"""The scorecard: every published figure beside what is obtained here, misses included."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from importlib import import_module
from importlib.util import find_spec

import pandas as pd

from reallocate.claims.evidence.context import (
    SETTING,
    EvidenceContext,
    Used,
    data_used,
    file_words,
    fingerprint,
)
from reallocate.claims.evidence.target import (
    FigureKind,
    Found,
    Obtained,
    Paper,
    Published,
    Target,
    Verdict,
    published,
)
from reallocate.kernel.errors import Problem, UnknownName, nearest

ESTIMATED_FROM = "autor_2013"
"""The paper whose data our own estimates use."""


@dataclass(frozen=True)
class Row:
    """One figure of the scorecard.

    paper, target : what was published
    obtained : what is found here
    verdict : of the two
    data : files and shipped tables that it was computed from
    """

    paper: Paper
    target: Target
    obtained: Obtained
    verdict: Verdict
    data: tuple[Used, ...] = ()

    @property
    def data_hash(self) -> str:
        """Of the data, in short."""
        return fingerprint(self.data)


@dataclass(frozen=True)
class Scorecard:
    """All rows; what nothing was fitted to stands first.

    rows : in order
    estimates : our own, from published data, beside those computed now, as from `autor_2013.estimated`; none
        where the paper whose data they use is not asked for
    """

    rows: tuple[Row, ...] = field(default_factory=tuple)
    estimates: pd.DataFrame = field(default_factory=pd.DataFrame, compare=False)

    @property
    def out_of_sample(self) -> tuple[Row, ...]:
        """Figures of years that nothing was fitted to."""
        return tuple(row for row in self.rows if row.target.kind is FigureKind.OUT_OF_SAMPLE)

    @property
    def published(self) -> tuple[Row, ...]:
        """All others."""
        return tuple(row for row in self.rows if row.target.kind is not FigureKind.OUT_OF_SAMPLE)

    @property
    def sentence(self) -> str:
        """The scorecard in a sentence or two."""
        tests, rows = self.out_of_sample, self.published
        reproduced, missed, identities, absent = _counts(rows)
        late_reproduced, late_missed, *_ = _counts(row for row in rows if row.target.tolerance_set == "after")
        late = (
            f" ({late_reproduced} of the reproduced and {late_missed} of the missed by a tolerance that was "
            "set after the result was known)"
        )
        more = "1 more is an identity, which counts"
        more = more if identities == 1 else f"{identities} more are identities, which count"
        figures = (
            f"Of {reproduced + missed} published figures computed here, {_are(reproduced)} reproduced and "
            f"{_are(missed)} missed{late if late_reproduced + late_missed else ''}; "
            f"{more} for nothing, and {_are(absent)} not available."
        )
        return f"{_tested(tests)} {figures}" if tests else figures


def _tested(rows: Iterable[Row]) -> str:
    """Independent tests out of sample, each with how many of its figures held."""
    tests: dict[str, list[Row]] = {}
    for row in rows:
        tests.setdefault(row.target.test or row.target.id, []).append(row)
    each = "; ".join(f"{_counts(some)[0]} of {len(some)} held ({name})" for name, some in tests.items())
    figures = sum(map(len, tests.values()))
    some = "is 1 independent test" if len(tests) == 1 else f"are {len(tests)} independent tests"
    return f"Out of sample there {some} with {figures} figure{'s' if figures != 1 else ''}: {each}."


def _are(count: int) -> str:
    return f"{count} {'is' if count == 1 else 'are'}"


def _counts(rows: Iterable[Row]) -> list[int]:
    """How many rows have each verdict, in the order of `Verdict`."""
    counts = Counter(row.verdict for row in rows)
    return [counts[verdict] for verdict in Verdict]


def score(context: EvidenceContext, papers: Iterable[str] | None = None) -> Scorecard:
    """The scorecard of all papers, or of some.

    context : what they stand on
    papers : ids of papers or of single figures; all where none are given
    Raises `UnknownName` for each paper or figure that is not known.
    """
    rows, estimates = [], pd.DataFrame()
    for one, targets in _chosen(None if papers is None else tuple(papers)):
        context.say(f"{one.paper.authors} {one.paper.year}")
        file = f"reallocate.claims.evidence.replications.{one.paper.id}"
        module = import_module(file) if find_spec(file) else None
        found: Found = module.replicate(context) if module else {}
        rows += [_row(one.paper, target, found, context) for target in targets]
        if module and one.paper.id == ESTIMATED_FROM:
            estimates = module.estimated(context)
    whole = Scorecard(tuple(rows))
    return Scorecard(whole.out_of_sample + whole.published, estimates)


def _row(paper: Paper, target: Target, found: Found, context: EvidenceContext) -> Row:
    away = [name for name in target.needs if context.file(name) is None]
    obtained = found.get(target.id.partition(".")[2]) or Obtained(None)
    if away or obtained.value is None:
        missing = obtained.missing or (to_provide(away) if away else "not computed here")
        return Row(paper, target, Obtained(None, obtained.says, missing=missing), Verdict.NOT_AVAILABLE)
    verdict = Verdict.REPRODUCED if target.holds(obtained.value, obtained.interval) else Verdict.MISSED
    verdict = Verdict.IDENTITY if target.is_identity else verdict
    if verdict is Verdict.MISSED and obtained.cause:
        sentences = filter(None, (obtained.says, f"Missed {obtained.cause}"))
        obtained = replace(obtained, says=". ".join(sentences))
    return Row(paper, target, obtained, verdict, data_used(context, target))


def to_provide(away: list[str]) -> str:
    """Which files to provide, and how to name their folder."""
    by_words: dict[str, list[str]] = {}
    for name in away:
        by_words.setdefault(file_words(name), []).append(name)
    files = "; ".join(f"{', '.join(names)} ({words})" for words, names in by_words.items())
    return f"provide {files}, in a folder named with --sources or {SETTING}"


def _chosen(names: tuple[str, ...] | None) -> tuple[tuple[Published, tuple[Target, ...]], ...]:
    """Papers with the requested figures."""
    every = published()
    if names is None:
        return tuple((one, one.targets) for one in every)
    known = {one.paper.id for one in every} | {target.id for one in every for target in one.targets}
    if unknown := [name for name in names if name not in known]:
        remedy = "`reallocate scorecard` lists all of them."
        texts = {name: f"there is no paper or figure {name!r} on the scorecard" for name in unknown}
        raise UnknownName(
            Problem(what, "scorecard", remedy, nearest=nearest(name, known)) for name, what in texts.items()
        )
    found = ((one, tuple(t for t in one.targets if one.paper.id in names or t.id in names)) for one in every)
    return tuple((one, targets) for one, targets in found if targets)
