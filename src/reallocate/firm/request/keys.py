"""The keys of a scenario, its outlooks, promises and reading, each with unit, default, range and meaning."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self, TypeAlias

from pydantic import (
    AfterValidator,
    PrivateAttr,
    SerializerFunctionWrapHandler,
    model_serializer,
    model_validator,
)

from reallocate.data.country import HOME, country_money
from reallocate.firm.request.amounts import country_code, in_dollars, meant_country
from reallocate.firm.request.plan_keys import (
    Adoption,
    Budget,
    Capability,
    Commitments,
    Cut,
    Decisions,
    ExitsSection,
    Expectations,
    Levers,
    Promises,
)
from reallocate.firm.request.roster_keys import Apart, Handling, Reading, RosterFile, RosterReading
from reallocate.kernel.grade import Grade
from reallocate.kernel.options import ASSUMPTIONS, Assumed, Blank, File, Names, Request, as_names, option
from reallocate.kernel.schema import ScenarioFile, Section, key
from reallocate.kernel.today import is_day, next_quarter, today
from reallocate.work.reach_names import OWN, is_reach_file

if TYPE_CHECKING:
    import pandas as pd

    _Table: TypeAlias = File | pd.DataFrame
else:
    _Table = File


class _Uncertainty(Section):
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


_Accelerator = Literal["H100", "H200", "B200", "GB200"]
_Reason = Literal["substitution", "funding", "other", "contested"]


class Evidence(Section):
    """Where one figure comes from."""

    grade: Grade = key(
        Grade.OWN, "A filing, B named press, C secondary, X computed, J judgement, own: your figure"
    )
    source: str = key("", "document read, with the page", example="annual report 2025, page 12")


class _Compute(Section):
    """Ways to obtain compute."""

    api: bool = key(True, "tokens may be bought from a provider")
    rent: bool = key(True, "GPUs may be rented")
    own: bool = key(True, "GPUs may be bought")
    accelerator: _Accelerator = key("GB200", "GPU model to rent or buy")
    tokens_in_30_days: float | None = key(
        None, "tokens that all staff use with AI today; with `assisted_today` tokens for an hour follow",
        "tokens", 6e12, gt=0,
    )  # fmt: skip
    megawatts: float | None = key(
        None, "power available for the firm's own work; no limit if left out", "MW", 20.0, ge=0
    )


class _Quality(Section):
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


class Announced(Section):
    """The firm's announcement, shown beside the plan."""

    date: str = key(..., "day of the cut", "YYYY-MM-DD", "2026-05-20", pattern=r"^\d{4}-\d{2}(-\d{2})?$")
    exits: float | None = key(None, "layoffs", "FTE", 2000.0, ge=0)
    open_positions_closed: float | None = key(None, "open positions closed", "positions", 500.0, ge=0)
    moved: float | None = key(None, "people redeployed", "FTE", 300.0, ge=0)
    reason: _Reason = key("other", "reason the firm gives")
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
        "",
        "first month of the first quarter; without it, that of the first not yet begun on the date of "
        "[reading], else today",
        "YYYY-MM",
        "2027-01",
        pattern=r"^\d{4}-(01|04|07|10)$",
    )
    quarters: int = key(12, "length of the plan", "quarters", ge=1, le=40)
    industries: tuple[str, ...] = key(
        (), "NAICS codes or words of official titles; they set the mix of roles and pay", example=("524100",)
    )
    country: Annotated[str, AfterValidator(country_code)] = key(
        HOME, "country of the firm: its occupations, pay, law and money", example="UK"
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
    roster_abbreviations: str = key(
        "", "table of short forms in the roster's titles and what they mean", example="short.csv"
    )
    given: str = key(
        "", "own plan (CSV, XLSX): hires, exits and moves by role and quarter", example="ours.csv"
    )
    reading: Reading = key(Reading.model_construct(), "how the roster or role table is read")
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
    reach: str = key("all", "source of AI reach: all sources, the name of one, or a file of your own")
    reach_gaps: str = key("", "source that fills what a file of AI reach lacks; gaps are refused without")
    headline_reach: str = key("people", "source of the single figures; the other sources give their range")
    levers: Levers = key(Levers.model_construct(), "levers that the plan may use")
    exits: ExitsSection | None = key(None, "a cut decided in advance")
    promises: Promises = key(Promises.model_construct(), "commitments to employees")
    compute: _Compute = key(_Compute.model_construct(), "ways to obtain compute")
    budget: Budget = key(Budget.model_construct(), "spending limit")
    quality: _Quality = key(_Quality.model_construct(), "quality limit")
    capability: Capability = key(Capability.model_construct(), "path of AI capability")
    adoption: Adoption = key(Adoption.model_construct(), "speed of installation")
    announced: Announced | None = key(None, "the firm's announcement, shown beside the plan")
    funding: Funding | None = key(None, "figures to compare the cut with spending on compute")
    strategic: Strategic | None = key(None, "GPUs for the firm's products, compared with its own plan")
    uncertainty: _Uncertainty = key(_Uncertainty.model_construct(), "decisions under uncertainty")
    outlooks: tuple[OutlookKeys, ...] = key((), "one outlook; outlooks given here replace those that ship")
    past: tuple[Past, ...] = key((), "observed years of the firm")
    evidence: dict[str, Evidence] = key(
        {}, "grade and source of the scenario's own figures, by key or parameter"
    )
    parameters: dict[str, float] = key({}, "any assumption by name; `reallocate data --params` lists them")

    _written: Scenario | None = PrivateAttr(default=None)

    @model_serializer(mode="wrap")
    def _without_the_usual(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """The keys; the country and what fills gaps of reach only where they are not as usual."""
        data: dict[str, Any] = handler(self)
        usual = (("country", HOME), ("reach_gaps", ""))
        return {name: value for name, value in data.items() if (name, value) not in usual}

    @model_validator(mode="after")
    def _begins(self) -> Self:
        """A scenario that does not say its start has that of the day; a result keeps it."""
        if not self.start:
            day = self.reading.date
            self.__dict__["start"] = next_quarter(day if day and is_day(day) else today())
        return self

    @property
    def as_written(self) -> Scenario:
        """The scenario with amounts as the user writes them: in the money of its country."""
        return self._written or self

    def in_dollars(self) -> Scenario:
        """The same with every amount converted to US dollars, once; `as_written` leads back."""
        shown = country_money(self.country)
        if shown.is_dollar or self._written is not None:
            return self
        made = in_dollars(self, shown).placed_in(self.folder)
        made._written = self
        return made

    @property
    def headline_source(self) -> str:
        """The source that single figures come from: as written, else the only source, else the default."""
        if self.reach_path is not None:
            return OWN
        alone = self.reach != "all" and "headline_reach" not in self.model_fields_set
        return self.reach if alone else self.headline_reach

    @property
    def reach_path(self) -> Path | None:
        """The file of the firm's own measurement of AI's reach, where there is one."""
        return self.path(self.reach) if is_reach_file(self.reach) else None

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
    def abbreviations_path(self) -> Path | None:
        """The file with short forms in the roster's titles, where there is one."""
        return self.path(self.roster_abbreviations) if self.roster_abbreviations else None

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


class Nation(Request):
    """The country of a firm."""

    country: str | None = option(
        "country",
        "Country of the firm, by code or name, such as UK: its occupations, pay, law and money. Default: the "
        "United States.",
        python='country by code or name, such as "UK"; the United States by default',
        reads=meant_country,
    )


class Industry(Request):
    """The industry of a firm."""

    industry: Names | None = option(
        "industries",
        "NAICS code, or words of an industry's title; repeatable.",
        None,
        "--industry",
        "-i",
        python="NAICS code or words of an official title, or several",
        reads=as_names,
    )


class Size(Request):
    """How many people a firm has."""

    headcount: float | None = option(
        "headcount", "People at the start [FTE].", None, "--headcount", "-n", python="[FTE] at the start"
    )


class Pay(Request):
    """What a position costs."""

    pay_per_head: float | None = option(
        "pay_per_head",
        "Average cost of a position, benefits and taxes included [USD/FTE/year].",
        python="[USD/FTE/year] average loaded cost of a position; scales that of every role",
    )


class Start(Request):
    """When the plan begins."""

    start: str | None = option(
        "start",
        "First month of the first quarter, such as 2027-01. Default: the first that has not begun.",
        blank=Blank(
            "Begin in {}.", size=8, longest=7,
            help="First month of a quarter, such as 2027-01; the first that has not begun if empty. A cut "
            "without a date falls into it.",
        ),
    )  # fmt: skip


class Length(Request):
    """How long the plan is."""

    quarters: int | None = option(
        "quarters",
        "Length of the plan [quarters].",
        python="length of the plan",
        blank=Blank("Plan {} quarters.", size=4, longest=3, help="Length of the plan; 12 if empty."),
    )


class Area(Request):
    """Where a firm is, and what is open there."""

    area: str | None = option(
        "area",
        "Area whose pay level applies: code, or words of its title.",
        python="whose pay level applies: code or words of its title",
    )
    open_positions: float | None = option(
        "open_positions", "Positions open at the start.", python="[positions] at the start"
    )


class Called(Request):
    """What a firm is called in all that is made of it."""

    title: str | None = option(
        "title",
        "Name of the firm: the title of page, report, sheets and files.",
        python="name of the firm: the title of page, report, sheets and files",
        is_rare=True,
    )


class Title(Called):
    """What a scenario and its report are called."""

    name: str | None = option(
        "name", "Name of the scenario.", None, "NAME", python="short name of the scenario"
    )


class _RoleTable(Request):
    """A firm by its role table."""

    roles: File | None = option("roles", "Role table of the firm: CSV or XLSX.")


class Reach(Request):
    """Whose judgement of AI's reach is taken."""

    reach: str | None = option(
        "reach",
        "Source of AI's reach (what AI can do), `all`, or a FILE of your own measurement (CSV, XLSX).",
        ASSUMPTIONS,
        python='source of AI\'s reach, "all", or a file of one\'s own: code or title, automatable, …',
        is_rare=True,
    )
    reach_gaps: str | None = option(
        "reach_gaps",
        "Source that fills occupations which your file of reach lacks. Default: they are refused.",
        ASSUMPTIONS,
        python="source that fills occupations which the file of reach lacks; refused by default",
        is_rare=True,
    )


class OwnPlan(Request):
    """A plan of one's own."""

    given: _Table | None = option(
        "given",
        "Your own plan (CSV, XLSX), priced beside the cheapest: columns role, quarter, hires, exits, moves, "
        "to, headcount. 0 means none; a blank is completed at least cost.",
        "Your own plan",
        python="your own plan, priced beside the cheapest: a file or table of role, quarter, hires, …",
    )


class FirmRequest(
    Nation,
    Industry,
    Size,
    Pay,
    Start,
    Length,
    Area,
    Title,
    _RoleTable,
    RosterFile,
    RosterReading,
    Apart,
    Handling,
    Cut,
    Decisions,
    Commitments,
    OwnPlan,
    Expectations,
    Reach,
    Assumed,
):
    """Every option of a firm that sets a key of its scenario."""  # fmt: skip
