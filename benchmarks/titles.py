"""In a child: three thousand job titles that no list has, read as occupations."""

from __future__ import annotations

from benchmarks.timing import stage, tell, tell_memory
from reallocate.data.bundle import load_world
from reallocate.data.titles.match import LIKENESS, TitleMatcher

TITLES, EVERY = 3_000, 13


def main() -> None:
    """Alternate titles of O*NET, each with a word that makes it another: the index first, then the titles."""
    world = load_world()
    listed = world.table("titles").query("kind == 'alternate'")["title"].drop_duplicates().tolist()
    titles = [f"{title} EMEA campus II" for title in listed[::EVERY]][:TITLES]
    matcher = TitleMatcher(world)
    with stage("listed"):
        matcher.one("project manager")
    with stage("index"):
        matcher.one("handler of odd claims")
    with stage("match"):
        found = matcher.match(titles)
    used = sum(bool(match.occupation) for match in found.values())
    tell(titles=len(found), ranked=sum(match.how == LIKENESS for match in found.values()), used=used)
    tell_memory()


if __name__ == "__main__":
    main()
