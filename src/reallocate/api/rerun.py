"""A saved result computed again from what it keeps, and compared with what it says."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isclose
from operator import eq
from pathlib import Path
from typing import Any

from reallocate.api.calibrate import calibrate
from reallocate.api.claims import ADD, claims, layoffs
from reallocate.api.command_line import command_line, requested_by
from reallocate.api.estimates import estimates
from reallocate.api.forecast import skill
from reallocate.api.hindcast import hindcast
from reallocate.api.job import job
from reallocate.api.jobs import jobs
from reallocate.api.out import finished, free_folder
from reallocate.api.progress import Progress, executor_name, shown
from reallocate.api.saved import open
from reallocate.api.scorecard import scorecard
from reallocate.api.simulate import simulate_market, simulate_nation
from reallocate.api.spelling import python_errors
from reallocate.claims.estimates.page import ESTIMATES
from reallocate.claims.evidence.page import SCORECARD
from reallocate.claims.page import CLAIMS
from reallocate.data.bundle import load_world
from reallocate.data.national import code_of
from reallocate.firm.council.layoffs import LAYOFFS
from reallocate.firm.cut.result import CUT, cut_study
from reallocate.firm.report import result as run
from reallocate.firm.report.result import PLAN
from reallocate.firm.request.kept import Kept
from reallocate.firm.request.keys import Scenario
from reallocate.firm.request.saved import OWN_PLAN, ROLE_TABLE, scenario_again
from reallocate.jobs.page import JOB
from reallocate.jobs.place import HISTORY, JOBS_KIND
from reallocate.kernel.errors import InputError, Problem
from reallocate.market.calibration.page import CALIBRATION
from reallocate.market.forecast.skill_page import SKILL
from reallocate.market.forecast.started_page import STARTED
from reallocate.market.forecast.starts_page import HINDCAST
from reallocate.market.published.files import load_market_scenario
from reallocate.market.published.keys import MarketScenario
from reallocate.market.published.page import MARKET
from reallocate.market.simulate.page import KIND as NATION
from reallocate.market.simulate.request import NATION as EXTENDED
from reallocate.market.simulate.request import economy_run
from reallocate.market.simulate.result import economy_study
from reallocate.render.result import OBJECT, Kind, Result
from reallocate.render.saving import Saved, open_saved
from reallocate.render.shipped import BEFOREHAND, FIGURES
from reallocate.render.status import QUICK
from reallocate.work.reach_names import is_reach_file

_RECORD_ONLY = ("command", BEFOREHAND, "hashes", "scenario", "version")
"""Keys of an object that are no figures."""
_NOTHING = 1e-6
"""[unit of the figure] What adding up some 100 million people leaves of two markets that are the same."""
_WORDS = "text"
_OF_THE_ROSTER = ("notes", "pay_notes", "title_notes", _WORDS)
"""Keys of an object that say how a roster was read."""
_GROUPS = "people_groups"
"""The table that no result of an earlier version keeps what is needed for."""
_NEEDS = {
    "comparison": "the two plans that were compared",
    "adopters": "the plan that was followed",
    "ensemble": "the market as it was given",
    "score": "the forecast and the figures since",
}
"""Kinds of results that cannot be computed again from their folder, and what it lacks."""


@dataclass(frozen=True, eq=False)
class Rerun:
    """A result computed again.

    result : the new one
    differences : place in the object, saved value, new value
    because : what is not as it was when the result was saved
    without_roster : name of the roster that the result does not keep, if any
    digits : to which figures were compared; none where to the last
    """

    result: Result
    differences: tuple[tuple[str, Any, Any], ...]
    because: tuple[str, ...]
    without_roster: str
    digits: int | None = None

    @property
    def status(self) -> str:
        """`same` or `differs`."""
        return "differs" if self.differences else "same"

    def to_dict(self) -> dict[str, Any]:
        """The comparison as one object for machines."""
        rows = [{"at": at, "saved": old, "now": new} for at, old, new in self.differences]
        return {"status": self.status, "differences": rows, "because": list(self.because)}


@python_errors
def rerun(
    folder: str | Path,
    *,
    out: str | Path | None = None,
    workers: int | None = None,
    progress: Progress = True,
) -> Rerun:
    """Compute a saved result again, from its own scenario, options and seed, and compare the figures.

    folder : of a result
    out : folder to save the new result in; checked before the work
    workers : processes; one for each core by default
    progress : `False` for none, or a function that is called with each stage
    Raises `InputError` where the result does not keep all of its input.
    """
    saved = open_saved(Path(folder))
    kind, compute = _runner(saved)
    before, facts = saved.json(OBJECT), saved.record()["facts"]
    place = free_folder(out, kind)
    command = str(facts["command"] or "")
    with tempfile.TemporaryDirectory() as scratch, shown(progress) as say, requested_by(command):
        result = compute(_Again(saved, facts, Path(scratch), workers, say))
        finished(result, place)
    roster = _roster(before)
    left_out = () if Kept.read(saved.files).staff is not None or not roster else (_GROUPS,)
    figures = [_figures_of(one, bool(roster), left_out) for one in (before, result.to_dict())]
    digits = FIGURES if facts.get(BEFOREHAND) else None
    if digits:
        figures = [_kept_of(one, figures[0]) for one in figures]
    because = tuple(_causes(facts, result.facts))
    found = tuple(differences(figures[0], figures[1], same=nearly if digits else eq))
    return Rerun(result, found, because, roster, digits)


def differences(
    one: Any, other: Any, at: str = "", same: Callable[[Any, Any], bool] = eq
) -> Iterator[tuple[str, Any, Any]]:
    """Where two objects of JSON differ, down to the innermost value: place, first, second.

    same : whether two innermost values are the same
    """
    if isinstance(one, dict) and isinstance(other, dict):
        for name in [*one, *(name for name in other if name not in one)]:
            yield from differences(one.get(name), other.get(name), f"{at}.{name}".lstrip("."), same)
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for place, (first, second) in enumerate(zip(one, other, strict=True)):
            yield from differences(first, second, f"{at}[{place}]", same)
    elif not same(one, other):
        yield at, one, other


def nearly(one: Any, other: Any) -> bool:
    """Whether two values are the same, numbers to the digits that ship or to nothing in their unit."""
    if not (isinstance(one, float | int) and isinstance(other, float | int)):
        return bool(one == other)
    return isclose(one, other, rel_tol=10.0 ** (1 - FIGURES), abs_tol=_NOTHING)


def _figures_of(record: Any, had_a_roster: bool, without: Sequence[str] = ()) -> Any:
    """An object as JSON has it, without what is no figure or needs a roster, and without some tables."""
    plain = json.loads(json.dumps(record))
    if not isinstance(plain, dict):
        return plain
    if "facts" in plain:
        plain |= plain.pop("facts")
    made = {name: value for name, value in plain.items() if name not in _RECORD_ONLY}
    if had_a_roster:
        made = {name: value for name, value in made.items() if name not in _OF_THE_ROSTER}
    if without:
        made["tables"] = {name: rows for name, rows in made["tables"].items() if name not in without}
    return made


def _kept_of(made: Mapping[str, Any], beforehand: Mapping[str, Any]) -> dict[str, Any]:
    """What a result that was computed beforehand keeps: not all tables, and words that say so."""
    some = {part: {name: made[part].get(name) for name in beforehand[part]} for part in ("tables", "units")}
    return {**{name: value for name, value in made.items() if name != _WORDS}, **some}


def _roster(record: Any) -> str:
    """The roster that a plan was made of, which its folder does not keep; nothing where there was none."""
    scenario = record["facts"].get("scenario") if isinstance(record, dict) and "facts" in record else None
    return str(scenario.get("roster") or "") if isinstance(scenario, dict) else ""


def _causes(before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    """What is not as it was when the result was saved."""
    old, new = before.get("hashes", {}), now.get("hashes", {})
    if before.get("version") != now.get("version"):
        yield f"reallocate was {before.get('version')}, now {now.get('version')}"
    if old.get("bundle") != new.get("bundle"):
        yield "the data that ship are others"
    if old.get("libraries") != new.get("libraries"):
        yield f"libraries were {old.get('libraries')}, now {new.get('libraries')}"


def again(result: Result, folder: str | Path) -> str:
    """The command that computes a saved result again, as far as it is known.

    folder : where it is saved
    """
    if result.kind.name in _NEEDS:
        return str(result.facts.get("command") or result.kind.made_by)
    return f"reallocate rerun {folder}"


def _runner(saved: Saved) -> tuple[Kind, Callable[[_Again], Result]]:
    """The kind of a result, and what computes one again; `InputError` says what it needs."""
    for kind, compute in _RUNNERS:
        if kind.name == saved.kind:
            return kind, compute
    result = open(saved.folder)
    lacks = _NEEDS.get(saved.kind, "an input that is not known here")
    can = ", ".join(kind.name for kind, _ in _RUNNERS)
    what = f"{result.kind.phrase} cannot be computed again from its folder, which lacks {lacks}"
    remedy = f"Run what made it again: {again(result, saved.folder)}"
    raise InputError(Problem(what, str(saved.folder), remedy, f"A folder suffices for these kinds: {can}."))


@dataclass(frozen=True, eq=False)
class _Again:
    """What a result is computed again from.

    facts : of the saved one
    scratch : folder for files that the run reads
    """

    saved: Saved
    facts: Mapping[str, Any]
    scratch: Path
    workers: int | None
    say: Callable[[str], None]

    @property
    def firm(self) -> Scenario:
        """The scenario of a firm, with the role table that the result keeps."""
        tables, name = self.saved.tables(), self.facts["name"]
        kept = tables.get(ROLE_TABLE), self.scratch, name, tables.get(OWN_PLAN)
        return scenario_again(self.facts["scenario"], *kept, self.saved.files)

    @property
    def kept(self) -> Kept:
        """What the result keeps of a firm's people."""
        return Kept.read(self.saved.files)

    @property
    def scenario(self) -> MarketScenario:
        """The scenario of a market."""
        return load_market_scenario(self.saved.folder)


def _plan(again: _Again) -> Result:
    options = again.facts["options"]
    rest = {name: options[name] for name in ("within", "implied")}
    rest["quick"] = again.saved.record()["status"]["code"] == QUICK
    rest["kept"] = again.kept
    shared: Any = {"workers": executor_name(again.workers), "progress": again.say, "command": command_line()}
    return run.plan_study(again.firm, **shared, **rest)


def _cut(again: _Again) -> Result:
    requested = again.facts["requested"]
    how: Any = {"progress": again.say, "command": command_line(), "kept": again.kept}
    how["quick"] = again.saved.tables()["turns"].empty
    return cut_study(again.firm, requested=requested, **how)


def _nation(again: _Again) -> Result:
    asked = again.scenario
    run = economy_run(asked, load_world().sources, EXTENDED)
    return economy_study(run, again.say, command_line(), asked)


def _job(again: _Again) -> Result:
    facts, request = again.facts, again.facts["request"]
    needed = {"--tasks FILE": request["tasks"] is not None, "--market FOLDER": facts["market_given"]}
    reach = request.get("reach")
    needed["--reach FILE"] = reach is not None and is_reach_file(reach)
    lacks = " and ".join(flag for flag, is_needed in needed.items() if is_needed)
    if lacks:
        remedy = f"It was made by {facts['command']!r}: run that again with them."
        raise InputError(Problem(f"the result does not keep its {lacks}", str(again.saved.folder), remedy))
    options = {name: request[name] for name in ("age", "pay", "education", "have", "horizon")}
    options["country"], options["reach"] = code_of(facts), reach
    return job(request["job"], area=request["area_code"], **options)


def _jobs(again: _Again) -> Result:
    request = again.facts["request"]
    source = request["sources"][0] if len(request["sources"]) == 1 else None
    place = {name: request[name] for name in ("industry", "area", "top") if name in request}
    return jobs(**place, history=not place, source=source)


def _scorecard(again: _Again) -> Result:
    names = again.saved.tables()["figures"]["id"] if again.facts["named"] else ()
    return scorecard(*names, set=again.facts["set"], progress=again.say)


def _estimates(again: _Again) -> Result:
    if again.facts["sources"]:
        what = "the result does not keep the folder of source files"
        remedy = f"It was made by {again.facts['command']!r}: run that again with the folder."
        raise InputError(Problem(what, str(again.saved.folder), remedy))
    return estimates(progress=again.say)


def _claims(again: _Again) -> Result:
    facts = again.facts
    if facts["names"][:1] == [ADD]:
        what = "the result does not keep the file of the claim that was added"
        remedy = f"It was made by {facts['command']!r}: run that again with the file."
        raise InputError(Problem(what, str(again.saved.folder), remedy))
    options = {name: facts[name] for name in ("draws", "seed", "set")}
    return claims(*facts["names"], **options, workers=again.workers, progress=again.say)


_RUNNERS: tuple[tuple[Kind, Callable[[_Again], Result]], ...] = (
    (PLAN, _plan),
    (CUT, _cut),
    (MARKET, lambda again: simulate_market(again.scenario, progress=again.say)),
    (NATION, _nation),
    (JOB, _job),
    (CLAIMS, _claims),
    (CALIBRATION, lambda again: calibrate(progress=again.say)),
    (JOBS_KIND, _jobs),
    (HISTORY, _jobs),
    (LAYOFFS, lambda again: layoffs(set=again.facts["set"])),
    (SCORECARD, _scorecard),
    (ESTIMATES, _estimates),
    (STARTED, lambda again: simulate_nation(again.scenario, progress=again.say)),
    (HINDCAST, lambda again: hindcast(progress=again.say)),
    (SKILL, lambda again: skill(progress=again.say)),
)
"""What computes each kind of result again."""
