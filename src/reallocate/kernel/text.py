"""Sentences known by name: declared where they are written, picked by every page that shows them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from inspect import signature
from itertools import chain
from typing import Any, TypeVar

from reallocate.kernel.blocks import Block, Bullets, Prose
from reallocate.kernel.number import with_minus, without_signed_zero
from reallocate.kernel.on_demand import OnDemand

_PLAIN, LEAD, NOTE, BULLETS = "plain", "lead", "note", "bullets"
"""How a sentence stands on a page: the tones of `Prose`, or in a list with its neighbours."""

Said = Mapping[str, Sequence[str] | Mapping[str, Sequence[str]]]
"""Sentences of a result by part; of a part whose sentences have names, by name."""
_Says = TypeVar("_Says", bound=Callable[..., Iterable[str]])
_Shows = TypeVar("_Shows", bound=Callable[[Any], Block | Sequence[Block]])


@dataclass(frozen=True)
class _Sentence:
    """A sentence, or several that stand together, known by name.

    part : of `Result.explain()`
    says : what was solved -> the sentence, several of them, or "" where it does not apply
    section : of the page; "" where another page picks it
    after : the sentence, table, chart or block behind which it stands; in the order of declaration otherwise
    lines : how many it says; none where their number differs
    """

    name: str
    part: str
    says: Callable[..., Iterable[str]] = field(repr=False)
    section: str = ""
    tone: str = _PLAIN
    after: str = ""
    lines: int | None = None

    def lines_of(self, *solved: Any) -> list[str]:
        """What it says; nothing where it does not apply.

        solved : what it is told
        """
        lines = self.says(*solved)
        return [lines] * bool(lines) if isinstance(lines, str) else list(lines)

    def blocks(self, said: Said) -> list[Block]:
        """The block that it makes on a page; none where it does not apply."""
        lines = [with_minus(line) for line in _lines(said, self)]
        if not lines:
            return []
        return [Bullets(lines) if self.tone == BULLETS else Prose(lines, self.tone)]


@dataclass(frozen=True)
class Further:
    """Blocks that stand on the page beside sentences, tables and charts.

    shows : the result -> a block or several
    section, after : as of a sentence
    """

    name: str
    shows: Callable[[Any], Block | Sequence[Block]] = field(repr=False)
    section: str
    after: str = ""


class Text:
    """The sentences of one question, in the order in which they are declared, and blocks beside them.

    parts : in their order, where sentences of several files make them; else in that of declaration
    """

    def __init__(self, *parts: str) -> None:
        self.parts = parts
        self.sentences: dict[str, _Sentence] = {}
        self.further: list[Further] = []

    def sentence(
        self,
        part: str,
        section: str = "",
        tone: str = _PLAIN,
        after: str = "",
        lines: int | None = None,
    ) -> Callable[[_Says], _Says]:
        """Declare the function below as a sentence of its name.

        part, section, tone, after, lines : as in `_Sentence`; a function that returns `str` says one line
        """

        def declare(says: _Says) -> _Says:
            name, is_one = says.__name__, signature(says).return_annotation in (str, "str")
            self.sentences[name] = _Sentence(name, part, says, section, tone, after, 1 if is_one else lines)
            return says

        return declare

    def block(self, section: str, after: str = "") -> Callable[[_Shows], _Shows]:
        """Declare the function below, from a result to a block or several, as part of a section."""

        def declare(shows: _Shows) -> _Shows:
            self.further.append(Further(shows.__name__, shows, section, after))
            return shows

        return declare

    def said(self, *solved: Any) -> dict[str, dict[str, list[str]]]:
        """(part) (name) sentences.

        solved : what every sentence is told
        """
        parts = self.parts or dict.fromkeys(one.part for one in self.sentences.values())
        return {part: self.part(part, *solved) for part in parts}

    def sentences_on_demand(self, *solved: Any) -> Said:
        """As `said`, where a sentence may read what takes long to compute: each is made when first read.

        solved : what every sentence is told
        """
        found: dict[str, dict[str, Callable[[], list[str]]]] = {part: {} for part in self.parts}
        for one in self.sentences.values():
            found[one.part][one.name] = partial(one.lines_of, *solved)
        return {part: OnDemand(lines) for part, lines in found.items()}

    def part(self, part: str, *solved: Any) -> dict[str, list[str]]:
        """The sentences of one part by name; none where one does not apply."""
        return {one.name: one.lines_of(*solved) for one in self.sentences.values() if one.part == part}

    def picked(self, said: Said, *names: str) -> list[str]:
        """Sentences by name, in the order asked for; `KeyError` for a name that is not declared.

        said : of a result
        """
        return [line for name in names for line in _lines(said, self.sentences[name])]


def named(said: Said, texts: Iterable[Text]) -> Said:
    """Sentences by name, where a result of format 4 or before kept those of a part in one list.

    texts : the sentences that are declared; a part without any stays as it is
    Lines are told apart by number and order: a sentence has as many as it says, the first that says any
    number, or else the last of the part, all that are left.
    """
    declared: dict[str, list[_Sentence]] = {}
    for one in chain.from_iterable(text.sentences.values() for text in texts):
        declared.setdefault(one.part, []).append(one)
    return {
        part: lines if isinstance(lines, Mapping) or part not in declared else _shared(lines, declared[part])
        for part, lines in said.items()
    }


def _shared(lines: Sequence[str], among: Sequence[_Sentence]) -> dict[str, list[str]]:
    found, left = {}, list(lines)
    for one in among:
        count = len(left) if one is among[-1] else one.lines
        found[one.name], left = left[:count], [] if count is None else left[count:]
    return found


def written(said: Said) -> dict[str, Any]:
    """Sentences by part, and by name, as JSON takes them."""
    return {part: dict(lines) if isinstance(lines, Mapping) else lines for part, lines in said.items()}


def explained(said: Said) -> dict[str, list[str]]:
    """Sentences by part alone, as a study hands them out."""
    return {part: [without_signed_zero(line) for line in _every(lines)] for part, lines in said.items()}


def _every(lines: Sequence[str] | Mapping[str, Sequence[str]]) -> Iterator[str]:
    return chain.from_iterable(lines.values()) if isinstance(lines, Mapping) else iter(lines)


def _lines(said: Said, sentence: _Sentence) -> list[str]:
    part = said.get(sentence.part, {})
    lines = part.get(sentence.name, ()) if isinstance(part, Mapping) else ()
    return [without_signed_zero(line) for line in lines]
