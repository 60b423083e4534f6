"""What a planner may decide before the plan is made: levers, forced exits, limits, products."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any, Literal

from reallocate.kernel.money import DOLLAR, shown_money
from reallocate.kernel.parameters import Parameters


@dataclass(frozen=True)
class Levers:
    """Which ways of changing headcount and work are open.

    ai : further AI systems may be installed; otherwise AI is used as today
    layoffs : layoffs may be made
    redeployment : people may move between roles
    directing_hires : positions that direct AI may be created
    dropping : work may be left undone at its price
    end_contractors : people from outside may be ended; otherwise as many stay as there are
    voluntary : people may be offered pay to leave of their own accord
    hiring_freeze_quarters : [quarters] without any hires at the start
    cancel_open : open positions at the start are not filled
    api, rent, own : routes by which compute may be had
    """

    ai: bool = True
    layoffs: bool = True
    redeployment: bool = True
    directing_hires: bool = True
    dropping: bool = True
    end_contractors: bool = True
    voluntary: bool = False
    hiring_freeze_quarters: int = 0
    cancel_open: bool = False
    api: bool = True
    rent: bool = True
    own: bool = True


@dataclass(frozen=True)
class Exits:
    """A cut: so many positions fewer, decided beforehand.

    count : [FTE]
    pro_rata : laid off in proportion to headcount at the start; otherwise the plan chooses the roles
    by_quits : nobody is laid off; quits are not refilled until so many positions are closed
    size : what is kept smaller by the cut: the firm in all, each of its occupations, or nothing
    kept : [quarters] for which it is, from `quarter` on; to the end where none
    alone : the positions stay closed and nothing else changes against the baseline
    quarters : [quarters] from `quarter` on in which exits may be made, where the plan chooses the roles
    quarter : [quarter, counted from 0] in which exits are made, or from which on quits are not refilled
    """

    count: float
    pro_rata: bool = True
    by_quits: bool = False
    size: Literal["firm", "occupations"] | None = "firm"
    kept: int | None = None
    alone: bool = False
    quarters: int = 1
    quarter: int = 0


@dataclass(frozen=True)
class Limits:
    """What may not be exceeded; `None` means no limit was given.

    cash_per_year : [USD million/year] all cash costs of the plan
    ai_per_year : [USD million/year] cash costs of AI for the firm's own work
    megawatts : [MW] power for GPUs the firm owns for its own work
    unfixed_share_at_most : [share of the work of each family of activities] bad work that stays unnoticed
    directing_lent : [FTE] of directing work done by people from outside, at no cost; below 0 work
        of directing that is owed elsewhere
    max_hires_per_quarter : [FTE/quarter] into all roles together
    """

    cash_per_year: float | None = None
    ai_per_year: float | None = None
    megawatts: float | None = None
    directing_lent: float = 0.0
    unfixed_share_at_most: float | None = None
    max_hires_per_quarter: float | None = None


@dataclass(frozen=True)
class Promises:
    """What the firm has promised to its people; nothing where nothing is said.

    Names are those of roles, occupations or families (SOC major groups).

    no_layoffs : [quarters] from the start in which nobody is laid off
    keep_share : [share of the headcount at the start] positions at the end of every quarter
    keep_positions : (name, [positions]) held in it at the end of every quarter
    max_exits_per_month : [FTE/month] layoffs and voluntary exits together, on average over a quarter
    protect : names where nobody is laid off
    retrain_before_exit : [people moved for each person laid off] out of a role that has a move open
    minimum_cover : (name, [positions]) at the work of the role itself, directing of AI not counted
    span_at_most : [people for each manager] where managers are SOC major group 11
    """

    no_layoffs: int = 0
    keep_share: float | None = None
    keep_positions: tuple[tuple[str, float], ...] = ()
    max_exits_per_month: float | None = None
    protect: tuple[str, ...] = ()
    retrain_before_exit: float | None = None
    minimum_cover: tuple[tuple[str, float], ...] = ()
    span_at_most: float | None = None


@dataclass(frozen=True)
class Products:
    """GPUs that are wanted for the firm's products, beside its own work.

    capex_per_year : [USD million/year] what was announced, and is bought where nothing is short
    elasticity : by how many percent less is wanted where it costs one percent more
    """

    capex_per_year: float
    elasticity: float


@dataclass(frozen=True)
class Options:
    """Everything a plan is asked for, besides the firm.

    parameters : the numbers in force
    quarters : length of the plan [quarters]
    reach_source : whose judgement of AI's reach is used
    capability : trend, plateau, fast or reversal
    reading : how a good result is read: `win or tie` or `not bad`
    levers, exits, limits, promises, products : see there
    review_by : who checks automated work: `own role` or `qualified`
    directing_levels : levels of the role table whose people may direct AI; without any those that direct
        others for `directing_role_from` of their hours
    exits_from : [quarters] from the start in which the law allows no layoffs yet
    """

    parameters: Parameters
    quarters: int = 12
    reach_source: str = "people"
    capability: str = "trend"
    reading: str = "win or tie"
    levers: Levers = Levers()
    exits: Exits | None = None
    limits: Limits = Limits()
    promises: Promises = Promises()
    products: Products | None = None
    review_by: str = "own role"
    directing_levels: tuple[str, ...] = ()
    exits_from: int = 0


PERCENT = (0.0, 100.0)

_PARTS = {"levers": Levers, "limits": Limits, "promises": Promises}
"""Parts of the options whose fields have a default that asks for nothing."""


@dataclass(frozen=True, kw_only=True)
class Lever:
    """A number or choice that limits a plan.

    part, field : of `Options`; `parameters` and the name of one for an assumption that limits the plan
    section : of a scenario; empty where no scenario sets the lever
    key : in the section, where it is not the field; the option is then made from it by hand
    text : the request in words, with {value}, {percent}, {quarters}, {first} and {name}; empty where it
        cannot be given up
    limit : name in the table of limits, with {name} where set by name; empty where there is no number to move
    unit : in the table of limits
    one : [unit of the field] size of one more
    ends : [unit of the table] lowest and highest level that means anything
    whole : moves in whole steps, each of its own value
    by_name : set for each role, occupation or family that is named
    always : limits every plan; otherwise only those that are given it
    opened_by : field of `Levers` without which it limits nothing
    """

    part: str
    field: str
    section: str = ""
    key: str | None = None
    text: str = ""
    limit: str = ""
    unit: str = ""
    one: float = 1.0
    ends: tuple[float, float] = (0.0, math.inf)
    whole: bool = False
    by_name: bool = False
    always: bool = False
    opened_by: str = ""

    @property
    def place(self) -> str:
        """Key in the scenario's section."""
        return self.field if self.key is None else self.key

    @property
    def where(self) -> str:
        """Section and key as a planner writes them."""
        return f"[{self.section}] {self.place.partition('.')[0]}".rstrip()

    def value(self, options: Options) -> Any:
        """The field as it stands; none where its part was not given."""
        if self.part == "parameters":
            return options.parameters[self.field]
        part = getattr(options, self.part)
        return None if part is None else getattr(part, self.field)

    def requests(self, options: Options) -> list[tuple[str, Any]]:
        """Name and value of each request that the options make; the name is empty where it is made to all."""
        value = self.value(options)
        if self.by_name:
            return [(one, None) if isinstance(one, str) else one for one in value]
        asks_nothing = None if self.part not in _PARTS else getattr(_PARTS[self.part](), self.field)
        return [] if value == asks_nothing else [("", value)]

    def in_words(self, name: str, value: Any) -> str:
        """One request in words.

        name, value : as in `requests`
        """
        number, text = value or 0, self.text
        if self.unit.startswith(DOLLAR):
            number, text = shown_money().of(number), text.replace(f"{DOLLAR} ", shown_money().before)
        in_quarters = _quarters(int(number))
        return text.format(
            name=name,
            value=number,
            percent=100 * number,
            quarters=in_quarters,
            first="quarter" if number == 1 else in_quarters,
        )

    def without(self, options: Options, name: str = "") -> Options:
        """The options without the request.

        name : whose request is given up, where made by name
        """
        if self.part not in _PARTS:
            nothing: Any = None
            return replace(options, **{self.part: nothing})
        if self.by_name:
            kept = (one for one in self.value(options) if name != (one if isinstance(one, str) else one[0]))
            return self._with(options, tuple(kept))
        return self._with(options, getattr(_PARTS[self.part](), self.field))

    def moved(self, options: Options, by: float, name: str = "") -> Options:
        """The options with the limit moved, not below its lowest level.

        by : [unit of the table]
        name : whose limit is moved, where set by name
        """
        value = self.value(options)
        if self.part == "parameters":
            least, most = options.parameters.about(self.field).valid
            level = min(max(value + by * self.one, least), most)
            return replace(options, parameters=options.parameters.replace(**{self.field: level}))
        level = max((dict(value)[name] if name else value) + by * self.one, self.ends[0] * self.one)
        level = round(level) if self.whole else level
        if name:
            return self._with(options, tuple((one, level if one == name else old) for one, old in value))
        return self._with(options, level)

    def _with(self, options: Options, value: Any) -> Options:
        part: Any = getattr(options, self.part)
        return replace(options, **{self.part: replace(part, **{self.field: value})})


def _quarters(count: int) -> str:
    """A number of quarters in words.

    count : [quarters]
    """
    return f"{count} quarter" + ("" if count == 1 else "s")


@dataclass(frozen=True)
class Outlook:
    """A way in which capability, prices, demand and take-up may turn out.

    weight : [share] how likely it is held to be
    options : of the plan under it
    says : what is different in it
    """

    name: str
    weight: float
    options: Options
    says: str = ""


LIFE, PAY = "server life", "pay per head"
