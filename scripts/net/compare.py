"""The lines of each face of a result beside those of the base; what has another name, or is meant."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import Path

from rapidfuzz import fuzz, process
from scripts.net.results import BETWEEN, Line, Result

EQUAL, WORDS, NEW, DIFFERS, PURPOSE = "equal", "words", "new", "differs", "on purpose"
ABOUT = {
    WORDS: "lines in other words or in another place, whose figures all stand on the face",
    NEW: "lines with a figure of three digits or more that the base has nowhere",
    DIFFERS: "lines whose figures are others or gone",
    PURPOSE: "changes that names.toml gives a reason for",
}
ALIKE = 92
"""Of 100: how alike the words of two lines are that are taken for the same."""
MOST = 2_000
"""Of lines among which one with nearly the same words is looked for."""
WORTH_NAMING, LONGEST = 3, 220
NAMES = Path(__file__).parent / "names.toml"
# Codes, dates and versions hold digits and are no figures: 43-4051, 2026-07-01, 0.1.0, 36:21-1, GPT-4, p10.
_NO_FIGURE = (
    r"\b\d{2}-\d{4}(?:\.\d+)?\b|\b\d{4}-\d{2}(?:-\d{2})?\b|\b\d+\.\d+\.\d+\b|\b\d+:\d+(?:-\d+)?\b"
    r"|[A-Za-z_§]-?\d+"
)
_DIGITS = r"(?:(?<![\d%)])[-+±])?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)"
_FIGURE = re.compile(rf"{_NO_FIGURE}|({_DIGITS})")


@dataclass(frozen=True)
class OnPurpose:
    """A change that is meant: patterns with `*`, and what the finding's text must contain."""

    what: str
    why: str
    result: str = "*"
    face: str = "*"
    place: str = "*"
    holding: str = ""


@dataclass(frozen=True)
class Names:
    """What has another name now: tables, columns, keys, titles, heads; and what changed on purpose."""

    renamed: dict[str, str]
    on_purpose: tuple[OnPurpose, ...] = ()

    @classmethod
    def read(cls, file: Path = NAMES) -> Names:
        """The names of a file of TOML."""
        given = tomllib.loads(file.read_text(encoding="utf-8"))
        if unknown := set(given) - {"renamed", "on_purpose"}:
            raise SystemExit(f"{file.name}: {', '.join(sorted(unknown))} is neither renamed nor on_purpose")
        return cls(given.get("renamed", {}), tuple(OnPurpose(**one) for one in given.get("on_purpose", ())))

    def now(self, line: Line) -> Line:
        """A line of the base with the names of now."""
        parts = (part.partition("=") for part in line.text.split(BETWEEN))
        text = BETWEEN.join(f"{self.renamed.get(head, head)}{sign}{rest}" for head, sign, rest in parts)
        return Line(self.renamed.get(line.place, line.place), text)

    def purpose(self, result: str, face: str, finding: Finding) -> OnPurpose | None:
        """The change on purpose that covers a finding."""
        for one in self.on_purpose:
            named = ((result, one.result), (face, one.face), (finding.place, one.place))
            if all(fnmatchcase(*pair) for pair in named) and one.holding in finding.text:
                return one
        return None


@dataclass(frozen=True)
class Finding:
    """A line that is not as it was; `figures` are those that it is about."""

    kind: str
    place: str
    text: str
    figures: int = 1


@lru_cache(maxsize=200_000)
def figures(text: str) -> tuple[str, ...]:
    """Every figure of a text as it is written, in its order."""
    return tuple(found[1] for found in _FIGURE.finditer(text) if found[1])


@lru_cache(maxsize=200_000)
def words(text: str) -> str:
    """A text with `#` for each figure."""
    return _FIGURE.sub(lambda found: "#" if found[1] else found[0], text).lower()


def compare(base: Result, now: Result, names: Names) -> dict[str, tuple[int, list[Finding]]]:
    """By face, how many figures are the same in the same place, and what is not."""
    everything = {figure for lines in base.values() for line in lines for figure in figures(line.text)}
    return {
        face: compare_lines([names.now(line) for line in lines], now[face], everything, face == "run")
        for face, lines in base.items()
    }


def compare_lines(
    base: Iterable[Line],
    now: Iterable[Line],
    everything: Set[str] | None = None,
    strict: bool = False,
) -> tuple[int, list[Finding]]:
    """Figures that are equal, and what was found on one face.

    everything : figures of the whole result of the base, where the face is not all of it
    strict : every line counts, one without figures too
    """
    before, after = Counter(base), Counter(now)
    same, known = before & after, {figure for line in before for figure in figures(line.text)}
    equal = sum(len(figures(line.text)) * count for line, count in same.items())
    fresh = _Fresh(after - same, {figure for line in after for figure in figures(line.text)})
    findings = [_gone(line, fresh, strict) for line in sorted((before - same).elements())]
    return equal, [*findings, *fresh.named(known if everything is None else everything, strict)]


class _Fresh:
    """Lines of now that the base has not, each to be used once, and every figure of the face."""

    def __init__(self, lines: Counter[Line], face: set[str]) -> None:
        self.face = face
        self.lines = sorted(lines.elements())
        self._by_words: dict[str, list[Line]] = {}
        for line in self.lines:
            self._by_words.setdefault(words(line.text), []).append(line)

    def alike(self, line: Line) -> Line | None:
        """The line with the same words, or nearly the same, whose figures are nearest."""
        key = words(line.text)
        if not any(letter.isalpha() for letter in key):
            return None
        if key not in self._by_words and len(self._by_words) <= MOST:
            near = process.extractOne(
                key, [*self._by_words], scorer=fuzz.token_sort_ratio, score_cutoff=ALIKE
            )
            key = near[0] if near else ""
        wanted = Counter(figures(line.text))

        def nearness(one: Line) -> tuple[bool, bool, int]:
            common = wanted & Counter(figures(one.text))
            return one.text == line.text, one.place == line.place, common.total()

        found = max(self._by_words.get(key, ()), key=nearness, default=None)
        if found is not None:
            self._by_words[key].remove(found)
            self.lines.remove(found)
            if not self._by_words[key]:
                del self._by_words[key]
        return found

    def named(self, everything: Set[str], strict: bool) -> Iterator[Finding]:
        """Lines that nothing of the base was found to be, and that say something new."""
        for line in self.lines:
            new = [one for one in figures(line.text) if len(re.sub(r"\D", "", one)) >= WORTH_NAMING]
            new = [one for one in new if one not in everything]
            if new or strict:
                yield Finding(DIFFERS if strict else NEW, line.place, line.text[:LONGEST], len(new) or 1)


def _gone(line: Line, fresh: _Fresh, strict: bool) -> Finding:
    """What became of a line of the base that does not stand there any more."""
    other, shown = fresh.alike(line), figures(line.text)
    text = line.text[:LONGEST] + (f" || now: {other.text[:LONGEST]}" if other else "")
    if other is not None and not strict and figures(other.text) == shown:
        return Finding(WORDS, line.place, text, 0)
    if other is None:
        lost = [one for one in shown if one not in fresh.face]
    else:
        lost = [*(Counter(shown) - Counter(figures(other.text))).elements()] or list(shown)
    if not lost and not strict:
        return Finding(WORDS, line.place, f"its figures stand elsewhere: {text}", 0)
    return Finding(DIFFERS, line.place, f"{', '.join(lost)} in: {text}", len(lost) or 1)
