"""The keys of a scenario, its outlooks, promises and reading, each with unit, default, range and meaning."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from pydantic import SerializerFunctionWrapHandler, model_serializer

from reallocate.firm.request.promise_keys import Promises
from reallocate.kernel.arrays import Grade
from reallocate.kernel.schema import ScenarioFile, Section, key


class Uncertainty(Section):
    """Decisions under uncertainty."""

    several_outlooks: bool = key(True, "also plan under several outlooks; takes longer")
    quarters_until_known: int = key(
        4, "time before the outlook is known; at most the length of the plan", "quarters", ge=1, le=40
    )
    caution: float = key(
        0.5, "0 minimises the expected cost, 1 the cost under the worst outlooks", "share", ge=0, le=1
    )
    worst_share: float = key(0.2, "total weight of the outlooks that count as worst", "share", ge=0.01, le=1)


class OutlookKeys(Section):
    """One possible course of capability, prices, demand and take-up."""

    name: str = key(..., "short name", example="rents rise", pattern=r"^[^\s\[\]][^\[\]]{0,39}$")
    weight: float = key(..., "probability; all weights add up to 1", "share", 0.3, gt=0, le=1)
    capability: Literal["trend", "plateau", "fast", "reversal"] | None = key(
        None, "path of AI capability; as in [capability] if left out", example="plateau"
    )
    changes: dict[str, float] | None = key(
        None, "assumptions that differ, by name", example={"rent_price_growth": 0.2}
    )
    source: str = key("", "why it is plausible", example="our own forecast of March")


DAY = r"^\d{4}-\d{2}-\d{2}$"


class Reading(Section):
    """Facts that a roster or role table leaves open."""

    rates: tuple[str, ...] = key(
        (),
        "US dollars per unit of a currency in the file; without it, the reference rates that ship",
        "USD/unit",
        example=("EUR=1.08",),
    )
    rates_date: str | None = key(None, "day of these rates", "YYYY-MM-DD", "2026-06-30", pattern=DAY)
    date: str | None = key(
        None,
        "day of the roster; without it, the date above the headers, else read_on",
        "YYYY-MM-DD",
        "2026-06-30",
        pattern=DAY,
    )
    read_on: str | None = key(
        None, "day on which the roster is read; the command enters it", "YYYY-MM-DD", "2026-06-30",
        pattern=DAY,
    )
    header_row: int | None = key(None, "row of the headers, where it is not detected", "row", 4, ge=1)
    skip_rows: int | None = key(None, "rows at the top of the roster that are not read", "rows", 3, ge=0)
    without_faulty: bool = key(False, "rows of the roster at fault are left out and counted")

    @model_serializer(mode="wrap")
    def _without_a_day(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """The keys, without the day of reading where nothing was read on it."""
        data: dict[str, Any] = handler(self)
        return {name: value for name, value in data.items() if name != "read_on" or value is not None}


Accelerator = Literal["H100", "H200", "B200", "GB200"]
Reason = Literal["substitution", "funding", "other", "contested"]


class Evidence(Section):
    """Where one figure comes from."""

    grade: Grade = key(
        Grade.OWN, "A filing, B named press, C secondary, X computed, J judgement, own: your figure"
    )
    source: str = key("", "document read, with the page", example="annual report 2025, page 12")


class Levers(Section):
    """Levers that the plan may use."""

    ai: bool = key(True, "AI systems may be installed")
    layoffs: bool = key(True, "layoffs are allowed")
    redeployment: bool = key(True, "people may move between roles")
    directing_hires: bool = key(True, "positions that direct AI may be created")
    directing_levels: tuple[str, ...] = key(
        (), "levels in the role table that may direct AI; without it, the roles that direct others most"
    )
    dropping: bool = key(True, "work may be dropped at its price")
    voluntary: bool = key(False, "voluntary severance may be offered")
    hiring_freeze_quarters: int = key(0, "length of a hiring freeze", "quarters", ge=0, le=40)
    max_hires_per_quarter: float | None = key(
        None, "limit on hires into all roles together; no limit if left out", "FTE/quarter", 50.0, ge=0
    )
    open_positions: Literal["fill", "cancel"] = key(
        "fill", "whether positions open at the start are filled or cancelled"
    )


class ExitsSection(Section):
    """A cut decided in advance: either `count` or `share`."""

    count: float | None = key(None, "layoffs in the quarter of the cut", "FTE", 2000.0, gt=0)
    share: float | None = key(None, "the same as a share of headcount", "share", 0.1, gt=0, lt=1)
    from_: Literal["pro rata", "plan"] = key(
        "pro rata", "who leaves: every role in proportion, or as the plan chooses", alias="from"
    )
    closed: bool = key(False, "close the positions and change nothing else")
    date: str | None = key(
        None,
        "quarter of the cut, or a month in it; the first quarter if left out",
        "YYYY-MM",
        "2027-01",
        pattern=r"^\d{4}(-(0[1-9]|1[0-2])| ?[Qq][1-4])$",
    )

    def positions(self, headcount: float) -> float:
        """How many leave [FTE].

        headcount : [FTE] at the start
        """
        return float(self.count if self.count is not None else (self.share or 0.0) * headcount)


class Compute(Section):
    """Ways to obtain compute."""

    api: bool = key(True, "tokens may be bought from a provider")
    rent: bool = key(True, "GPUs may be rented")
    own: bool = key(True, "GPUs may be bought")
    accelerator: Accelerator = key("GB200", "GPU model to rent or buy")
    tokens_in_30_days: float | None = key(
        None, "tokens that all staff use with AI today; with `assisted_today` tokens for an hour follow",
        "tokens", 6e12, gt=0,
    )  # fmt: skip
    megawatts: float | None = key(
        None, "power available for the firm's own work; no limit if left out", "MW", 20.0, ge=0
    )


class Budget(Section):
    """Spending limit."""

    cash_per_year: float | None = key(
        None,
        "limit on all cash costs, payroll included; no limit if left out",
        "USD million/year",
        3000.0,
        gt=0,
    )
    ai_per_year: float | None = key(
        None,
        "limit on cash costs of AI alone: tokens, GPUs, energy, systems, adoption; no limit if left out",
        "USD million/year",
        50.0,
        ge=0,
    )


class Quality(Section):
    """Quality limit."""

    unfixed_share_at_most: float | None = key(
        None,
        "limit on bad work that review misses, in each family of activities; no limit if left out",
        "share of work",
        0.005,
        ge=0,
        lt=1,
    )
    review_by: Literal["own role", "qualified"] = key(
        "own role", "reviewers of automated work: its own role, or any of the family, job zone at least equal"
    )


class Capability(Section):
    """Path of AI capability."""

    scenario: Literal["trend", "plateau", "fast", "reversal"] = key("trend", "path of AI capability")
    reading: Literal["win or tie", "not bad"] = key("win or tie", "AI results that count as good")


class Adoption(Section):
    """Speed of installation."""

    speed: Literal["slow", "medium", "fast"] = key(
        "medium", "installation takes 9, 4 or 2 quarters from 25% to 75% of the ceiling"
    )


class Announced(Section):
    """The firm's announcement, shown beside the plan."""

    date: str = key(..., "day of the cut", "YYYY-MM-DD", "2026-05-20", pattern=r"^\d{4}-\d{2}(-\d{2})?$")
    exits: float | None = key(None, "layoffs", "FTE", 2000.0, ge=0)
    open_positions_closed: float | None = key(None, "open positions closed", "positions", 500.0, ge=0)
    moved: float | None = key(None, "people redeployed", "FTE", 300.0, ge=0)
    reason: Reason = key("other", "reason the firm gives")
    source: str = key("", "document read, with the page", example="annual report 2025, page 12")
    grade: Grade = key(Grade.OWN, "grade of the evidence")


class Funding(Section):
    """Figures to compare the cut with spending on compute."""

    pay_settings: tuple[float, ...] = key(
        ..., "pay per head to compare", "USD/FTE/year", (140000.0, 180000.0), min_length=1
    )
    pay_names: tuple[str, ...] = key((), "name of each pay setting", example=("cash", "with equity"))
    severance_range: tuple[float, float] = key(..., "low and high severance", "USD/exit", (50000.0, 80000.0))
    capex_range: tuple[float, float] = key(
        ..., "low and high capital expenditure in the year", "USD/year", (1.0e9, 1.2e9)
    )
    previous_capex: float | None = key(
        None, "capital expenditure of the year before", "USD/year", 8.0e8, gt=0
    )
    gpu_hour: float | None = key(None, "owner's cost of a GPU-hour", "USD/GPU-hour", 2.21, gt=0)
    evidence: dict[str, Evidence] = key({}, "grade and source of each figure, by its key")


class Strategic(Section):
    """GPUs for the firm's products, compared with its own plan."""

    capex: float = key(..., "announced spending on them", "USD/year", 1.0e9, gt=0)
    elasticity: float = key(..., "percent fall in demand when they cost 1% more", "ratio", 1.0, ge=0.2, le=10)
    source: str = key("", "document read, with the page", example="annual report 2025, page 12")
    grade: Grade = key(Grade.OWN, "grade of the evidence")


class Past(Section):
    """One observed year of the firm; leave out figures that are not available."""

    year: int = key(..., "calendar year", "year", 2025, ge=1990, le=2100)
    headcount: float | None = key(None, "people at year end", "persons", 20000.0, gt=0)
    revenue: float | None = key(None, "revenue", "USD/year", 1.5e10, gt=0)
    capex: float | None = key(None, "capital expenditure", "USD/year", 8.0e8, gt=0)
    compensation: float | None = key(None, "cost of employees, equity included", "USD/year", 2.8e9, gt=0)
    total_cost: float | None = key(None, "all costs and expenses", "USD/year", 1.3e10, gt=0)
    grade: Grade = key(Grade.OWN, "grade of the weakest figure")
    source: str = key("", "document read, with the page", example="annual report 2025, page 12")
    evidence: dict[str, Evidence] = key({}, "grade and source of each figure, by its key")


class Scenario(ScenarioFile):
    """One firm, its options and its assumptions: the whole input of a plan."""

    name: str = key(..., "short name, used for folders", pattern=r"^[A-Za-z0-9][A-Za-z0-9 ._-]{0,79}$")
    title: str = key("", "title of the report", example="An insurer in 2026")
    start: str = key(
        "2026-07", "first month of the first quarter", "YYYY-MM", pattern=r"^\d{4}-(01|04|07|10)$"
    )
    quarters: int = key(12, "length of the plan", "quarters", ge=1, le=40)
    industries: tuple[str, ...] = key(
        (), "NAICS codes or words of official titles; they set the mix of roles and pay", example=("524100",)
    )
    headcount: float | None = key(
        None, "people at the start, spread over the roles of the industries", "FTE", 20000.0, gt=0
    )
    roles: str = key(
        "", "role table of the firm (CSV, XLSX); replaces the mix of the industries", example="roles.csv"
    )
    roster: str = key(
        "", "table of people or positions (CSV, XLSX, Parquet), grouped into roles", example="people.csv"
    )
    roster_columns: tuple[str, ...] = key(
        (), "our column = the roster's header, if it is not recognised", example=("title=Position Name",)
    )
    roster_review: str = key("", "edited review of the roster's uncertain titles", example="review.csv")
    given: str = key(
        "", "own plan (CSV, XLSX): hires, exits and moves by role and quarter", example="ours.csv"
    )
    reading: Reading = key(Reading(), "how the roster or role table is read")
    by: tuple[str, ...] = key(
        (),
        "dimensions that roles are kept apart by: department, site, country",
        example=("department", "site"),
    )
    group_across: bool = key(
        False, "small roles are merged across departments, sites and countries, except promised ones"
    )
    open_positions: float | None = key(
        None,
        "positions open at the start; spread by headcount where the role table gives none",
        "positions",
        500.0,
        ge=0,
    )
    area: str = key(
        "", "area whose pay level applies, by code or name; national pay if left out", example="California"
    )
    pay_per_head: float | None = key(
        None,
        "average loaded cost per position; scales the cost of every role",
        "USD/FTE/year",
        150000.0,
        ge=1_000,
        le=20_000_000,
    )
    group_below: float = key(
        0.001,
        "smaller roles are merged by major group; 0 keeps all separate",
        "share of headcount",
        ge=0,
        le=0.05,
    )
    reach: str = key("all", "source of AI reach: all sources, or the name of one")
    headline_reach: str = key("people", "source of the single figures; the other sources give their range")
    levers: Levers = key(Levers(), "levers that the plan may use")
    exits: ExitsSection | None = key(None, "a cut decided in advance")
    promises: Promises = key(Promises(), "commitments to employees")
    compute: Compute = key(Compute(), "ways to obtain compute")
    budget: Budget = key(Budget(), "spending limit")
    quality: Quality = key(Quality(), "quality limit")
    capability: Capability = key(Capability(), "path of AI capability")
    adoption: Adoption = key(Adoption(), "speed of installation")
    announced: Announced | None = key(None, "the firm's announcement, shown beside the plan")
    funding: Funding | None = key(None, "figures to compare the cut with spending on compute")
    strategic: Strategic | None = key(None, "GPUs for the firm's products, compared with its own plan")
    uncertainty: Uncertainty = key(Uncertainty(), "decisions under uncertainty")
    outlooks: tuple[OutlookKeys, ...] = key((), "one outlook; outlooks given here replace those that ship")
    past: tuple[Past, ...] = key((), "observed years of the firm")
    evidence: dict[str, Evidence] = key(
        {}, "grade and source of the scenario's own figures, by key or parameter"
    )
    parameters: dict[str, float] = key({}, "any assumption by name; `reallocate data --params` lists them")

    @property
    def headline_source(self) -> str:
        """The source that single figures come from: as written, else the only source, else the default."""
        alone = self.reach != "all" and "headline_reach" not in self.model_fields_set
        return self.reach if alone else self.headline_reach

    @property
    def roles_path(self) -> Path | None:
        """The role table's file, where there is one."""
        return self.path(self.roles) if self.roles else None

    @property
    def roster_path(self) -> Path | None:
        """The roster's file, where there is one."""
        return self.path(self.roster) if self.roster else None

    @property
    def review_path(self) -> Path | None:
        """The file with the review of the roster's titles, where there is one."""
        return self.path(self.roster_review) if self.roster_review else None

    @property
    def given_path(self) -> Path | None:
        """The file of the planner's own plan, where there is one."""
        return self.path(self.given) if self.given else None

    @property
    def periods(self) -> tuple[str, ...]:
        """The quarters of the plan, such as `2026 Q3`."""
        first = int(self.start[:4]) * 4 + (int(self.start[5:]) - 1) // 3
        return tuple(f"{quarter // 4} Q{quarter % 4 + 1}" for quarter in range(first, first + self.quarters))

    @property
    def exits_quarter(self) -> int:
        """Quarters from the start to that of the cut; below 0 where it lies before the start."""
        date = None if self.exits is None else self.exits.date
        if date is None:
            return 0
        place = int(date[-1]) - 1 if date[-2] in "Qq" else (int(date[5:]) - 1) // 3
        return int(date[:4]) * 4 + place - (int(self.start[:4]) * 4 + (int(self.start[5:]) - 1) // 3)
