"""What a colour means: people and waiting blue, cutting and compute orange, what is held against grey."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reallocate.kernel.draw.marks import HATCHED, HATCHED_PEOPLE, box, diamond, dot, line


@dataclass(frozen=True)
class Tone:
    """The looks of one meaning: classes of its fill, line, dot and words, and the pattern over its fill."""

    fill: str
    stroke: str
    dot: str
    words: str
    hatch: str = ""

    @property
    def swatch(self) -> str:
        """The sign of a filled part before its words."""
        return box(2.0, 2.0, 20.0, 14.0, self.fill, self.hatch)

    @property
    def sign(self) -> str:
        """The sign of a line before its words."""
        return line(0.0, 9.0, 24.0, 9.0, self.stroke)

    def point(self, form: str) -> str:
        """The sign of a dot before its words.

        form : dot or diamond
        """
        return (diamond if form == "diamond" else dot)(12.0, 9.0, self.dot)


PEOPLE = Tone("fp", "lp", "dotp", "kp")
SOME_PEOPLE = Tone("fpm", "lp dash", "dotp", "kp")
COMPUTE = Tone("fc", "lc", "dotc", "kc")
SOME_COMPUTE = Tone("fcm", "lc dash", "dotc", "kc")
INK = Tone("fi", "lk", "doti", "k")
GHOST = Tone("fg", "lg", "dotg", "")
TAKEN = Tone("bc", "lc", "dotc", "kc", HATCHED)
ADDED = Tone("bp", "lp", "dotp", "kp", HATCHED_PEOPLE)
_LIGHT = Tone("bd", "lk dash", "doti", "k")
_THIN = Tone("fp", "lp thin", "dotp", "kp")
IN_ORDER = (PEOPLE, COMPUTE, INK, SOME_PEOPLE, SOME_COMPUTE, GHOST, _LIGHT, TAKEN, ADDED, _THIN)

_BY_TONE = {
    PEOPLE: ("plan", "total", "specialist", "Done by people", "Payroll", "input at its lowest",
             "all positions, against baseline", "2022 to 2025, after", "with AI", "work is given",
             "stop refilling", "plan ahead of the baseline", "observed"),
    SOME_PEOPLE: ("People with AI", "AI, no cut", "hands-on"),
    ADDED: ("Hiring, training, learning",),
    COMPUTE: ("Automated, reviewed by people", "Compute, running", "lay off now", "managing", "layoffs",
              "plan behind the baseline", "input at its highest", "closed for good"),
    SOME_COMPUTE: ("Compute, bought", "coordinating", "refilled"),
    TAKEN: ("Exits",),
    INK: ("Installing and adopting AI", "directing AI", "what followed"),
    GHOST: ("baseline", "other", "Left undone", "2017 to 2019, before the AI", "without further AI",
            "nothing"),
}  # fmt: skip
MEANINGS = {meaning: tone for tone, meanings in _BY_TONE.items() for meaning in meanings}


def tones(meanings: Sequence[str]) -> list[Tone]:
    """One tone a meaning; a meaning without one of its own takes the next that is free.

    meanings : words in the order in which they are read
    """
    taken = {MEANINGS[meaning] for meaning in meanings if meaning in MEANINGS}
    free = iter([tone for tone in IN_ORDER if tone not in taken] + list(IN_ORDER))
    return [MEANINGS[meaning] if meaning in MEANINGS else next(free, GHOST) for meaning in meanings]
