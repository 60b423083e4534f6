"""The tools of an assistant: each a typed request, with the options that every other door has."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args, get_origin

from reallocate.api.market_requests import JobRequest, NationRequest
from reallocate.api.requests import (
    ClaimsCommand,
    CompareCommand,
    Cut,
    CutCommand,
    Firm,
    ForecastRequest,
    PlanChanges,
    PlanCommand,
)
from reallocate.kernel.options import Option, Request, options
from reallocate.render.result import Result

_NOT_ASKED = frozenset(
    (
        "out", "html", "pdf", "slides", "as_json", "workers", "executor", "progress", "quick", "sources",
        "actuals",
    )  # fmt: skip
)
"""Options of a command that an assistant has not: where a result is written, and on what it runs."""
_TYPES = {"flag": "boolean", "whole": "integer", "number": "number"}
_FILE_WORDS = "Name of a file or folder that `reallocate assistant --file` named at the start."
CLOSED = ("a", "b", "name", "scenario")
"""Options of firms, plans and markets that name a study that ships, or a file."""


@dataclass(frozen=True)
class AssistantTool:
    """A tool: what it answers, what may be asked, and what computes it.

    name : as the assistant calls it
    title : in a list of tools
    description : what questions it answers, in a user's words
    request : the declared options
    verb : of the command that gives the same answer
    compute : (arguments) result
    """

    name: str
    title: str
    description: str
    request: type[Request]
    verb: str
    compute: Callable[[Mapping[str, Any]], Result]

    @property
    def options(self) -> tuple[Option, ...]:
        """The options that an assistant may give."""
        return tuple(one for one in options(self.request) if one.name not in _NOT_ASKED and one.help)

    @property
    def named(self) -> tuple[str, ...]:
        """The options whose value may be a file or folder."""
        files = (one.name for one in self.options if one.kind in ("file", "files"))
        return tuple(dict.fromkeys((*files, "reach", *(CLOSED if self.name != "job" else ()))))

    @property
    def schema(self) -> dict[str, Any]:
        """The options as JSON Schema, 2020-12."""
        given = {one.name: _property(one) for one in self.options}
        needed = [one.name for one in self.options if one.argument and one.default is not None]
        required = [name for name in needed if self.name in ("job", "compare") or name not in CLOSED]
        if self.name == "forecast":
            required = ["date"]
        return {"type": "object", "properties": given, "required": required, "additionalProperties": False}


def _property(one: Option) -> dict[str, Any]:
    words = one.help.replace("; repeatable", "")
    if one.kind in _TYPES:
        return {"type": _TYPES[one.kind], "description": words}
    if one.kind in ("several", "files"):
        return {"type": "array", "items": {"type": "string"}, "description": words}
    said: dict[str, Any] = {"type": "string", "description": words}
    if choices := [one for part in (one.type, *get_args(one.type)) for one in _choices(part)]:
        said["enum"] = choices
    if one.kind == "file":
        said["description"] = f"{words} {_FILE_WORDS}"
    return said


def _choices(of: Any) -> list[str]:
    return list(get_args(of)) if get_origin(of) is Literal else []


def _job(asked: Mapping[str, Any]) -> Result:
    import reallocate

    return reallocate.job(**asked)


def _of_firm(asked: Mapping[str, Any], change: type[Request]) -> tuple[Any, dict[str, Any]]:
    """The firm that is asked about, and what is asked of it."""
    from reallocate.api.firm import firm

    of_firm = {name: one for name, one in asked.items() if name in Firm.declared or name == "name"}
    rest = {name: one for name, one in asked.items() if name not in of_firm or name in change.declared}
    kept = {name: one for name, one in of_firm.items() if name not in rest}
    return firm(kept.pop("name", None), **kept), rest


def _cut(asked: Mapping[str, Any]) -> Result:
    import reallocate

    scenario, rest = _of_firm(asked, Cut)
    return reallocate.cut(scenario, **rest, quick=True, progress=False)


def _plan(asked: Mapping[str, Any]) -> Result:
    import reallocate

    given = {name: one for name, one in asked.items() if name in ("within", "implied", "given")}
    scenario, rest = _of_firm({name: one for name, one in asked.items() if name not in given}, PlanChanges)
    return reallocate.plan(scenario, **rest, **given, quick=True, progress=False)


def _simulate(asked: Mapping[str, Any]) -> Result:
    from reallocate.api.simulate import simulate_nation

    return simulate_nation(**asked, progress=False)


def _compare(asked: Mapping[str, Any]) -> Result:
    import reallocate

    return reallocate.compare(asked["a"], asked["b"], progress=False)


def _claims(asked: Mapping[str, Any]) -> Result:
    import reallocate

    rest = {name: one for name, one in asked.items() if name != "names"}
    return reallocate.claims(*asked.get("names", ()), **rest)


def _forecast(asked: Mapping[str, Any]) -> Result:
    import reallocate

    return reallocate.forecast(**asked, progress=False)


TOOLS = (
    AssistantTool(
        "job", "One job and AI",
        "What AI means for one job or person. Use it for: will AI take my job as a bookkeeper; how exposed "
        "is a nurse to AI; what does this job pay in Ohio; which jobs can I move to; is retraining worth it"
        " at 45. Answers with the share of hours that AI could do or help in (not the chance of losing the "
        "job), past employment, pay, and moves seen out of the job, by schooling, age and area.",
        JobRequest, "job", _job,
    ),
    AssistantTool(
        "cut", "Cut now or let people quit",
        "Whether a firm should lay people off or let them quit. Use it for: is it cheaper to lay off 10 "
        "percent or to wait; what does a layoff of 500 cost; how much of a cut does AI pay for; when does a"
        " layoff break even. Takes an industry and a headcount, or a roster, and the exits; splits the cut "
        "into what AI saves, what the smaller size gives back and what haste costs.",
        CutCommand, "cut", _cut,
    ),
    AssistantTool(
        "plan", "The cheapest plan of a firm",
        "What a firm should do about AI and its workforce over the coming quarters. Use it for: how many "
        "people should we hire, retrain or let go; which roles does AI take over first; what if there is a "
        "hiring freeze, a budget, or a promise of no layoffs; how much compute do we need. Answers with the"
        " plan of least cost against the same firm without AI.",
        PlanCommand, "plan", _plan,
    ),
    AssistantTool(
        "simulate", "The national labour market",
        "What AI does to the whole economy of the United States. Use it for: will AI cause mass "
        "unemployment; how many jobs are lost in ten years; which occupations and industries win or lose; "
        "what would retraining or longer benefits change; what if AI improves faster. Runs the labour "
        "market with and without AI; half a minute to some minutes.",
        NationRequest, "simulate nation", _simulate,
    ),
    AssistantTool(
        "compare", "Two plans side by side",
        "Why two plans differ. Use it for: what changes between our two plans; how much of the difference "
        "comes from the budget. a and b are results of the tool plan in this session (such as plan-1), "
        "studies that ship, or folders that were named at the start.",
        CompareCommand, "compare", _compare,
    ),
    AssistantTool(
        "claims", "Claims tested",
        "Whether published claims about AI and work hold. Use it for: is it true that entry-level jobs "
        "vanish first; do layoffs pay for the AI; which assumption would overturn this; how sure is that. "
        "Computes claims (such as 3a or 10; all by default, which takes minutes) with interval, tipping "
        "points, verdict.",
        ClaimsCommand, "claims", _claims,
    ),
    AssistantTool(
        "forecast", "Dated forecasts",
        "What comes next in published statistics. Use it for: forecast unemployment, hires, quits and "
        "openings; where will tech employment be in 2030; what would show that AI costs jobs. Forecasts: "
        "labour-market, tech-workforce, ai-lines; each dated, with intervals, so that it can be scored.",
        ForecastRequest, "forecast", _forecast,
    ),
)  # fmt: skip
"""Every tool; a new one is an entry here."""
