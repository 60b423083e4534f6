"""What a scenario may say: every key with its unit, default, range and meaning."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import PrivateAttr

from reallocate.measure.source import Grade
from reallocate.scenario.firm.outlook_keys import OutlookKeys, Uncertainty
from reallocate.scenario.firm.promise_keys import Promises
from reallocate.scenario.firm.reading_keys import Reading
from reallocate.scenario.section import Section, key

Accelerator = Literal["H100", "H200", "B200", "GB200"]
Reason = Literal["substitution", "funding", "other", "contested"]


class Evidence(Section):
    """Where one figure comes from."""

    grade: Grade = key(Grade.OWN, "A filing, B named press, C secondary, X computed, J judgement, own")
    source: str = key("", "what was read", example="annual report 2025, page 12")


class Levers(Section):
    """Which ways of changing headcount and work are open."""

    ai: bool = key(True, "AI systems may be installed")
    layoffs: bool = key(True, "compulsory exits may be made")
    redeployment: bool = key(True, "people may move between roles")
    directing_hires: bool = key(True, "positions that direct AI may be created")
    directing_levels: tuple[str, ...] = key(
        (), "levels of the role table whose people may direct AI, instead of roles that direct others most"
    )
    dropping: bool = key(True, "work may be left undone at its price")
    voluntary: bool = key(False, "people may be offered pay to leave of their own accord")
    hiring_freeze_quarters: int = key(0, "no hires for this long", "quarters", ge=0, le=40)
    open_positions: Literal["fill", "cancel"] = key(
        "fill", "what becomes of positions that are open at the start"
    )


class Exits(Section):
    """A cut that is decided beforehand: either `count` or `share`."""

    count: float | None = key(None, "compulsory exits in the first quarter", "FTE", 2000.0, gt=0)
    share: float | None = key(None, "the same as a share of headcount", "share", 0.1, gt=0, lt=1)
    from_: Literal["pro rata", "plan"] = key(
        "pro rata", "who leaves: every role alike, or as the plan chooses", alias="from"
    )
    closed: bool = key(False, "the positions stay closed and nothing else changes")

    def positions(self, headcount: float) -> float:
        """How many leave [FTE].

        headcount : [FTE] at the start
        """
        return float(self.count if self.count is not None else (self.share or 0.0) * headcount)


class Compute(Section):
    """How compute may be had."""

    api: bool = key(True, "tokens may be bought")
    rent: bool = key(True, "GPUs may be rented")
    own: bool = key(True, "GPUs may be bought")
    accelerator: Accelerator = key("GB200", "which GPU is rented or bought")
    megawatts: float | None = key(
        None, "power for the firm's own work; without it power is no limit", "MW", 20.0, ge=0
    )


class Budget(Section):
    """What may be spent."""

    cash_per_year: float | None = key(
        None,
        "all cash costs of the plan, payroll included; without it money is no limit",
        "USD million/year",
        3000.0,
        gt=0,
    )


class Quality(Section):
    """How good the work must stay."""

    unfixed_share_at_most: float | None = key(
        None,
        "of each family of activities, work that is bad and unnoticed; without it quality is no limit",
        "share of work",
        0.005,
        ge=0,
        lt=1,
    )
    review_by: Literal["own role", "qualified"] = key(
        "own role", "who checks automated work: its role, or any of the family with a job zone not below"
    )


class Capability(Section):
    """How good AI becomes."""

    scenario: Literal["trend", "plateau", "fast", "reversal"] = key("trend", "the course of capability")
    reading: Literal["win or tie", "not bad"] = key("win or tie", "which results of AI count as good")


class Adoption(Section):
    """How fast systems are installed."""

    speed: Literal["slow", "medium", "fast"] = key(
        "medium", "half of the ceiling is installed in 10, 6 or 4 quarters"
    )


class Announced(Section):
    """What the firm has announced, shown beside the plan."""

    date: str = key(..., "day of the cut", "YYYY-MM-DD", "2026-05-20", pattern=r"^\d{4}-\d{2}(-\d{2})?$")
    exits: float | None = key(None, "people who must leave", "FTE", 2000.0, ge=0)
    open_positions_closed: float | None = key(
        None, "open positions that are closed", "positions", 500.0, ge=0
    )
    moved: float | None = key(None, "people who change role", "FTE", 300.0, ge=0)
    reason: Reason = key("other", "the reason the firm gives")
    source: str = key("", "what was read", example="annual report 2025, page 12")
    grade: Grade = key(Grade.OWN, "grade of the evidence")


class Funding(Section):
    """Figures for the arithmetic of cuts that pay for compute."""

    pay_settings: tuple[float, ...] = key(
        ..., "pay per head to compare", "USD/FTE/year", (140000.0, 180000.0), min_length=1
    )
    pay_names: tuple[str, ...] = key((), "what each of them is", example=("cash", "with equity"))
    severance_range: tuple[float, float] = key(..., "low and high severance", "USD/exit", (50000.0, 80000.0))
    capex_range: tuple[float, float] = key(
        ..., "low and high capital expenditure of the year", "USD/year", (1.0e9, 1.2e9)
    )
    previous_capex: float | None = key(
        None, "capital expenditure of the year before", "USD/year", 8.0e8, gt=0
    )
    gpu_hour: float | None = key(None, "owner's cost of a GPU-hour", "USD/GPU-hour", 2.21, gt=0)
    evidence: dict[str, Evidence] = key({}, "grade and source of each figure, by its key")


class Strategic(Section):
    """GPUs for the firm's products, set beside its own plan as a comparison."""

    capex: float = key(..., "spending on them that was announced", "USD/year", 1.0e9, gt=0)
    elasticity: float = key(
        ..., "percent less that is wanted where they cost 1% more", "ratio", 1.0, ge=0.2, le=10
    )
    source: str = key("", "what was read", example="annual report 2025, page 12")
    grade: Grade = key(Grade.OWN, "grade of the evidence")


class Past(Section):
    """One observed year of the firm; what is not available is left out."""

    year: int = key(..., "calendar year", "year", 2025, ge=1990, le=2100)
    headcount: float | None = key(None, "people at the end of the year", "persons", 20000.0, gt=0)
    revenue: float | None = key(None, "revenue", "USD/year", 1.5e10, gt=0)
    capex: float | None = key(None, "capital expenditure", "USD/year", 8.0e8, gt=0)
    compensation: float | None = key(None, "what employees cost, equity included", "USD/year", 2.8e9, gt=0)
    total_cost: float | None = key(None, "all costs and expenses", "USD/year", 1.3e10, gt=0)
    grade: Grade = key(Grade.OWN, "grade of the weakest of the figures")
    source: str = key("", "what was read", example="annual report 2025, page 12")
    evidence: dict[str, Evidence] = key({}, "grade and source of each figure, by its key")


class Scenario(Section):
    """One firm, what it may do, and what is assumed: the whole input of a plan."""

    name: str = key(..., "short name, used for folders", pattern=r"^[A-Za-z0-9][A-Za-z0-9 ._-]{0,79}$")
    title: str = key("", "title of the report", example="An insurer in 2026")
    start: str = key(
        "2026-07", "first month of the first quarter", "YYYY-MM", pattern=r"^\d{4}-(01|04|07|10)$"
    )
    quarters: int = key(12, "length of the plan", "quarters", ge=1, le=40)
    industries: tuple[str, ...] = key(
        (), "NAICS codes or words of official titles; give the mix of roles and pay", example=("524100",)
    )
    headcount: float | None = key(
        None, "people at the start, spread over the industries' roles", "FTE", 20000.0, gt=0
    )
    roles: str = key(
        "", "the firm's own role table (CSV, XLSX), instead of the industries' mix", example="roles.csv"
    )
    roster: str = key(
        "",
        "a table of people or positions (CSV, XLSX, Parquet), from which roles are made",
        example="people.csv",
    )
    roster_columns: tuple[str, ...] = key(
        (), "our column = the roster's header, where it is not recognised", example=("title=Position Name",)
    )
    roster_review: str = key("", "the edited review of the roster's unsure titles", example="review.csv")
    reading: Reading = key(Reading(), "how the roster or role table is read")
    open_positions: float | None = key(
        None,
        "positions open at the start, spread over roles by headcount where the role table gives none",
        "positions",
        500.0,
        ge=0,
    )
    area: str = key(
        "", "code or name of the area whose pay level applies; the nation's without it", example="California"
    )
    pay_per_head: float | None = key(
        None,
        "scales every role's loaded cost so that this is the average",
        "USD/FTE/year",
        150000.0,
        ge=1_000,
        le=20_000_000,
    )
    group_below: float = key(
        0.001,
        "smaller roles are planned together, one role a major group; 0 keeps all apart",
        "share of headcount",
        ge=0,
        le=0.05,
    )
    reach: str = key("all", "whose judgement of what AI reaches: all sources, or the name of one")
    headline_reach: str = key(
        "people", "the source that single figures come from, the others being their range"
    )
    levers: Levers = key(Levers(), "which ways of changing are open")
    exits: Exits | None = key(None, "a cut that is decided beforehand")
    promises: Promises = key(Promises(), "what was promised to the people")
    compute: Compute = key(Compute(), "how compute may be had")
    budget: Budget = key(Budget(), "what may be spent")
    quality: Quality = key(Quality(), "how good the work must stay")
    capability: Capability = key(Capability(), "how good AI becomes")
    adoption: Adoption = key(Adoption(), "how fast systems are installed")
    announced: Announced | None = key(None, "what the firm has announced, shown beside the plan")
    funding: Funding | None = key(None, "figures for the arithmetic of cuts that pay for compute")
    strategic: Strategic | None = key(
        None, "GPUs for the firm's products, set beside its own plan as a comparison"
    )
    uncertainty: Uncertainty = key(Uncertainty(), "what is done while it is not known how things turn out")
    outlooks: tuple[OutlookKeys, ...] = key(
        (), "a way in which things may turn out, instead of those that ship"
    )
    past: tuple[Past, ...] = key((), "observed years of the firm")
    evidence: dict[str, Evidence] = key(
        {}, "grade and source of the scenario's own figures, by key or name of the assumption"
    )
    parameters: dict[str, float] = key({}, "any assumption by name; `reallocate data --params` lists them")

    _folder: Path | None = PrivateAttr(default=None)

    @property
    def folder(self) -> Path | None:
        """The folder that the scenario was read from; other files are looked for there."""
        return self._folder

    @property
    def headline_source(self) -> str:
        """The source that single figures come from: as written, else the only source, else the default."""
        alone = self.reach != "all" and "headline_reach" not in self.model_fields_set
        return self.reach if alone else self.headline_reach

    @property
    def roles_path(self) -> Path | None:
        """The role table's file, where there is one."""
        return (self._folder or Path()) / self.roles if self.roles else None

    @property
    def roster_path(self) -> Path | None:
        """The roster's file, where there is one."""
        return (self._folder or Path()) / self.roster if self.roster else None

    @property
    def review_path(self) -> Path | None:
        """The file with the review of the roster's titles, where there is one."""
        return (self._folder or Path()) / self.roster_review if self.roster_review else None

    @property
    def periods(self) -> tuple[str, ...]:
        """The quarters of the plan, such as `2026 Q3`."""
        first = int(self.start[:4]) * 4 + (int(self.start[5:]) - 1) // 3
        return tuple(f"{quarter // 4} Q{quarter % 4 + 1}" for quarter in range(first, first + self.quarters))

    def placed_in(self, folder: Path | None) -> Scenario:
        """The same scenario, read from a folder.

        folder : where its other files are
        """
        placed = self.model_copy()
        placed._folder = folder
        return placed
