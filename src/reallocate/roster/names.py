"""Names of a roster's people, to be recognised in any text however they are spelt there."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from reallocate.data.titles.words import WORD, fold_name
from reallocate.roster.file.people_columns import COLUMNS
from reallocate.work.world import World

_CAMEL = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])")
_APOSTROPHE = re.compile(r"(?<=\w)['’`´ʼ](?=\w{2})")
_SPACED = re.compile(r"\b[^\W\d_](?:[\W_]+[^\W\d_]\b){2,}")
UNBROKEN = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]+"
)
"""Scripts without blanks between words, such as Chinese, and Korean with its endings."""
_SYLLABLES = re.compile("[\u3400-\u9fff\uac00-\ud7af]+")
_PREFIXED = re.compile("[\u0590-\u06ff]")
"""Hebrew and Arabic write short words such as "to" and "the" together with the next."""
_TWO_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "ñ": "ny"})
_DIGIT_LOOK = str.maketrans("013457", "oleast")
_MIXED = re.compile(r"(?=\w*[^\W\d_])\w*\d\w*")
_PARTICLES = frozenset((
    "van", "von", "der", "den", "de", "del", "della", "di", "da", "dos", "das", "do", "du", "la", "le", "el",
    "al", "bin", "ibn", "abu", "ben", "bint", "ter", "ten", "zu", "zur", "vom", "und", "of", "the", "and",
    "for", "san", "santa", "saint", "st", "mac", "mc",
))  # fmt: skip
_HONORIFICS = frozenset((
    "mr", "mrs", "ms", "miss", "mx", "dr", "prof", "dame", "herr", "herrn", "frau", "mme", "mlle", "monsieur",
    "madame", "senor", "senora", "sra", "srta", "dott", "signora",
))  # fmt: skip
_SUFFIXES = frozenset((
    "jr", "sr", "junior", "senior", "ii", "iii", "iv", "phd", "md", "mba", "cpa", "esq", "msc", "sir", "rev",
    "hr", "fr", "don", "dona", "ing", "sig", "pan", "pani", "dipl",
))  # fmt: skip
"""What stands before or behind a name and means something else elsewhere."""
_BESIDE = _HONORIFICS | _SUFFIXES | _PARTICLES
_SPECIAL = re.compile(r"[\d'`]|[a-z][A-Z]|\b\w\W+\w\b")
"""Of text in ASCII, without which it has one spelling."""
LONGEST_NAME = 8
"""[words] A cell with more is a sentence."""






def _spellings(text: str) -> list[str]:
    """A text as it may be meant: folded, with ü as u and as ue, split before capitals, digits as letters."""
    found = [fold_name(text)]
    if text.isascii() and not _SPECIAL.search(text):
        return found
    if not text.isascii():
        composed = unicodedata.normalize("NFKC", text).casefold()
        found.append(fold_name(composed.translate(_TWO_LETTERS)))
    if _CAMEL.search(text):
        found.append(fold_name(_CAMEL.sub(" ", text)))
    if _APOSTROPHE.search(found[0]):
        found.append(_APOSTROPHE.sub("", found[0]))
    if _SPACED.search(found[0]):
        found.append(_SPACED.sub(lambda spaced: "".join(WORD.findall(spaced[0])), found[0]))
    if _MIXED.search(found[0]):
        found.append(_MIXED.sub(lambda word: word[0].translate(_DIGIT_LOOK), found[0]))
    return list(dict.fromkeys(found))


def _name_words(text: str) -> list[list[str]]:
    """The words of a person's name in each of its spellings, without titles, suffixes and initials.

    text : a cell of a column of names
    """
    found = []
    for spelling in _spellings(text):
        words = [word for word in WORD.findall(spelling) if word not in _BESIDE]
        if words and len(words) <= LONGEST_NAME:
            found.append([word for word in words if len(word) > 1])
    return [words for words in found if words]


_SEEN_OFTEN = 3
"""[titles] Fewer alternate titles may hold a word by chance: "fish roe processor", "jordan engineer"."""
_DISTINCT_TASKS = 3.0
"""[tasks] Likewise of the statements of tasks."""
_EVERYDAY_TEXT = """
a an and or of for in on at by to from with the new old young best good great north south east west
central upper lower inner outer main high low day night spring summer autumn winter may june april
august home house office remote hybrid site branch store shop plant factory depot warehouse campus tower
floor park street field hub region area district zone country county city town global worldwide
international national regional local americas america europe asia africa pacific atlantic emea apac
latam team group squad tribe unit division department dept corporate company business people talent
culture finance legal law tax audit treasury payroll sales service services support operations claims
marketing brand product products platform data cloud security digital analytics engineering technology
research development innovation strategy project projects programme program portfolio quality safety
health care customer client partner supply chain logistics purchasing procurement facilities estate
fleet energy power water gas oil mining retail wholesale banking bank banks insurance pension wealth
investment investments capital credit risk price pricing fraud compliance governance internal external
shared general other level grade band junior senior lead principal chief head deputy vice interim acting
assistant associate intern trainee apprentice graduate temp full part time notes note status code name
date number type list value total count id ids first last left right test desk front middle back line
cost center centre budget plan cook baker manager mason page grant dean major forest stone wood woods
hill hills lake lakes river e mail email surname forename phone mobile telephone birth birthday dob born
gender sex ssn social passport address zip postal postcode ethnicity race nationality citizenship
religion marital disability veteran iban account photo linkedin login username pronoun pronouns contact
worker spouse visa union employee preferred given family personal unused
"""
_EVERYDAY = frozenset(_EVERYDAY_TEXT.split())
"""Words of departments, places, levels and headers that no list of titles need hold."""
_MOSTLY_NAMES = frozenset(("mark", "bill", "jack", "frank", "larry", "smith", "will", "rich", "max"))
"""Words of titles and tasks that are somebody's name more often than not where they stand alone."""
_PLACES_TEXT = """
paris london berlin madrid rome milan florence vienna bern geneva zurich basel hamburg munich cologne
frankfurt dublin cork belfast glasgow edinburgh manchester birmingham leeds lisbon porto athens warsaw
krakow prague budapest sofia bucharest oslo stockholm copenhagen helsinki brussels antwerp amsterdam
rotterdam luxembourg lyon nice marseille lille barcelona valencia seville santiago cordoba bogota lima
quito caracas buenos aires montevideo sao paulo rio brasilia mexico toronto montreal vancouver calgary
ottawa sydney melbourne brisbane perth adelaide auckland wellington hamilton victoria singapore kuala
lumpur jakarta manila bangkok hanoi saigon hong kong shanghai beijing shenzhen taipei tokyo osaka kyoto
seoul busan mumbai delhi bangalore bengaluru chennai hyderabad pune kolkata karachi lahore dhaka colombo
dubai doha riyadh cairo tunis lagos nairobi accra johannesburg durban tel aviv haifa istanbul ankara
moscow kyiv england scotland wales ireland britain france germany austria switzerland italy spain
portugal holland netherlands belgium denmark sweden norway finland iceland poland hungary romania
bulgaria greece cyprus malta turkey israel jordan egypt morocco kenya ghana nigeria chad india pakistan
china japan korea vietnam thailand malaysia indonesia philippines australia zealand canada brazil
argentina chile peru colombia cuba georgia
"""
_PLACES = frozenset(_PLACES_TEXT.split())
"""Cities and countries outside the areas of the United States that people are called after."""


@dataclass(frozen=True)
class OrdinaryWords:
    """What a word of a roster may be if it is nobody's name.

    words : folded
    is_title : whether a text is, as a whole, a known title
    """

    words: frozenset[str]
    is_title: Callable[[str], bool]

    def __contains__(self, word: str) -> bool:
        return word in self.words or word.removesuffix("s") in self.words


def words_of(world: World, is_title: Callable[[str], bool]) -> OrdinaryWords:
    """The words of all titles, industries, areas and tasks, and those of everyday work.

    world : which lists them
    is_title : whether a text is, as a whole, a known title
    """
    listed = [str(title) for title in world.occupations["title"]]
    for table in ("groups", "industries", "areas"):
        if table in world.tables:
            listed += [str(title) for title in world.table(table)["title"]]
    words = {word for text in listed for word in _words(text)}
    table, column = ("titles", "title") if "titles" in world.tables else ("title_keys", "key")
    alternate = Counter(word for title in world.table(table)[column] for word in set(_words(title)))
    words |= {word for word, titles in alternate.items() if titles >= _SEEN_OFTEN}
    if "task_words" in world.tables:
        tasks = world.table("task_words").groupby("word")["tasks"].max()
        words |= {str(word) for word in tasks.index[tasks.ge(_DISTINCT_TASKS)]}
    return OrdinaryWords(_with_everyday(words), is_title)


def words_of_titles(titles: Iterable[str]) -> OrdinaryWords:
    """The words of some titles, and those of everyday work.

    titles : official ones
    """
    known = {title.casefold() for title in titles}
    words = {word for title in known for word in _words(title)}
    return OrdinaryWords(_with_everyday(words), lambda text: text.casefold() in known)


def _with_everyday(words: set[str]) -> frozenset[str]:
    words |= (
        _EVERYDAY | _PLACES | {word for names in COLUMNS.values() for name in names for word in _words(name)}
    )
    words |= {word[:-1] for word in words if len(word) > 3 and word.endswith("s")}
    return frozenset(words - _MOSTLY_NAMES)


def _words(text: str) -> list[str]:
    return WORD.findall(fold_name(text))


_SHORTEST = 3
"""[letters] A shorter word counts only beside another of the same name: Li, Ng, HR, IT."""
_NEAR = 3
"""[words] So far apart two words of one name may stand."""
_STEM = 5
"""[letters] From here on a name may have an ending: Roes, Kowalskiego."""
_ENDING = 3
"""[letters]"""
_LONGEST_WORD = 40
"""[letters] Within which names are looked for that are written without blanks."""
_FEWEST_SYLLABLES = 2
_POSSESSIVE = re.compile(r"([^\W\d_]{2,})(?:['’`´ʼ]s\b|['’`´ʼ](?!\w))")
_INITIAL_BEFORE = re.compile(r"(?:\b([^\W\d_])[._]\s*|^([^\W\d_])\s+)([^\W\d_]{2,})")
_INITIAL_AFTER = re.compile(r"([^\W\d_]{2,})\s*[,_.]\s*([^\W\d_])(?![^\W\d_])")
_VOWELS = "aeiouyаеиоуыэюя"


class NameIndex:
    """All names of a roster.

    names : as written, each once
    ordinary : words that are a name only beside another sign of one
    """

    def __init__(self, names: Iterable[str], ordinary: OrdinaryWords) -> None:
        self._ordinary = ordinary
        self._bearers: defaultdict[str, set[int]] = defaultdict(set)
        self._initials: list[str] = []
        self._unbroken: set[str] = set()
        self._checked: dict[str, bool] = {}
        for name in names:
            self._add_unbroken(name)
            for words in _name_words(name):
                for word in words:
                    self._bearers[word].add(len(self._initials))
                self._initials.append("".join(word[0] for word in words))

    def _add_unbroken(self, name: str) -> None:
        if name.isascii() or not UNBROKEN.search(name):
            return
        parts = UNBROKEN.findall(fold_name(name))
        whole = "".join(parts)
        self._unbroken |= {whole, *(part for part in parts if len(part) >= _FEWEST_SYLLABLES)}
        if _SYLLABLES.fullmatch(whole) and len(whole) > _FEWEST_SYLLABLES:
            # A surname is one character, of four in all two; what is left is what colleagues say.
            self._unbroken.add(whole[-_FEWEST_SYLLABLES:])
            self._unbroken |= {whole[:_FEWEST_SYLLABLES]} if len(whole) > _FEWEST_SYLLABLES + 1 else set()

    @cached_property
    def _lengths(self) -> list[int]:
        return sorted({len(name) for name in self._unbroken if len(name) >= _FEWEST_SYLLABLES})

    @cached_property
    def _stems(self) -> frozenset[str]:
        words = [word for word in self._bearers if len(word) >= _STEM and word not in self._ordinary]
        cut = [word[:-1] for word in words if word[-1] in _VOWELS and len(word) > _STEM]
        return frozenset(
            [*words, *cut, *(word[:-2] for word in words if not word.isascii() and len(word) > _STEM + 1)]
        )

    def inside(self, text: str, title: bool = False) -> bool:
        """Whether a text holds anybody's name, in any spelling.

        text : a cell or a header
        title : whether it is meant as a job title; one that is known as a whole is no name
        """
        if title and self._ordinary.is_title(text):
            return False
        return any(self._in_spelling(spelling) for spelling in _spellings(text)) or self._in_unbroken(text)

    def _in_spelling(self, text: str) -> bool:
        words = WORD.findall(text)
        initials = [(word, first or at_start) for first, at_start, word in _INITIAL_BEFORE.findall(text)]
        return (
            any(map(self._alone, words))
            or any(map(self._together, range(len(words)), [words] * len(words)))
            or any(word in self._bearers for word in _POSSESSIVE.findall(text))
            or any(self._has_initial(*pair) for pair in [*initials, *_INITIAL_AFTER.findall(text)])
        )

    def _alone(self, word: str) -> bool:
        """Whether one word says whose it is."""
        if len(word) < _SHORTEST or len(word) > _LONGEST_WORD or word in self._ordinary:
            return False
        if word not in self._checked:
            self._checked[word] = word in self._bearers or self._has_ending(word) or self._joined(word)
        return self._checked[word]

    def _has_ending(self, word: str) -> bool:
        if word.endswith("s") and word[:-1] in self._bearers and len(word) > _SHORTEST:
            return True
        if _PREFIXED.match(word) and word[1:] in self._bearers:
            return True
        return any(
            word[: len(word) - cut] in self._stems for cut in range(min(_ENDING, len(word) - _STEM) + 1)
        )

    def _joined(self, word: str) -> bool:
        """Whether names are written without blanks, such as janeroe, jroe, roej or teamjaneroe."""
        return any(self._joined_at(word, start, end) for start, end in self._parts(word))

    def _joined_at(self, word: str, start: int, end: int) -> bool:
        before, part, after = word[:start], word[start:end], word[end:]
        if len(before) == 1 and self._has_initial(part, before) and self._plain(after):
            return True
        if not self._plain(before):
            return False
        alone = part not in self._ordinary and len(part) >= _SHORTEST and self._plain(after)
        return (
            alone
            or (len(after) == 1 and self._has_initial(part, after))
            or any(
                self._same_person(part, word[end:stop]) and self._plain(word[stop:])
                for stop in range(end + 2, len(word) + 1)
            )
        )

    def _parts(self, word: str) -> Iterator[tuple[int, int]]:
        for start in range(len(word) - 1):
            for end in range(start + 2, len(word) + 1):
                if word[start:end] in self._bearers:
                    yield start, end

    def _plain(self, rest: str) -> bool:
        return not rest or rest in _PARTICLES or (len(rest) >= _SHORTEST and rest in self._ordinary)

    def _together(self, place: int, words: list[str]) -> bool:
        """Whether a word that may mean nothing alone stands beside a title or another word of the name."""
        word = words[place]
        if word not in self._bearers:
            return False
        others = words[place + 1 : place + 1 + _NEAR]
        before = words[place - 1] if place else ""
        return before in _HONORIFICS or any(self._same_person(word, other) for other in others)

    def _same_person(self, first: str, second: str) -> bool:
        if first == second or first not in self._bearers or second not in self._bearers:
            return False
        return not self._bearers[first].isdisjoint(self._bearers[second])

    def _has_initial(self, word: str, letter: str) -> bool:
        """Whether somebody who bears a word has another name that begins with a letter."""
        least = 2 if word[0] == letter else 1
        bearers = self._bearers.get(word, ())
        return any(self._initials[bearer].count(letter) >= least for bearer in bearers)

    def _in_unbroken(self, text: str) -> bool:
        if not self._unbroken or text.isascii():
            return False
        joined = "".join(UNBROKEN.findall(fold_name(text)))
        return any(
            joined[start : start + length] in self._unbroken
            for length in self._lengths
            for start in range(len(joined) - length + 1)
        )
