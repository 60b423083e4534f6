"""What a comparison found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

# Of one figure or one column, the mildest first. Only the last fails the net.
EQUAL = "equal"
WORDS = "words"
COARSER = "coarser"
MOVED = "moved"
HIDDEN = "not shown"
NEW = "new"
DIFFERS = "differs"
KINDS = (EQUAL, WORDS, COARSER, MOVED, HIDDEN, NEW, DIFFERS)
ABOUT = {
    EQUAL: "figures that are the same in the same place",
    WORDS: "texts with the same figures and other words",
    COARSER: "figures shown with fewer digits, in another unit or without their sign",
    MOVED: "figures found under another name or in another place",
    HIDDEN: "figures that this face shows no more and that the result still holds",
    NEW: "figures that were not there",
    DIFFERS: "figures that are others or gone",
}


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it was.

    place : table and column, sheet and head, section
    figures : how many it is about
    """

    kind: str
    place: str
    text: str
    figures: int = 1


@dataclass
class Report:
    """What was found on one face of one result.

    equal : figures compared and found the same
    """

    face: str
    equal: int = 0
    findings: list[Finding] = field(default_factory=list)

    def add(self, kind: str, place: str, text: str, figures: int = 1) -> None:
        """Note one thing."""
        self.findings.append(Finding(kind, place, text, figures))

    def of(self, kind: str) -> Iterator[Finding]:
        """The findings of one kind."""
        return (finding for finding in self.findings if finding.kind == kind)

    def count(self, kind: str) -> int:
        """Figures of one kind."""
        return self.equal if kind == EQUAL else sum(finding.figures for finding in self.of(kind))
