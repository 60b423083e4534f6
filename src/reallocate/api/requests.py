"""Requests of the face: what each function takes, put together from options that are declared once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from inspect import Parameter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from reallocate.firm.request.keys import (
    Area,
    Called,
    FirmRequest,
    Industry,
    Length,
    Nation,
    OwnPlan,
    Pay,
    Reach,
    Size,
    Start,
    Title,
)
from reallocate.firm.request.plan_keys import PROMISES as PROMISES
from reallocate.firm.request.plan_keys import Commitments as Commitments
from reallocate.firm.request.plan_keys import Cut as Cut
from reallocate.firm.request.plan_keys import Decisions, Expectations
from reallocate.firm.request.roster_keys import Apart, Handling, RosterFile, RosterReading
from reallocate.kernel.options import (
    ASSUMPTIONS,
    RESULT,
    ROSTER,
    RUN,
    Amount,
    Assumed,
    File,
    Names,
    Request,
    argument,
    option,
    reworded,
)

if TYPE_CHECKING:
    from reallocate.api.progress import Progress
    from reallocate.firm.request.keys import Scenario

else:
    Progress = Scenario = Any

_THE_CUT, _ALTERNATIVES = "The cut", "Alternatives"


class Saved(Request):
    """Where a result is saved."""

    out: File | None = option(
        "",
        "Folder for page and tables; `reallocate open` shows it again.",
        RESULT,
        python="folder to save the result in; checked before the work",
    )


class _HandedOn(Request):
    """Files to hand on."""

    pdf: File | None = option(
        "",
        "File for the report as a PDF. Needs the extra print.",
        RESULT,
        python="file for the report as a PDF; checked before the work",
    )
    slides: File | None = option(
        "",
        "File for six slides (PPTX). Needs the extra slides.",
        RESULT,
        python="file for six slides; checked before the work",
        is_rare=True,
    )


class _Parallel(Request):
    """How many processes work."""

    workers: int | None = option(
        "",
        "Processes to use. Default: one for each processor core.",
        RUN,
        python="processes; one for each core by default",
        is_rare=True,
    )


class Observed(Request):
    """Who is told how far the work is."""

    progress: Progress = option(
        default=True, python="`False` for none, or a function that is called with each stage"
    )


class Printed(Request):
    """How a command prints its result."""

    as_json: bool = option("", "Print one JSON object on standard output.", RESULT, "--json", default=False)


class _Quick(Request):
    """How far a plan is computed."""

    quick: bool = option(
        "",
        "Stop after the first answer; the other parts are left out.",
        RUN,
        default=False,
        python="only the first answer; `more()` of the result computes the rest",
    )


class _Beside(Request):
    """What is computed beside the plan."""

    within: Amount = option(
        "",
        "Maximum extra cost of an alternative plan that is listed [% of the cheapest plan]. The ranges "
        "shown for each role always use 0.5%.",
        _ALTERNATIVES,
        default="2%",
        python="maximum extra cost of alternatives [% of the optimum]",
        is_rare=True,
    )
    implied: Amount | None = option(
        "",
        "Find the assumptions under which a cut of this size (8000 or 10%) would be the cheapest plan. "
        "Imposes no cut; takes minutes.",
        _ALTERNATIVES,
        python='find the assumptions under which this cut is optimal: 8000 or "10%"; takes minutes',
        is_rare=True,
    )


class _OfScenario(Request):
    """The firm of a function."""

    scenario: Scenario | File = argument(
        python="a `Scenario`, a folder or .toml file, or the name of a shipped study", kw_only=False
    )


class _OfName(Request):
    """The firm of a command."""

    name: str | None = argument(
        "Folder with scenario.toml, a .toml file, or the name of a shipped study.",
        default=None,
        kw_only=False,
    )


class PlanChanges(Cut, Decisions, Pay, Start, Length, Expectations, Reach, Assumed):
    """What can be changed of a plan; promises and an own plan stay as they are."""


class PlanRequest(
    _OfScenario, Nation, PlanChanges, Apart, OwnPlan, Commitments, _Beside, _Quick, Saved, _HandedOn,
    _Parallel, Observed,
):  # fmt: skip
    """What `reallocate.plan` takes."""

    first: Callable[[Any], None] | None = option(
        python="called with the first answer as soon as it is there, unless it is all that is asked for"
    )


class WhatIf(PlanChanges, Observed):
    """What `Plan.what_if` takes."""


class PlanCommand(
    _OfName, Called, Nation, Industry, Size, Pay, Start, Length, RosterFile, RosterReading, Apart, Handling,
    Cut, Decisions, Commitments, OwnPlan, Expectations, Reach, Assumed, _Beside, _Quick, Saved, _HandedOn,
    _Parallel, Printed,
):  # fmt: skip
    """What `reallocate plan` takes."""

    actuals: Sequence[File] = option(
        "",
        "Headcount that happened (CSV, XLSX): role, quarter, headcount, or a row a person with employee id; "
        "department, site, country. Repeatable. Shows it beside the plan by quarter, and the plan on.",
        "Your own plan", default=(),
    )


class _CutBeside(Cut):
    """The cut that is taken apart."""

    exits: Amount | None = reworded(
        Cut,
        "exits",
        "A share (10%) or a number of FTE (8000). Default: the scenario's cut, or 10%.",
        _THE_CUT,
        python='the cut: "10%" or 8000 [FTE]; by default the scenario\'s, the one announced, or 10%',
    )
    exits_date: str | None = reworded(
        Cut,
        "exits_date",
        "Quarter of the cut, or a month in it: '2027 Q1' or 2027-01. Default: the first.",
        _THE_CUT,
    )
    exits_from: Literal["pro rata", "plan"] | None = reworded(
        Cut,
        "exits_from",
        "Roles of the cut: 'pro rata' (the same share of each) or 'plan' (those whose cut costs least).",
        _THE_CUT,
    )
    after: Literal["closed", "refilled"] | None = reworded(
        Cut,
        "after",
        "What becomes of the positions: 'closed' for good (default), or 'refilled' after the pause (--set "
        "rehire_pause=4, in quarters).",
        _THE_CUT,
    )
    size: Literal["firm", "occupations"] | None = reworded(
        Cut,
        "size",
        "What the cut keeps smaller: the 'firm' in all (default), or each of its 'occupations'.",
        _THE_CUT,
    )


class _OneReach(Reach):
    """Whose judgement of AI's reach a cut is compared under."""

    reach: str | None = reworded(
        Reach,
        "reach",
        "Published source of AI's reach (the work that AI can do).",
        ASSUMPTIONS,
        python="source of AI's reach",
    )


class _QuickCut(Request):
    """How far a cut is computed."""

    quick: bool = option(
        "", "Solve the plans alone, not what turns the answer.", RUN, default=False,
        python="without what turns the answer",
    )  # fmt: skip


class CutRequest(
    _OfScenario, Nation, _CutBeside, Expectations, _OneReach, Pay, Length, Assumed, _QuickCut, Saved, Observed
):
    """What `reallocate.cut` takes."""


class CutCommand(
    _OfName, Called, Nation, Industry, Size, Pay, Length, _CutBeside, RosterFile, RosterReading, Handling,
    Expectations, _OneReach, Assumed, _QuickCut, Saved, Printed,
):  # fmt: skip
    """What `reallocate cut` takes."""


class Firm(FirmRequest):
    """A firm with everything that sets keys of its scenario."""

    scenario: Scenario | File | None = argument(default=None, kw_only=False)


class FromIndustry(Nation, Area, Pay, Start, Length, Title, Assumed):
    """What `Scenario.from_industry` takes."""

    industry: Names = argument(python="NAICS code or words of an official title, or several", kw_only=False)
    headcount: float = argument(python="[FTE]", kw_only=False)


class FromRoster(Nation, RosterReading, Industry, Apart, Handling, Title, Assumed):
    """What `Scenario.from_roster` takes."""

    file: File = argument(python="CSV, XLSX or Parquet, one row a person or position", kw_only=False)


class FromRoles(Nation, Industry, Title, Assumed):
    """What `Scenario.from_roles` takes."""

    file: File = argument(
        python="CSV or XLSX, one row a role: code or title, headcount, loaded_cost", kw_only=False
    )


class NewRequest(Nation, Industry, Size, RosterFile, RosterReading, Area, Pay, Start):
    """What `reallocate new` takes."""

    name: str = argument("Name of the scenario and of its new folder.", kw_only=False)
    dir: File = option("", "Folder in which the new folder is made.", None, "--dir", default=Path("."))


class NewCommand(NewRequest, Printed):
    """The same, with how a command prints it."""


class _RosterOptions(Nation, RosterReading, Industry):
    """How a roster is read and its titles are decided."""

    review: File | None = reworded(
        RosterReading,
        "review",
        "Table of titles to decide; your choices in it are read.",
        "Files to write",
        python="table of titles to decide; its choices are read where it exists, `write_review` makes it",
    )


class RosterRequest(_RosterOptions):
    """What `Roster.read` takes."""

    file: File = argument(python="CSV, XLSX or Parquet, one row a person or position", kw_only=False)


class RosterCommand(_RosterOptions, Printed):
    """What `reallocate roster` takes."""

    file: File | None = argument(
        "CSV, XLSX or Parquet, one row a person or position; names are not needed.",
        default=None,
        kw_only=False,
    )
    faults: File | None = option("", "List of every faulty row, readable by you alone.", "Files to write")
    fix: File | None = option("", "Clean copy of the file (CSV), readable by you alone.", "Files to write")
    template: File | None = option("", "Empty file with all headers (CSV), to fill in.", "Files to write")
    columns: bool = option(
        "", "List every column, header and word that is read, and end.", ROSTER, default=False
    )


class Remote(Request):
    """Where runs are made."""

    executor: str | None = option(
        "",
        "Where runs are made: serial, processes:N or dask:ADDRESS; results are the same. Default: serial.",
        RUN,
        python='where runs are made: "serial", "processes:4" or "dask:ADDRESS"; the same bytes anywhere',
    )


class _CutOfEach(Request):
    """The firm and the cut of every industry."""

    headcount: float = reworded(Size, "headcount", "People of each firm [FTE].", default=20_000)
    cut: Amount = option(
        "", "A share (10%) or a number of FTE (2000).", default="10%", python='"10%" or 2000 [FTE]'
    )


class SweepRequest(Nation, _CutOfEach, Industry, Saved, Observed):
    """What `reallocate.sweep` takes."""

    executor: str | None = reworded(
        Remote,
        "executor",
        "Where industries are solved: serial, processes:N or dask:ADDRESS; figures are the same. Default: a "
        "process for each processor core.",
        RUN,
        python='where industries are solved: "serial", "processes:4" or "dask:ADDRESS"; the same figures '
        "anywhere. One process for each core by default",
    )


class SweepCommand(SweepRequest, Printed):
    """The same, with how a command prints it."""


class _Seeded(Request):
    """The seed of random draws."""

    seed: int = option("", "Seed of the random draws.", RUN, default=0, python="of the draws")


class ForecastRequest(Assumed, _Seeded, Observed):
    """What `reallocate.forecast` takes."""

    name: str = argument(
        "Which forecast: tech-workforce, labour-market, or ai-lines.",
        default="tech-workforce",
        kw_only=False,
        python='"tech-workforce"; "labour-market", eight figures beside rivals; "ai-lines", signs of AI',
    )
    date: str | None = option(
        "",
        "Day on which the forecast is made [YYYY-MM-DD]; required.",
        python='day on which it is made, such as "2026-11-26"; kept with it',
    )
    draws: int | None = option(
        "",
        "Random draws of assumptions and of growth.",
        RUN,
        python="of the assumptions, and of how growth strays; 64 by default",
    )
    out: File | None = option(
        "",
        "New file for the forecast (.json), so that it can be scored.",
        RESULT,
        python="new file to save the forecast in, so that it can be scored",
    )


class ForecastCommand(ForecastRequest, Printed):
    """The same, with how a command prints it."""


class ScoreRequest(Printed):
    """What `reallocate forecast score` takes."""

    file: File = argument("File of a saved forecast.", kw_only=False)
    actual: File | None = option(
        "",
        "CSV file of the figures since: industry, year, employment [persons]; for labour-market a file of "
        "BLS or FRED, or series, month, value.",
    )
    keep: bool = option("", "Add the figures to outcomes.csv beside a forecast labour-market.", default=False)


class Sources(Request):
    """Where source files lie."""

    sources: File | None = option(
        "",
        "Folder of source files whose data may not ship. Default: the folder that the environment variable "
        "REALLOCATE_SOURCE_DATA names.",
        RUN,
        python="folder of source files whose data may not ship; by default the folder that the environment "
        "variable REALLOCATE_SOURCE_DATA names",
    )


class ClaimsOptions(Assumed, _Seeded, Sources, Saved):
    """How claims are computed."""

    draws: int = option(
        "",
        "Random draws of the assumptions, for intervals.",
        RUN,
        default=32,
        python="of the assumptions, for intervals",
    )


class ClaimsCommand(ClaimsOptions, _Parallel, Printed):
    """What `reallocate claims` takes."""

    names: Names | None = argument("Claims, such as 3a or 10. Default: all.", default=None, kw_only=False)


class OwnClaimsCommand(ClaimsOptions, Printed):
    """What `reallocate claims add` takes."""

    files: Sequence[File] = argument("A .toml file for each claim; docs/claims.md shows one.", kw_only=False)


class LayoffsRequest(Assumed, Saved):
    """What `reallocate.layoffs` takes."""


class LayoffsCommand(LayoffsRequest, Printed):
    """The same, with how a command prints it."""


class ScorecardRequest(Assumed, Sources, Saved, Observed):
    """What `reallocate.scorecard` takes besides names."""


class ScorecardCommand(ScorecardRequest, Printed):
    """What `reallocate scorecard` takes."""

    names: Names | None = argument(
        "Papers or single figures, described in full. Default: all, as a table.", default=None, kw_only=False
    )


class CompareCommand(Saved, _Parallel, Printed):
    """What `reallocate compare` takes."""

    a: str = argument(
        "Saved plan (folder of `plan --out`), or a scenario, which is planned first.", kw_only=False
    )
    b: str = argument("The other plan; changes are B less A.", kw_only=False)


class ShareCommand(Saved, _HandedOn, Printed):
    """What `reallocate share` takes."""

    result: File = argument("Folder of a plan or a cut.", kw_only=False)


class OpenCommand(_HandedOn, Printed):
    """What `reallocate open` takes."""

    folder: File = argument("Folder of a result, or the file of a saved forecast.", kw_only=False)
    table: str | None = option("", "Print only this table, as CSV; `decisions` is a plan to edit.")


class RerunCommand(Saved, _Parallel, Printed):
    """What `reallocate rerun` takes."""

    folder: File = argument("Folder of a result.", kw_only=False)


class ServeCommand(Request):
    """What `reallocate serve` takes."""

    port: int = option("", "Port to listen on; 0 takes a free one.", default=8765)
    host: str = option(
        "",
        "Address to listen on. Another than this computer's own needs the token that is printed.",
        default="127.0.0.1",
    )
    results: File = option(
        "",
        "Folder for plans that take minutes: their queue and results, for you alone.",
        default=Path("results", "live"),
    )
    folder: Sequence[File] = option(
        "",
        "Folder from which the pages may open plans and scenarios, besides that of --results; repeatable.",
        default=(),
    )
    no_browser: bool = option("", "Print the address and open no browser.", default=False)


class AssistantCommand(Request):
    """What `reallocate assistant` takes."""

    file: Sequence[File] = option("", "File or folder that tools may read; repeatable.", default=())
    port: int | None = option("", "Port of this computer to listen on, instead of standard input and output.")
    results: File = option("", "Folder that keeps the token for --port.", default=Path("results", "live"))


class BuildCommand(Printed):
    """What `reallocate data build` takes."""

    source: File = option("", "Folder of the source files.", None, "--from", default=Parameter.empty)
    out: File = option("", "Folder to write the tables to.", default=Path("built-data"))
