"""A firm's own figures: the assumptions that move its answer most, in a planner's words and units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from reallocate.api.spelling import python_errors
from reallocate.data.bundle import shipped_world
from reallocate.firm.request.amounts import in_its_money
from reallocate.firm.request.keys import Scenario
from reallocate.firm.request.prepare import parameters_of
from reallocate.kernel.errors import InputError, Problem, UnknownName, nearest
from reallocate.kernel.money import shown_money
from reallocate.kernel.number import significant, to_figures
from reallocate.kernel.parameters import Parameters
from reallocate.work.capability import figures_of_sectors, sectors_of

_FIGURES = 3
"""Significant digits of an assumed figure in words."""
_DIGITS = 10
"""Significant digits of an assumption that follows from a figure, so that it is written as it was meant."""


@dataclass(frozen=True)
class _OwnFigure:
    """A figure that a firm knows of itself, and the assumption that it replaces.

    name : of the assumption
    label, unit : as a planner writes them
    scale : [unit for one unit of the assumption]
    help : what it includes
    alike : assumptions that move in proportion
    most : [unit] the most that it can be, where that is less than the assumption can be
    """

    name: str
    label: str
    unit: str
    scale: float
    help: str
    alike: tuple[str, ...] = ()
    most: float | None = None

    def in_money(self) -> _OwnFigure:
        """The same in the words of the money that is shown."""
        shown = shown_money()
        return replace(self, unit=shown.words(self.unit), help=shown.words(self.help))

    def with_unit(self, words: str) -> str:
        """A number in words, with the unit.

        words : the number
        """
        return f"{words}{'' if self.unit.startswith('%') else ' '}{self.unit}"


@dataclass(frozen=True)
class _AssumedFigure:
    """A figure that a firm may replace, as it is assumed.

    value : [unit of the figure]
    written, range : the same and how far it may plausibly lie, in words
    grade, source : of its evidence
    """

    about: _OwnFigure
    value: float
    written: str
    range: str
    grade: str
    source: str


_OWN_FIGURES = (
    _OwnFigure(
        "quits_per_month", "People who quit in a year", "% of people", 1200.0,
        "Voluntary quits alone, without retirements and layoffs.", most=100.0,
    ),
    _OwnFigure(
        "severance_share", "Severance and health cover", "weeks of loaded pay per position cut", 52.0,
        "What a layoff costs besides the notice period.",
    ),
    _OwnFigure(
        "severance_per_exit", "Severance and health cover", "USD per position cut", 1.0,
        "What a layoff costs besides the notice period.",
    ),
    _OwnFigure(
        "demand_growth", "Growth of work before any AI", "% a year", 100.0,
        "Of the volume of work, not of revenue in dollars.",
    ),
    _OwnFigure(
        "slack_at_start", "Headcount above workload today", "% of headcount", 100.0,
        "How many could leave today without leaving work undone.",
    ),
    _OwnFigure(
        "drop_price", "Price of undone work", "USD per USD of its pay", 1.0,
        "Of the first 5% of a role's work; the price of further work moves in proportion.",
        alike=("drop_price_steep", "drop_price_last"),
    ),
    _OwnFigure(
        "software_per_automated_hour", "Software around the AI model", "USD per automated hour", 1.0,
        "Without the model's tokens; the price per hour that people work with AI moves in proportion.",
        alike=("software_per_augmented_hour",),
    ),
    _OwnFigure(
        "capture_automated", "Hours freed by automation that become usable", "% of freed hours", 100.0,
        "The rest is lost in review and idle time.",
    ),
    _OwnFigure(
        "capture_augmented", "Hours freed by working with AI that become usable", "% of freed hours", 100.0,
        "The rest is lost in slack and handover.",
    ),
    _OwnFigure(
        "review_hours", "Review of automated work", "hours per automated hour", 1.0,
        "What people spend on checking it.",
    ),
    _OwnFigure(
        "work_elasticity", "Price response of customers", "% more work for each 1% lower cost", 1.0,
        "Zero: the amount of work is given.",
    ),
    _OwnFigure(
        "hire_cost", "Recruiting one person", "USD per hire", 1.0,
        "External cost alone, without the time to learn.",
    ),
    _OwnFigure(
        "rehire_pause", "Pause before positions are refilled after layoffs", "quarters", 1.0,
        "For a cut whose positions are refilled, and for layoffs that the plan chooses.",
    ),
)  # fmt: skip
"""In the order in which a form asks for them."""
_SEVERANCE = ("severance_per_exit", "severance_share")
"""An amount per exit decides where it is above 0, else a share of pay: a form asks for the one in force."""


@python_errors
def assumed_figures(scenario: Scenario | None = None) -> list[_AssumedFigure]:
    """What is assumed of a firm, of the figures that it may replace with its own.

    scenario : its industry sets how many quit; its own assumptions stand instead of those of the model; none
        where the industry is not known
    """
    p = in_force(scenario)
    with in_its_money(None if scenario is None else scenario.country):
        return [_assumed(one, p) for one in _by_parameter(p).values()]


@python_errors
def own_assumptions(given: Mapping[str, float], scenario: Scenario | None = None) -> dict[str, float]:
    """Assumptions by name, as `plan` and `cut` take them with `set`, from a firm's own figures.

    given : (name of an assumption) [unit of its figure]
    scenario : what is assumed of the firm otherwise
    Raises `UnknownName` for a figure that is not asked for, `InputError` with everything that cannot be.
    """
    p = in_force(scenario)
    known = _by_parameter(p)
    if unknown := [name for name in given if name not in known]:
        raise UnknownName(
            Problem(f"there is no own figure {name!r}", "own figures", nearest=nearest(name, known))
            for name in unknown
        )
    with in_its_money(None if scenario is None else scenario.country):
        problems = [fault for name, value in given.items() for fault in _faults(known[name], value, p)]
    if problems:
        raise InputError(problems)
    found: dict[str, float] = {}
    for name, value in given.items():
        about, own = known[name], value / known[name].scale
        found[name] = _plain(own)
        found |= {one: _plain(p[one] * own / p[name]) for one in about.alike}
    return found


def in_force(scenario: Scenario | None) -> Parameters:
    """The assumptions in force for a firm; for one of no known industry, the means of all industries."""
    if scenario is None:
        return Parameters({}, typical=figures_of_sectors(sectors_of(()), Parameters.default()))
    return parameters_of(shipped_world(scenario.country), scenario)


def _by_parameter(p: Parameters) -> dict[str, _OwnFigure]:
    """The figures by the assumption that each replaces; of two ways to state severance, the one in force."""
    amount, share = _SEVERANCE
    idle = share if p[amount] > 0 else amount
    return {one.name: one for one in _OWN_FIGURES if one.name != idle}


def _assumed(one: _OwnFigure, p: Parameters) -> _AssumedFigure:
    about = p.about(one.name).in_money()
    value = _plain(about.value * one.scale)
    written, plausible = _short(value), _plausible(one, p)
    return _AssumedFigure(one.in_money(), value, written, plausible, about.grade.value, about.source)


def _plausible(one: _OwnFigure, p: Parameters) -> str:
    """How far a figure may lie, without its unit: 8.4 to 30."""
    about = p.about(one.name).in_money()
    return f"{_short(about.low * one.scale)} to {_short(about.high * one.scale)}"


def _short(value: float) -> str:
    return significant(value, _FIGURES)


def _faults(one: _OwnFigure, value: float, p: Parameters) -> list[Problem]:
    """Why a figure cannot have a value; nothing where it can."""
    about, one = p.about(one.name).in_money(), one.in_money()
    least, most = (end * one.scale for end in about.valid)
    most = most if one.most is None else one.most
    if least <= value <= most:
        return []
    limit = f"below {_short(least)}, the least" if value < least else f"above {_short(most)}, the most"
    what = f"{one.with_unit(f'{value:,g}')} is {limit} that it can be"
    plausible, assumed = one.with_unit(_plausible(one, p)), _short(about.value * one.scale)
    remedy = f"Plausible is {plausible}. Leave it empty to keep {assumed}."
    return [Problem(what, one.label, remedy)]


def _plain(value: float) -> float:
    """A number without what dividing and multiplying leave in its last digits."""
    return to_figures(value, _DIGITS)
