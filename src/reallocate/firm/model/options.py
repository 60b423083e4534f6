"""What a planner may decide before the plan is made: levers, forced exits, limits, products."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

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
