"""What a job pays in a place, and how many people leave it and are taken on in a year."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from reallocate.data.country import country
from reallocate.data.occupations import TOP_CODE
from reallocate.kernel.errors import Problem, UnknownName, nearest
from reallocate.kernel.money import shown_money
from reallocate.kernel.number import cell, rounded
from reallocate.work.world import World

_PERCENTILES = ("wage_p10", "wage_p25", "wage_p50", "wage_p75", "wage_p90")
_PAY = (*_PERCENTILES, "wage_mean")
_FIGURES = [*_PAY, "employment", "wage_top_coded", "wage_status"]

_NATION = "nation"
_STATE = "state"
_OBSERVED = "observed"
_FILLED, _MODELLED = "filled", "modelled"
"""Pay that was not published; pay of which the mean was published, and no percentile."""
_AS_ELSEWHERE = "they spread about the mean as pay in similar work elsewhere does"
_SHOWN = 3
_PAY_COLUMNS = (
    "title",
    "weight",
    "place",
    "place_title",
    "level",
    *_PAY,
    "status",
    "top_coded",
    "employment",
)


@dataclass(frozen=True, eq=False)
class JobPay:
    """Pay and turnover of a job's occupations.

    pay : (occupation) title, weight, place, place_title, level (metropolitan, state, nation), wage_p10,
        wage_p25, wage_p50, wage_p75, wage_p90, wage_mean [USD/year], status (observed, partly
        modelled, modelled, filled), top_coded (some pay is only known to be at least 239,200), employment
        [persons] of that place
    flows : (occupation) title, weight, employment_2024, employment_2034 [persons, the self-employed counted],
        openings, leaving_work, changing_occupation, separations [persons/year, nation]; self_employed_share
    area, area_title : the place asked for; that of the nation where none was
    employment : (occupation) [persons] in the place asked for; missing where it was not released
    said : what a reader must know, one sentence each
    """

    pay: pd.DataFrame
    flows: pd.DataFrame
    area: str
    area_title: str
    employment: pd.Series
    said: tuple[str, ...]


def modelled_pay(status: str) -> str:
    """Whether percentiles of pay are modelled, or partly, since the country published none or not all; or "".

    status : of pay, as in `JobPay`
    """
    if status == _FILLED:
        return "" if shown_money().is_home else _MODELLED
    return status if status.endswith(_MODELLED) else ""


def job_pay(world: World, mix: pd.Series, area: str | None = None) -> JobPay:
    """What each occupation of a job pays in an area, and its openings and separations a year.

    world : with the tables areas, area_employment and projections
    mix : (occupation) weight [share of the people with this job]
    area : a state's or metropolitan area's code; the nation without one
    Pay that was not released in the area is its state's, else the nation's; a place counts as released
    where the median is. Percentiles of several occupations are not merged.
    separations = leaving_work + changing_occupation = employment_2024·(exit_rate + transfer_rate)
    Source: BLS, Occupational Employment and Wage Statistics, May 2025; Employment Projections 2024–34.
    Raises `UnknownName` where there is no such area.
    """
    weights = mix / mix.sum()
    areas, called, nation = _areas(world)
    asked = nation if area is None else area
    if asked not in areas.index:
        near = nearest(asked, [str(code) for code in areas.index])
        raise UnknownName(Problem(f"there is no area with the code {asked!r}", "area", nearest=near))
    places = _places(areas, asked, nation)
    pay = _first_released(world, weights, places)
    where = pay["place"].tolist()
    pay = pay.assign(
        title=_titles(world).reindex(pay.index), weight=weights, place_title=[called[one] for one in where],
        level=[areas["areatype"][one] for one in where],
    )[list(_PAY_COLUMNS)]  # fmt: skip
    employment = _figures(world, asked, nation)["employment"].reindex(weights.index)
    flows = _flows(world, weights)
    title = str(called[asked])
    lines = (_people(employment, title), *_elsewhere(pay, places, called), *_marked(pay, asked))
    return JobPay(pay, flows, asked, title, employment, (*lines, *_turnover(flows)))


@lru_cache(maxsize=2)
def _areas(world: World) -> tuple[pd.DataFrame, pd.Series, str]:
    """(area) all places; their titles as they are said; the nation's code. Found once a World."""
    areas = _as_objects(world.table("areas")).set_index("area")
    whole = areas["areatype"].eq(_NATION)
    return areas, areas["title"].mask(whole, country(world.country).title), str(areas.index[whole][0])


@lru_cache(maxsize=2)
def _projected(world: World) -> pd.DataFrame:
    """(occupation) the projections, found once a World."""
    return _as_objects(world.table("projections")).set_index("occupation")


@lru_cache(maxsize=2)
def _titles(world: World) -> pd.Series:
    """(occupation) what it is called, found once a World."""
    titles = world.occupations["title"]
    return titles.astype(object).set_axis(titles.index.astype(object))


def _as_objects(table: pd.DataFrame) -> pd.DataFrame:
    """A table whose texts are found one by one fast."""
    texts = [name for name in table if isinstance(table[name].dtype, pd.StringDtype)]
    return table.astype(dict.fromkeys(texts, object))


def _places(areas: pd.DataFrame, asked: str, nation: str) -> tuple[str, ...]:
    """The area, its state and the nation, each once; a metropolitan area of several states has none here."""
    states = areas[areas["areatype"].eq(_STATE)]
    same = states.index[states["title"] == str(areas["state"][asked])]
    state = [str(same[0])] if len(same) == 1 and asked != nation else []
    return tuple(dict.fromkeys([asked, *state, nation]))


@lru_cache(maxsize=64)
def _figures(world: World, place: str, nation: str) -> pd.DataFrame:
    """(occupation) employment and pay of a place; what was not released is missing. Found once a World."""
    if place == nation:
        return _as_objects(world.occupations[_FIGURES].reset_index()).set_index("occupation")
    rows = world.table("area_employment")
    return _as_objects(rows[rows["area"] == place]).set_index("occupation")


def _first_released(world: World, weights: pd.Series, places: tuple[str, ...]) -> pd.DataFrame:
    """(occupation) the figures of the first place whose median is released; the nation's are all known.

    top_coded is said where a figure shown is only a lower bound, or a nearer place's was withheld for that.
    """
    nation = places[-1]
    waiting = weights.index
    high: set[str] = set()
    parts = []
    for place in places:
        found = _figures(world, place, nation).reindex(waiting)
        capped = found["wage_top_coded"].eq(True).to_numpy()
        released = found["wage_p50"].notna().to_numpy() | (place == nation)
        part = found[[*_PAY, "employment"]]
        if not released.all():
            part = part[released]
        status = found["wage_status"][released] if place == nation else _OBSERVED
        top_coded = capped[released] | part.index.isin(high)
        parts.append(part.assign(place=place, status=status, top_coded=top_coded))
        waiting = waiting[~released]
        high |= set(found.index[capped])
    if len(parts) == 1:
        return parts[0]
    return pd.concat([part for part in parts if len(part)]).loc[weights.index]


def _flows(world: World, weights: pd.Series) -> pd.DataFrame:
    rows = _projected(world).reindex(weights.index)
    people = rows["employment_2024"]
    leaving, changing = people * rows["exit_rate"], people * rows["transfer_rate"]
    return pd.DataFrame(
        {
            "title": _titles(world).reindex(weights.index),
            "weight": weights,
            "employment_2024": people,
            "employment_2034": rows["employment_2034"],
            "openings": rows["openings"],
            "leaving_work": leaving,
            "changing_occupation": changing,
            "separations": leaving + changing,
            "self_employed_share": rows["self_employed_share"],
        }
    )


def _people(employment: pd.Series, title: str) -> str:
    hidden = int(employment.isna().sum())
    if hidden == len(employment):
        return f"How many people hold this job in {title} was not released."
    whose = "in this occupation" if len(employment) == 1 else "in these occupations together"
    rest = f" (of {hidden} of them the number was not released)" if hidden else ""
    counted = ", the self-employed not counted (May 2025)" if shown_money().is_home else ""
    return f"{title}: {employment.sum():,.0f} people {whose}{rest}{counted}."


def _elsewhere(pay: pd.DataFrame, places: tuple[str, ...], called: pd.Series) -> tuple[str, ...]:
    """Whose pay is another place's and why, one sentence a place and reason."""
    lines = []
    for step, place in enumerate(places[1:], start=1):
        without = " and ".join(str(called[earlier]) for earlier in places[:step])
        shown = "the nation" if place == places[-1] else called[place]
        for high, why in (
            (False, f"was not released for {without}"),
            (True, f"was withheld in {without} because it is at least {TOP_CODE:,.0f} USD a year"),
        ):
            rows = pay[pay["place"].eq(place) & pay["top_coded"].eq(high)]
            if len(rows):
                whose = _list([f"{code} {title}" for code, title in rows["title"].items()])
                lines.append(f"The pay of {whose} {why}; that of {shown} is shown.")
    return tuple(lines)


def _marked(pay: pd.DataFrame, asked: str) -> tuple[str, ...]:
    """Whose pay stands in for what is not published, and whose is only known to be large."""
    lines = []
    for code, row in pay.iterrows():
        whose = f"{code} {row['title']}"
        if row["status"] == _FILLED:
            lines.append(f"No yearly pay of {whose} is published; the mean of its group stands in.")
        if modelled := modelled_pay(str(row["status"])):
            lines.append(f"Percentiles of pay of {whose} are {modelled}: {_AS_ELSEWHERE}.")
        if row["top_coded"] and row["place"] == asked:
            lines.append(f"Some pay of {whose} is only known to be at least {TOP_CODE:,.0f} USD a year.")
    return tuple(lines)


def _list(names: list[str]) -> str:
    """A few names, and how many more."""
    rest = len(names) - _SHOWN
    return "; ".join(names[:_SHOWN]) + (f" and {rest} more occupations" if rest > 0 else "")


def _turnover(flows: pd.DataFrame) -> tuple[str, ...]:
    names = ("openings", "leaving_work", "changing_occupation", "employment_2024", "employment_2034")
    openings, leaving, changing, now, then = (float(flows[name].to_numpy(float).sum()) for name in names)
    if any(total != total for total in (openings, leaving, changing, now, then)):
        return ()
    named = zip(flows.index, flows["title"], flows["openings"], strict=True)
    few = [f"{code} {title}" for code, title, count in named if count == 0]
    unknown = (f"Openings of {_list(few)} are fewer than 50 a year and published as 0.",) if few else ()
    taken_on = f"{openings:,.0f}" if openings else "fewer than 50"
    leave, change = (cell(rounded(each, 2), "persons") for each in (leaving, changing))
    return (
        *unknown,
        f"In the nation {taken_on} openings a year are projected for 2024 to 2034, the self-employed "
        f"counted: about {leave} people a year leave work, about {change} change occupation, and employment "
        f"goes from {now:,.0f} to {then:,.0f}. Staying in this occupation is a way too.",
    )
