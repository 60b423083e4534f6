"""What the cards of all jobs say together: who is named a move, what it pays, and room for followers."""

from __future__ import annotations

import pandas as pd

from reallocate.kernel.table import Column, of_unit
from reallocate.moves.options import SIDEWAYS, label_of, standing
from reallocate.moves.ways import WaysContext, moves_at, ways_context
from reallocate.work.world import World

_SCHOOLING = {"high school": 2, "some college": 4, "bachelor's degree": 6, "usual in the job": None}
"""Levels of schooling, in O*NET's order of education."""
_LESS = "every close move pays less"


def cards_by_schooling(world: World) -> pd.DataFrame:
    """The cards of all jobs for people of one schooling each, all else as usual.

    world : with all tables of moves
    Returns (schooling) schooling, cards, unnamed [cards] without a named move sideways or after study,
    unnamed_people [share of people]; less [cards] whose first move sideways pays over a tenth less,
    less_people [share of people], labelled [cards of these] whose label says so; study_people [share of
    people] with a study option; and, if all who look follow the first move sideways, overfull [occupations],
    followers [hired people/opening] there, and worst [hired people/opening].
    """
    context = ways_context(world)
    return pd.DataFrame([{"schooling": name} | _cards(context, level) for name, level in _SCHOOLING.items()])


def _cards(context: WaysContext, education: int | None) -> dict[str, float]:
    facts, p = context.facts, context.parameters
    people = pd.Series(facts.employment / facts.employment.sum())
    shown = standing(moves_at(context, education), p)
    shown = shown.assign(title=shown["occupation"])
    side = shown[shown["option"] == SIDEWAYS]
    first = side[side["rank"] == 1]
    less = first.loc[first["pay_change"] < p["move_least_median"] - 1.0, "origin"]
    each = dict(list(side[side["origin"].isin(less)].groupby("origin")))
    labels = [label_of(each[origin], SIDEWAYS, None, p).lower() for origin in less]
    hired = first["looking"] * context.odds(*(first[end].to_numpy() for end in ("origin", "place")))[0]
    load = hired.groupby(first["place"]).sum()
    opened = pd.Series(facts.openings).reindex(load.index)
    full = load > opened
    unnamed = people.index.difference(pd.Index(shown["origin"]))
    return {
        "cards": len(people),
        "unnamed": len(unnamed),
        "unnamed_people": float(people[unnamed].sum()),
        "less": len(less),
        "less_people": float(people[less].sum()),
        "labelled": sum(_LESS in label for label in labels),
        "study_people": float(people[shown.loc[shown["option"] != SIDEWAYS, "origin"].unique()].sum()),
        "overfull": int(full.sum()),
        "followers": float(load[full].sum() / opened[full].sum()),
        "worst": float((load / opened).max()),
    }


CARD_COLUMNS = (
    Column("schooling", "Schooling"),
    *of_unit("cards", cards="Cards", unnamed="No move named", less="First pays less",
             labelled="Label says so"),
    *of_unit("share of people", unnamed_people="People with none", less_people="People, first pays less",
             study_people="People with study"),
    Column("overfull", "Overfull", "occupations", about="if all who look follow the first move sideways"),
    *of_unit("hired people/opening", followers="Followers there", worst="Followers, most"),
)  # fmt: skip
