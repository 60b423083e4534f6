"""Words that are no sign of a person: those of titles, industries and places, and of everyday work."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from reallocate.roster.name_words import WORD, fold
from reallocate.roster.people_columns import COLUMNS
from reallocate.work.world import World

SEEN_OFTEN = 3
"""[titles] Fewer alternate titles may hold a word by chance: "fish roe processor", "jordan engineer"."""
DISTINCT_TASKS = 3.0
"""[tasks] Likewise of the statements of tasks."""
EVERYDAY_TEXT = """
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
EVERYDAY = frozenset(EVERYDAY_TEXT.split())
"""Words of departments, places, levels and headers that no list of titles need hold."""
MOSTLY_NAMES = frozenset(("mark", "bill", "jack", "frank", "larry", "smith", "will", "rich", "max"))
"""Words of titles and tasks that are somebody's name more often than not where they stand alone."""
PLACES_TEXT = """
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
PLACES = frozenset(PLACES_TEXT.split())
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
    alternate = Counter(word for title in world.table("titles")["title"] for word in set(_words(title)))
    words |= {word for word, titles in alternate.items() if titles >= SEEN_OFTEN}
    if "task_words" in world.tables:
        tasks = world.table("task_words").groupby("word")["tasks"].max()
        words |= {str(word) for word in tasks.index[tasks.ge(DISTINCT_TASKS)]}
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
        EVERYDAY | PLACES | {word for names in COLUMNS.values() for name in names for word in _words(name)}
    )
    words |= {word[:-1] for word in words if len(word) > 3 and word.endswith("s")}
    return frozenset(words - MOSTLY_NAMES)


def _words(text: str) -> list[str]:
    return WORD.findall(fold(text))
