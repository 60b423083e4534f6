"""The scorecard: every published figure beside what is obtained here, misses included."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from importlib import import_module

from reallocate.errors import Problem, UnknownName, nearest
from reallocate.evidence.ground import Ground
from reallocate.evidence.target import Kind, Paper, Published, Target, Verdict, published

Found = dict[str, "Obtained"]
Replication = Callable[[Ground], Found]

SHORT = 12


@dataclass(frozen=True)
class Obtained:
    """What a replication found.

    value : in the target's unit; nothing where it could not be computed
    says : how it came about, its sizes and denominators, and where it misses: why
    missing : what would have to be at hand, where it is not
    """

    value: float | None
    says: str = ""
    missing: str = ""


@dataclass(frozen=True)
class Row:
    """One figure of the scorecard.

    paper, target : what was published
    obtained : what is found here
    verdict : of the two
    """

    paper: Paper
    target: Target
    obtained: Obtained
    verdict: Verdict

    def json(self) -> dict[str, object]:
        """The same for machines."""
        target = self.target
        return {
            "id": target.id,
            "kind": (Kind.IDENTITY if self.verdict is Verdict.IDENTITY else target.kind).value,
            "statement": target.statement,
            "target": target.value if target.value is not None else {"low": target.low, "high": target.high},
            "published": target.published,
            "tolerance": target.tolerance,
            "unit": target.unit,
            "obtained": self.obtained.value,
            "verdict": self.verdict.value,
            "source": f"{self.paper.authors} {self.paper.year}, {self.paper.reference}"
            + (f", {target.place}" if target.place else ""),
            "tag": target.tag,
            "says": self.obtained.says,
            "missing": self.obtained.missing,
        }


@dataclass(frozen=True)
class Scorecard:
    """All rows; what nothing was fitted to stands first.

    rows : in order
    """

    rows: tuple[Row, ...] = field(default_factory=tuple)

    def count(self, verdict: Verdict) -> int:
        """How many figures have a verdict.

        verdict : which
        """
        return sum(row.verdict is verdict for row in self.rows)

    @property
    def sentence(self) -> str:
        """The scorecard in a sentence."""
        counted = self.count(Verdict.REPRODUCED) + self.count(Verdict.MISSED)
        return (
            f"Of {counted} published figures computed here, {self.count(Verdict.REPRODUCED)} are reproduced "
            f"and {self.count(Verdict.MISSED)} are missed; {self.count(Verdict.IDENTITY)} more are "
            f"identities, which count for nothing, and {self.count(Verdict.NOT_AT_HAND)} are not at hand."
        )

    def json(self) -> list[dict[str, object]]:
        """The same for machines."""
        return [row.json() for row in self.rows]


def score(ground: Ground, papers: Iterable[str] | None = None) -> Scorecard:
    """The scorecard of all papers, or of some.

    ground : what they stand on
    papers : ids; all where none are given
    Raises `UnknownName` for a paper or figure that is not known.
    """
    chosen = published() if papers is None else tuple(_paper(name) for name in papers)
    rows = []
    for one in chosen:
        ground.say(f"{one.paper.authors} {one.paper.year}")
        found = _replicate(ground, one)
        rows += [_row(one.paper, target, found, ground) for target in one.targets]
    first = [row for row in rows if row.target.kind is Kind.OUT_OF_SAMPLE]
    return Scorecard(tuple(first + [row for row in rows if row.target.kind is not Kind.OUT_OF_SAMPLE]))


def _replicate(ground: Ground, one: Published) -> Found:
    """What the paper's own file computes, by the figure's name without the paper's."""
    try:
        module = import_module(f"reallocate.evidence.replications.{one.paper.id}")
    except ModuleNotFoundError as error:
        if error.name != f"reallocate.evidence.replications.{one.paper.id}":
            raise
        return {}
    found: Found = module.replicate(ground)
    return found


def _row(paper: Paper, target: Target, found: Found, ground: Ground) -> Row:
    away = [name for name in target.needs if ground.file(name) is None]
    obtained = found.get(target.id.partition(".")[2])
    if away or obtained is None or obtained.value is None:
        missing = obtained.missing if obtained is not None else ""
        missing = f"needs {', '.join(away)}: name their folder with --sources" if away else missing
        says = obtained.says if obtained is not None else ""
        return Row(paper, target, Obtained(None, says, missing or "not computed here"), Verdict.NOT_AT_HAND)
    if target.kind is Kind.IDENTITY or target.tag == "I" or target.fitted:
        return Row(paper, target, obtained, Verdict.IDENTITY)
    holds = target.holds(obtained.value)
    return Row(paper, target, obtained, Verdict.REPRODUCED if holds else Verdict.MISSED)


def _paper(name: str) -> Published:
    known = {one.paper.id: one for one in published()}
    found = known.get(name.partition(".")[0])
    if found is None:
        raise UnknownName(
            Problem(
                f"there is no paper {name!r} on the scorecard", "--evidence", nearest=nearest(name, known)
            )
        )
    return found
