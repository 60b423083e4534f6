"""Titles read as occupations, likeliest first, with the probability that the likeliest is right."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache, partial
from typing import Self

import numpy as np
import numpy.typing as npt
import pandas as pd

from reallocate.data.bundle import shipped_world
from reallocate.data.country import HOME, country
from reallocate.data.titles.abbreviations import Abbreviations, shipped_abbreviations
from reallocate.data.titles.evidence import FEATURES, SIGNS, Evidence, TitleIndex, log_prior
from reallocate.data.titles.firm_industry import industry_of
from reallocate.data.titles.known import WEIGHTS, KnownTitles, known_titles, similar
from reallocate.data.titles.parse import WITHOUT_LEVEL, ParsedTitle, is_foreign_word, parse
from reallocate.data.titles.parts import both, parts, read_by_a_part, read_from_home
from reallocate.data.titles.words import LONGEST_TITLE, Spelling, levels, listed, one_spelling, title_key
from reallocate.work.world import World

_Floats = npt.NDArray[np.float64]
_FILE = "model.toml"
_CONFIDENCE = (
    "constant", "likeliest", "ahead", "word_likeness", "letter_likeness", "known_words", "listed_english",
    "length", "known_and_alike", "listed_foreign", "head_titles", "is_foreign", "foreign_and_alike",
    "listed_and_likeliest", "own_listed_share", "own_votes", "own_word_odds", "own_head",
)  # fmt: skip
"""What the probability is a logistic function of."""
_LONGEST = 5
"""[words] A longer title is as sure as one of this length."""
_NO_HEAD, _VAGUE = 0.15, 0.45
"""At most so probable: a title of whose words hardly any says what somebody is; one that names no field."""
_FEW = 3
"""[titles] with a head."""
_SURELY_LISTED = 0.9
_OF_ITS_PEOPLE = 0.7
"""[share] A title in another language is accepted where lists give an occupation so much of its people."""


@dataclass(frozen=True, eq=False)
class Model:
    """The fitted weights of evidence.

    rank : (feature) of a candidate's log-odds
    confidence : (term) of the log-odds that the likeliest is right
    listed : probability that a title goes to the occupation whose people reported it
    """

    rank: _Floats
    confidence: _Floats
    listed: float

    @classmethod
    def of(cls, values: Mapping[str, Mapping[str, float]]) -> Self:
        """The weights by name.

        values : rank and confidence, each (name) weight, and listed
        """
        rank, confidence = (
            np.array([values[part][name] for name in names])
            for part, names in (("rank", FEATURES), ("confidence", _CONFIDENCE))
        )
        return cls(rank, confidence, values["listed"]["probability"])


@cache
def _shipped_model() -> Model:
    """The weights that ship, as fitted to titles of O*NET held out, development titles and nonsense."""
    return Model.of(listed(_FILE))


@dataclass(frozen=True, eq=False)
class _Ranking:
    """The candidates of some titles, likeliest first.

    occupations : (title, rank) place of the occupation
    share : (title, rank) how likely it is among the candidates
    best : (title, feature) what speaks for the likeliest
    signs : (title, sign) of the title itself
    """

    occupations: npt.NDArray[np.intp]
    share: _Floats
    best: _Floats
    signs: _Floats


def ranked(evidence: Evidence, weights: _Floats) -> _Ranking:
    """The candidates by what speaks for them.

    π[o] = exp(Σ_f weight[f]·feature[f, o]) / Σ_candidates
    weights : (feature)
    Source: McFadden 1974, Conditional logit analysis of qualitative choice behavior, section 2.
    """
    score = evidence.features @ weights
    score = np.exp(score - score.max(axis=1, keepdims=True))
    share = score / score.sum(axis=1, keepdims=True)
    # Shares are rounded before they are ordered, so that an order never depends on a last digit.
    order = np.lexsort((evidence.candidates, -share.round(9)), axis=1)
    return _Ranking(
        np.take_along_axis(evidence.candidates, order, axis=1),
        np.take_along_axis(share, order, axis=1),
        evidence.features[np.arange(len(order)), order[:, 0]],
        evidence.signs,
    )


def _confidence_terms(found: _Ranking) -> _Floats:
    """(title, term) what the probability depends on, as in `_CONFIDENCE`.

    found : as from `ranked`
    """
    first = found.share[:, 0]
    second = found.share[:, 1] if found.share.shape[1] > 1 else np.zeros_like(first)
    sign = dict(zip(SIGNS, found.signs.T, strict=True))
    best = dict(zip(FEATURES, found.best.T, strict=True))
    likeliest = np.log((first + 1e-4) / (1 - first + 1e-4))
    word, known = sign["word_likeness"], sign["known_words"]
    return np.column_stack(
        [
            np.ones_like(first), likeliest, np.minimum(np.log((first + 1e-6) / (second + 1e-6)), 8.0), word,
            sign["letter_likeness"], known, sign["listed_english"], np.minimum(sign["length"], _LONGEST),
            known * word, sign["listed_foreign"], np.minimum(6.0, np.log1p(sign["head_titles"])),
            sign["is_foreign"], sign["is_foreign"] * word, sign["listed_english"] * likeliest,
            best["listed_share"], best["votes"], best["word_odds"], best["head"],
        ]
    )  # fmt: skip


def _doubted(ranking: _Ranking) -> npt.NDArray[np.bool_]:
    """(title) whether lists name another occupation, or none have it and it is in another language.

    ranking : as from `ranked`
    """
    sign = dict(zip(SIGNS, ranking.signs.T, strict=True))
    best = dict(zip(FEATURES, ranking.best.T, strict=True))
    listed = np.maximum(sign["listed_english"], sign["listed_foreign"]) >= WITHOUT_LEVEL
    alone = (sign["is_foreign"] > 0) & ~(listed & (best["listed_share"] >= _OF_ITS_PEOPLE))
    return np.asarray(alone | (listed & (best["listed"] <= 0)))


def _probability(ranking: _Ranking, weights: _Floats) -> _Floats:
    """(title) that the likeliest occupation is right; 0 where the title has no word.

    ranking : as from `ranked`
    weights : (term) fitted on titles that were held out
    """
    found = 1.0 / (1.0 + np.exp(-(_confidence_terms(ranking) @ weights)))
    sign = dict(zip(SIGNS, ranking.signs.T, strict=True))
    surely = np.maximum(sign["listed_english"], sign["listed_foreign"]) >= _SURELY_LISTED
    no_job = sign["names_no_job"] > 0
    found = np.where(no_job, np.minimum(found, np.where(surely, _VAGUE, _NO_HEAD)), found)
    found = np.where((sign["any_head"] < _FEW) & ~surely, np.minimum(found, _NO_HEAD), found)
    found = np.where(sign["is_bare"] > 0, np.minimum(found, _VAGUE), found)
    return np.where(sign["length"] == 0, 0.0, found)


_ACCEPTED, _ACCEPTED_FOREIGN, PROVISIONAL, _ASKED = 0.92, 0.95, 0.5, 0.2
"""From these probabilities on a title is accepted, used and flagged, or asked; below none is proposed."""
_OPTIONS, _LEAST = 5, 0.01
"""So many occupations are named at most, none that is less probable than this."""
_DOMINANT = 0.8
"""[share] A title that occupations reported goes to one with so many of its people at once."""
_AT_ONCE = 256
"""Titles read in one go: so many rows of likeness to 120,000 known titles fit into 200 MB."""
_KEPT = 4096
"""Titles that stay taken apart."""
_MISSPELT = 0.84
"""At most so probable is a title whose spelling was corrected."""
_SUREST, _IN_TITLES = 0.99, 5
"""The most that a reading counts against others; titles with a word that is no short form."""
_LIFT, _NOT_EMPLOYED, _HARDLY = 0.3, 0.25, 1e-6
"""Power of how much more seldom the industry employs an occupation, what it counts at least, and a share that
hardly counts."""
_LEARNING = "learning"
"""A level: nobody who learns a job manages it."""
OFFICIAL, LISTED, _LIKENESS, SPELLING, CHOSEN = "official", "listed", "likeness", "spelling", "chosen"
_LEADS_ALL = frozenset(("chief", "executive", "operating", "officer", "president"))
"""Words of a chief of a whole firm; the chief of a field may be counted with its managers."""
_DIGITS = 3
NOBODY = "none"
"""A choice: no occupation is right, and people with the title are left out."""


@dataclass(frozen=True)
class TitleMatch:
    """The occupations that a title may name.

    how : official, listed, likeness, spelling or chosen; "" where no match was found
    options : (occupation, probability) the likeliest first, at most five; none where no match was found
    is_foreign : whether it is in German, French or Spanish
    respelt : the title with its spelling corrected, by which it was read; "" where it was read as written
    similar : occupations whose titles hold its words, to choose from where no match was found
    family : what titles have in common that differ only in level, place or terms; "" where it was not asked
    is_doubted : whether it is never accepted unseen, since a list says otherwise or too little is known
    """

    title: str
    how: str
    options: tuple[tuple[str, float], ...]
    is_foreign: bool = False
    family: str = ""
    respelt: str = ""
    similar: tuple[str, ...] = ()
    is_doubted: bool = False

    @property
    def probability(self) -> float:
        """That the likeliest occupation is right; 0 where no match was found."""
        return self.options[0][1] if self.options else 0.0

    @property
    def is_official(self) -> bool:
        """Whether it is an occupation's own title."""
        return self.how == OFFICIAL

    @property
    def is_accepted(self) -> bool:
        """Whether it needs no decision."""
        least = _ACCEPTED_FOREIGN if self.is_foreign else _ACCEPTED
        return self.probability >= least and not self.is_doubted

    @property
    def is_provisional(self) -> bool:
        """Whether the likeliest occupation is used until somebody decides."""
        return not self.is_accepted and self.probability >= PROVISIONAL

    @property
    def occupation(self) -> str:
        """The occupation that is used for it, "" where none is."""
        return self.options[0][0] if self.is_accepted or self.is_provisional else ""


class TitleMatcher:
    """Reads titles as occupations.

    world : occupations with employment, and the table title_keys
    industry : (occupation) [persons] in the user's industry
    house : whether the project's own list of titles counts
    model : weights of the evidence, those that ship by default
    abbreviations : what short forms mean, as they ship by default
    Official titles are answered at once, and titles of the lists before the index is made.
    """

    def __init__(
        self,
        world: World,
        industry: pd.Series | None = None,
        house: bool = True,
        model: Model | None = None,
        abbreviations: Abbreviations | None = None,
    ) -> None:
        self._world, self._industry, self._house = world, industry, house
        self._abbreviations = abbreviations or shipped_abbreviations()
        self._model = model or _shipped_model()
        self._names = {str(code): str(title) for code, title in world.occupations["title"].items()}
        self._official = {title_key(title): code for code, title in self._names.items()}
        self._employment = world.occupations["employment"]
        self._managers = frozenset(world.occupations.index[world.occupations["manages"].to_numpy(bool)])

    @property
    def known(self) -> KnownTitles:
        """The titles of all lists."""
        return known_titles(self._world, self._house)

    @cached_property
    def index(self) -> TitleIndex:
        """The same, made searchable by words and letters."""
        return TitleIndex(self.known, self._employment, self._industry, country(self._world.country))

    @cached_property
    def _parse(self) -> Callable[[str], ParsedTitle]:
        """A title taken apart, for all that ask for it."""
        return lru_cache(_KEPT)(partial(parse, is_english=self.known.english_words.__contains__))

    @cached_property
    def _spelling(self) -> Spelling:
        return Spelling(self.known.english_counts, self.known.words, self.is_known)

    @cached_property
    def _people(self) -> np.ndarray:
        return np.exp(log_prior(self.known.codes, self._employment, self._industry))

    @cached_property
    def _nation(self) -> np.ndarray:
        return np.exp(log_prior(self.known.codes, self._employment))

    def match(self, titles: Sequence[str]) -> dict[str, TitleMatch]:
        """What each title was read as; one that has no match with titles that resemble it."""
        found = self._read(titles)
        for title, match in found.items():
            if not match.options:
                texts = self._spelling.readings(title) or [title]
                found[title] = replace(match, similar=similar(self.known, [*map(title_key, texts)]))
        return {title: found.get(title, TitleMatch(title, "", ())) for title in titles}

    def _read(self, titles: Sequence[str]) -> dict[str, TitleMatch]:
        """What each title was read as: one that would be asked as it is spelt right, where that is surer."""
        found = self._written_out([title for title in titles if len(title) <= LONGEST_TITLE])
        misspelt = {
            title: corrected
            for title, match in found.items()
            if match.probability < PROVISIONAL and (corrected := self._spelling.corrected(title))
        }
        other = self._as_spelt([*misspelt.values()])
        for title, corrected in misspelt.items():
            if other[corrected].probability > found[title].probability:
                found[title] = _respelt(title, corrected, other[corrected])
        if self._world.country != HOME:
            found |= self._nationally({title: one for title, one in found.items() if not one.is_accepted})
        return found

    def _nationally(self, unsure: Mapping[str, TitleMatch]) -> dict[str, TitleMatch]:
        """Titles of another country that its lists leave unsure: by a part of them, and by the home lists."""
        compounds = bool(country(self._world.country).language)
        shares = {title: parts(self._parse(title), self.known, compounds) for title in unsure}
        each = self._as_spelt([part for own in shares.values() for part in own])
        read = {part: () if self.is_bare(part) else match.options for part, match in each.items()}
        at_home = self._home_reader._read([*unsure])
        found = {}
        for title, match in unsure.items():
            options = match.options
            if match.probability < PROVISIONAL:
                part = read_by_a_part(shares[title], read, PROVISIONAL)
                options = part if part and part[0][1] > match.probability else options
            options = both(options, read_from_home(at_home[title].options, self._world))
            if options and options[0][1] >= _ASKED:
                chance = min(options[0][1], _MISSPELT)
                found[title] = replace(
                    match, how=match.how or _LIKENESS, options=((options[0][0], chance), *options[1:])
                )
        return found

    @cached_property
    def _home_reader(self) -> TitleMatcher:
        return TitleMatcher(shipped_world(), house=self._house)

    @cached_property
    def _naics(self) -> str:
        """Code of the industry whose staffing the firm's resembles most, "" where nobody knows it."""
        told = None if self._industry is None else industry_of(self._world, self._industry)
        return told.naics if told else ""

    def _written_out(self, titles: Sequence[str]) -> dict[str, TitleMatch]:
        """What each title was read as with its short forms written out, in the likeliest way.

        P(o) = p(o)·Σ_r∈o w_r·odds_r / Σ_r w_r·odds_r: readings that name another occupation make it unsure.
        """
        readings = {
            title: self._abbreviations.readings(title, self._naics, self._is_word)
            for title in dict.fromkeys(titles)
        }
        every = self._as_spelt([text for own in readings.values() for text in own])
        found = {}
        for title, own in readings.items():
            speaks: dict[str, float] = {}
            for text, weight in own.items():
                if every[text].options:
                    code, chance = every[text].options[0]
                    odds = chance / (1.0 - min(chance, _SUREST)) * self._employed(code)
                    speaks[code] = speaks.get(code, 0.0) + weight * odds
            if not speaks:
                found[title] = replace(every[next(iter(own))], title=title)
                continue
            code = max(speaks, key=lambda one: (speaks[one], one))
            named = [one for one in (every[text] for text in own) if one.options]
            best = max((one for one in named if one.options[0][0] == code), key=lambda one: one.probability)
            share = speaks[code] / sum(speaks.values())
            doubted = best.is_doubted or (best.how == _LIKENESS and self.is_bare(title))
            found[title] = self._weighed(replace(best, title=title, is_doubted=doubted), share)
        return found

    def _is_word(self, word: str) -> bool:
        return self.known.english_counts.get(word, 0) >= _IN_TITLES

    @cached_property
    def _employs(self) -> pd.Series:
        """(occupation) factor of its odds, below 1 where the industry employs it more seldom."""
        if self._industry is None or not self._naics:
            return pd.Series(1.0, index=self._employment.index)
        nation = self._employment.fillna(0.0) / self._employment.sum() + _HARDLY
        own = self._industry.reindex(nation.index).fillna(0.0)
        return (((own / own.sum() + _HARDLY) / nation) ** _LIFT).clip(_NOT_EMPLOYED, 1.0)

    def _employed(self, code: str) -> float:
        return float(self._employs.get(code, 1.0))

    def _weighed(self, match: TitleMatch, share: float) -> TitleMatch:
        """A match less sure by what its other readings say, and where the industry has no such people."""
        (code, chance), *others = match.options
        odds = chance / max(1.0 - chance, 1e-9) * self._employed(code)
        sure = round(odds / (1.0 + odds) * share, _DIGITS)
        if sure < _ASKED:
            return replace(match, how="", options=())
        return replace(match, options=((code, sure), *others))

    def _as_spelt(self, titles: Sequence[str]) -> dict[str, TitleMatch]:
        found: dict[str, TitleMatch] = {}
        unread: list[ParsedTitle] = []
        for title in dict.fromkeys(titles):
            code = self._official.get(title_key(title))
            if code is not None:
                found[title] = TitleMatch(title, OFFICIAL, ((code, 1.0),))
                continue
            parsed = self._parse(title)
            listed = self._listed(parsed)
            if listed is None:
                unread.append(parsed)
            else:
                found[title] = TitleMatch(title, LISTED, ((listed, self._model.listed),))
        for start in range(0, len(unread), _AT_ONCE):
            found |= self._by_likeness(unread[start : start + _AT_ONCE])
        return {title: found[title] for title in titles}

    def one(self, title: str) -> TitleMatch:
        """What a title was read as."""
        return self.match([title])[title]

    def is_bare(self, title: str) -> bool:
        """Whether a title says what somebody is and names no field, such as Director."""
        return self._parse(title).is_bare

    def family(self, title: str) -> str:
        """What a title has in common with those that differ from it only in level, place or terms.

        A title without a field, such as Director, and who leads others stand for themselves.
        """
        parsed = self._parse(title)
        if not parsed.words or parsed.is_bare:
            return title_key(title)
        signs = (parsed.executive, "lead" if parsed.level == "lead" else "")
        return " ".join([*parsed.words, *(f"({sign})" for sign in signs if sign)])

    def slips(self, titles: Iterable[str]) -> dict[str, str]:
        """(title) the other of these titles that it is a slip of spelling of, as from `one_spelling`."""
        is_english = self.known.english_words.__contains__
        written = {title: self._parse(title).original for title in titles}
        return one_spelling(
            {title: words for title, words in written.items() if words},
            lambda word: is_english(word) or is_foreign_word(word, is_english),
        )

    def is_known(self, text: str) -> bool:
        """Whether a text is as a whole, but for the level, a title of the English lists."""
        key = title_key(text)
        short = " ".join(word for word in key.split() if word not in levels())
        places = (self.known.place.get(one) for one in (key, short))
        return key in self._official or any(
            place is not None and self.known.english[place] for place in places
        )

    def _listed(self, title: ParsedTitle) -> str | None:
        """The occupation of a title that its people reported, where it has at least 80% of them."""
        for key, sure in () if title.is_bare else title.forms.items():
            place = self.known.place.get(key) if sure >= WITHOUT_LEVEL else None
            if place is None or not self.known.own[place]:
                continue
            occupations, weight = self.known.occupations(place)
            people, nation = self._people[occupations] * weight, self._nation[occupations] * weight
            best = int(people.argmax())
            if best != nation.argmax():
                return None
            if weight[best] >= WEIGHTS["reported"] - 1e-6 and people[best] >= _DOMINANT * people.sum():
                return str(self.known.codes[occupations[best]])
            return None
        return None

    def _by_likeness(self, titles: Sequence[ParsedTitle]) -> Mapping[str, TitleMatch]:
        evidence = self.index.evidence(titles)
        ranking = ranked(evidence, self._model.rank)
        sure = _probability(ranking, self._model.confidence).round(_DIGITS)
        foreign, doubts = evidence.sign("is_foreign") > 0, _doubted(ranking)
        found = {}
        for row, title in enumerate(titles):
            options = self._options(ranking.occupations[row], ranking.share[row], float(sure[row]))
            doubted = bool(doubts[row]) or (
                title.executive == "chief" and not _LEADS_ALL.issuperset(title.words)
            )
            if title.level == _LEARNING:
                options = tuple(one for one in options if one[0] not in self._managers)
            how = _LIKENESS if options else ""
            found[title.raw] = TitleMatch(title.raw, how, options, bool(foreign[row]), is_doubted=doubted)
        return found

    def _options(self, places: np.ndarray, share: np.ndarray, sure: float) -> tuple[tuple[str, float], ...]:
        """The likeliest with its probability, the others with their shares of what it leaves."""
        if sure < _ASKED:
            return ()
        others = share[1:_OPTIONS] * min(1.0, (1.0 - sure) / max(1.0 - share[0], 1e-9))
        chances = [sure, *others.round(_DIGITS).tolist()]
        codes = [self.known.codes[place] for place in places[:_OPTIONS].tolist()]
        return tuple((code, chance) for code, chance in zip(codes, chances, strict=True) if chance >= _LEAST)


def _respelt(title: str, corrected: str, match: TitleMatch) -> TitleMatch:
    """What a title was read as after its spelling was corrected: never accepted unseen."""
    (code, chance), *others = match.options
    options = ((code, min(chance, _MISSPELT)), *others)
    return TitleMatch(title, SPELLING, options, match.is_foreign, respelt=corrected)
