"""An option is declared once: Python, command, form and file take and refuse the same, give the same values, recorded and shown alike."""

from __future__ import annotations

import inspect
import io
import json
import re
import shlex
import subprocess
import sys
from ast import literal_eval
from collections.abc import Callable
from html import unescape
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pandas as pd
import pytest
from tests.golden_pages import Goldens, words
from typer.testing import CliRunner

import reallocate as ra
from reallocate.api import market_requests as markets
from reallocate.api import requests
from reallocate.api.command_line import command_line, recorded, requested_by, without_executor
from reallocate.api.cut import changed_options
from reallocate.api.firm import firm
from reallocate.api.new import new
from reallocate.api.own_figures import own_assumptions
from reallocate.api.progress import counted, executor_name, shown
from reallocate.api.simulate import simulate_adopters, simulate_market, simulate_nation
from reallocate.api.spelling import in_python
from reallocate.cli import verb
from reallocate.cli.main import app
from reallocate.firm.request.keys import Scenario
from reallocate.firm.request.plan_keys import Commitments
from reallocate.firm.request.read import _OPTIONS, _read_scenario
from reallocate.firm.request.written import key_table, scenario_text
from reallocate.kernel.errors import UnknownName
from reallocate.kernel.faults import fields_of, section_at
from reallocate.kernel.options import Option, Request, options
from reallocate.market.published.files import _OPTIONS as OF_MARKETS
from reallocate.market.published.keys import MarketScenario
from reallocate.web.page import field_faults
from reallocate.web.pages.promises import form_options, options_of, plan_arguments, promises

FUNCTIONS: dict[str, tuple[Callable[..., Any], type[Request]]] = {
    "plan": (ra.plan, requests.PlanRequest), "cut": (ra.cut, requests.CutRequest), "firm": (firm, requests.Firm),
    "from_industry": (ra.Scenario.from_industry, requests.FromIndustry),
    "from_roster": (ra.Scenario.from_roster, requests.FromRoster),
    "from_roles": (ra.Scenario.from_roles, requests.FromRoles), "roster": (ra.Roster.read, requests.RosterRequest),
    "new": (new, requests.NewRequest), "sweep": (ra.sweep, requests.SweepRequest),
    "forecast": (ra.forecast, requests.ForecastRequest), "job": (ra.job, markets.JobRequest),
    "jobs": (ra.jobs, markets.JobsRequest), "simulate": (ra.simulate, markets.SimulateRequest),
    "nation": (simulate_nation, markets.NationRequest), "market": (simulate_market, markets.PublishedRequest),
    "adopters": (simulate_adopters, markets.AdoptersRequest), "ensemble": (ra.ensemble, markets.EnsembleRequest),
}  # fmt: skip
COMMANDS: dict[str, type[Request]] = {
    "plan": requests.PlanCommand, "cut": requests.CutCommand, "new": requests.NewCommand,
    "roster": requests.RosterCommand, "sweep": requests.SweepCommand, "forecast make": requests.ForecastCommand,
    "forecast score": requests.ScoreRequest, "job": markets.JobCommand, "jobs": markets.JobsCommand,
    "simulate nation": markets.NationCommand, "simulate central": markets.CentralRequest,
    "simulate market": markets.MarketCommand, "simulate adopters": markets.AdoptersCommand,
    "simulate ensemble": markets.EnsembleCommand, "simulate calibrate": markets.CalibrateCommand,
    "claims show": requests.ClaimsCommand, "claims add": requests.OwnClaimsCommand,
    "claims layoffs": requests.LayoffsCommand, "scorecard": requests.ScorecardCommand,
    "estimates": markets.EstimatesCommand,
    "compare": requests.CompareCommand, "share": requests.ShareCommand, "open": requests.OpenCommand,
    "rerun": requests.RerunCommand, "serve": requests.ServeCommand, "data build": requests.BuildCommand,
}  # fmt: skip
INDUSTRY = {"industry": "524100", "headcount": 500}
HEAD = 'name = "524100"\nindustries = ["524100"]\nheadcount = 500\n'
STATE: dict[str, Any] = {
    "maker": "from_industry", "given": INDUSTRY, "options": {}, "roles": {}, "figures": {}, "believed": [],
}  # fmt: skip

SAME, REFUSED = (pd.read_csv(Path(__file__).with_name(name), index_col="option", dtype=str, keep_default_na=False)
                 for name in ("doors.csv", "doors_refused.csv"))  # fmt: skip
"""An option as Python, the command, a blank of the form and lines of the file give it; and a value that cannot be, with what each door
says of it."""


def by_command(*typed: str, monkeypatch: pytest.MonkeyPatch) -> Scenario:
    seen: list[Scenario] = []

    def stop(scenario: Scenario, **rest: Any) -> None:
        seen.append(scenario)
        raise ra.InputError("enough")

    monkeypatch.setattr("reallocate.api.plan.plan_study", stop)
    CliRunner().invoke(app, ["plan", "-i", "524100", "-n", "500", "--quick", *typed])
    return seen[0]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_option_is_a_keyword_of_python_and_explained(name: str) -> None:
    function, request = FUNCTIONS[name]
    declared = inspect.signature(function).parameters
    assert set(declared) == {one.name for one in options(request)}
    for one in options(request):
        assert declared[one.name].default == one.default
        assert f"{one.name} : {one.in_python}" in str(function.__doc__)
        assert one.python or one.help or one.name in ("scenario", "title"), one.name


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_stands_in_the_help_of_its_command_and_the_first_page_is_short(command: str) -> None:
    pages = []
    for flag in ("--help", "--help-all"):
        pages.append(CliRunner().invoke(app, [*command.split(), flag]).stdout)
    first, page = pages[0], "".join(max(pages, key=len).split())
    shown = re.findall(r"^  (?:-\w, )?(--[\w-]+)", first, re.MULTILINE)
    assert 1 <= len(shown) <= verb._MOST_LISTED
    for one in options(COMMANDS[command]):
        if one.help:
            panel = "".join((one.panel or "").split())
            assert "".join(one.help.split()) in page and (one.argument or one.flag in page), one.name
            assert one.argument or not panel or command == "roster" or f"{panel}:" in page


@pytest.mark.parametrize(
    ("one", "schema"), [*((one, Scenario) for one in _OPTIONS.values()), *((one, MarketScenario) for one in OF_MARKETS.values())],
    ids=lambda one: getattr(one, "name", ""),
)  # fmt: skip
def test_every_option_of_a_file_stands_for_a_key_of_it(one: Option, schema: type[Any]) -> None:
    section = section_at(one.place[:-1], schema) if one.place[:-1] else schema
    assert section is not None and one.place[-1] in fields_of(section)
    if not one.is_section:
        assert f"`{one.place[-1]}` |" in key_table(schema)


def test_every_blank_stands_on_the_page_with_help_and_what_is_wrong() -> None:
    error = ra.InputError(
        [ra.Problem("wrong here", one.flag) for one, _ in form_options(requests.PlanRequest)]
    )
    page = promises(STATE, error=error).html
    for one, blank in form_options(requests.PlanRequest):
        assert f'name="{one.name}"' in page and f'id="wrong-{one.name}"' in page, one.name
        assert all(part.strip() in words(page) for part in (blank.before, blank.after, blank.help))
        assert all(f'value="{value}"' in page and said in unescape(page) for value, said in blank.choices)
    asked = {one.name for one, _ in form_options(requests.PlanRequest)}
    assert {one.name for one in options(Commitments)} <= asked


def test_every_option_of_a_plan_is_tried() -> None:
    tried = {name.split()[0] for name in SAME.index}
    assert tried == {one.name for part in (requests.PlanChanges, Commitments) for one in options(part)}


@pytest.mark.parametrize("name", SAME.index)
def test_four_doors_make_one_request(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    python, typed, blank, file = SAME.loc[name]
    option = name.split()[0]
    cut = {"exits": "10%"} if option in ("exits_date", "exits_from", "after", "size") else {}
    base = ra.Scenario.from_industry(**INDUSTRY)  # type: ignore[arg-type]
    made = [
        firm(base, **cut, **{option: literal_eval(python)}),
        by_command(*(["--exits", "10%"] if cut else []), *shlex.split(typed), monkeypatch=monkeypatch),
        _read_scenario(HEAD + file, Path("x/scenario.toml")),
    ]
    if blank:
        form = [*cut.items(), (option, blank)]
        made.append(firm(base, **options_of(plan_arguments(STATE, form))))
    kept = [one.model_dump() for one in made]
    assert all(one == kept[0] for one in kept), [one.model_dump(exclude_unset=True) for one in made]
    text = made[0].text if isinstance(made[0], ra.Scenario) else scenario_text(made[0])
    assert _read_scenario(text, Path("x/scenario.toml")).model_dump() == kept[0]


def test_what_is_not_given_stays_as_the_scenario_has_it(tmp_path: Path) -> None:
    (tmp_path / "scenario.toml").write_text(HEAD + '[promises]\nprotect = ["13-1031"]\n', encoding="utf-8")
    found = firm(tmp_path, span_at_most=8, headcount=None).promises
    assert (found.protect, found.span_at_most) == (("13-1031",), 8.0)


@pytest.mark.parametrize("name", REFUSED.index)
def test_each_door_refuses_in_its_own_spelling_and_says_what_to_do(name: str) -> None:
    value, said, file = literal_eval(REFUSED.at[name, "value"]), *REFUSED.loc[name, ["said", "file"]]
    base, flag = ra.Scenario.from_industry(**INDUSTRY), f"--{name.replace('_', '-')}"  # type: ignore[arg-type]
    with pytest.raises(ra.InputError) as by_python:
        ra.plan(base, **{name: value}, progress=False)
    assert str(by_python.value).startswith(f"{name}: ") and said in str(by_python.value)
    assert "--" not in str(by_python.value)
    done = CliRunner().invoke(app, ["plan", "-i", "524100", "-n", "500", flag, str(value)])
    told = " ".join(done.stderr.split())
    assert done.exit_code == 2 and f"{flag}: " in told and said in told
    with pytest.raises(ra.InputError, match=re.escape("x/scenario.toml line ")) as by_file:
        _read_scenario(HEAD + file, Path("x/scenario.toml"))
    assert said in str(by_file.value)
    with pytest.raises(ra.InputError) as by_form:
        firm(base, **options_of(plan_arguments(STATE, [(name, str(value))])))
    assert said.split(",")[0] in field_faults(by_form.value)[name]


def test_calls_that_cannot_be_are_refused_as_kept_in_the_words_of_python(golden: Goldens) -> None:
    def refused(call: str) -> str:
        with pytest.raises(ra.ReallocateError) as said:
            eval(call, {name: getattr(ra, name) for name in ra.__all__})
        return str(said.value)

    golden.answers("face/refused", refused)


ADDED = """
import importlib.util, re, sys
from pathlib import Path

NAME = "reallocate.firm.request.plan_keys"
found = importlib.util.find_spec(NAME)
text = Path(found.origin).read_text(encoding="utf-8")
guide = Path(sys.argv[1]).read_text(encoding="utf-8")
key, option = re.findall(r"```text\\n(    most_moves: .*?)```", guide, re.DOTALL)
for before, added in (("    jurisdiction: Literal", key), ("    jurisdiction: Literal", option)):
    head, mark, rest = text.rpartition(before) if added is option else text.partition(before)
    text = head + added + mark + rest
module = importlib.util.module_from_spec(found)
sys.modules[NAME] = module
exec(compile(text, found.origin, "exec"), module.__dict__)

import inspect
from typer.testing import CliRunner
import reallocate as ra
from reallocate.api.firm import firm
from reallocate.cli.main import app
from reallocate.web.pages.promises import options_of, plan_arguments, promises

base = ra.Scenario.from_industry("524100", 500)
assert "most_moves" in inspect.signature(ra.plan).parameters and "most_moves : " in ra.plan.__doc__
assert "--most-moves" in CliRunner().invoke(app, ["plan", "--help-all"]).stdout
state = {"maker": "from_industry", "given": {"industry": "524100", "headcount": 500}, "options": {}, "roles": {},
         "figures": {}, "believed": []}
page = promises(state).html
assert 'name="most_moves"' in page and "people move in a quarter." in page and "[FTE/quarter]" in page
asked = options_of(plan_arguments(state, [("most_moves", "5")]))
assert firm(base, most_moves=5).promises.most_moves == firm(base, **asked).promises.most_moves == 5.0
assert "most_moves = 5" in ra.Scenario._from(firm(base, most_moves=5)).text
refused = CliRunner().invoke(app, ["plan", "-i", "524100", "-n", "500", "--most-moves", "-1"]).stderr
assert "--most-moves: most_moves = -1.0 must be at least 0 FTE/quarter" in " ".join(refused.split())
"""


def test_a_promise_that_is_added_as_the_guide_says_appears_in_every_door(pytestconfig: pytest.Config) -> None:
    guide = pytestconfig.rootpath / "docs" / "extending.md"
    done = subprocess.run([sys.executable, "-c", ADDED, str(guide)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


MARKET = "occupation,employment,wage\na,1000,50000\nb,500,\nc,2500,30000\n"


def machine(*words: object) -> Any:
    done = CliRunner().invoke(app, [*(str(word) for word in words), "--json"])
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def plain(result: ra.Result) -> Any:
    return json.loads(json.dumps(result.to_dict()))


def without_command(record: Any) -> Any:
    """An object without the words that made it."""
    facts = record.get("facts", record)
    return {**record, "facts": {**facts, "command": ""}} if "facts" in record else {**record, "command": ""}


def test_a_market(tmp_path: Path) -> None:
    file, out = tmp_path / "m.csv", tmp_path / "made"
    file.write_text(MARKET, encoding="utf-8")
    made = ra.simulate(
        market=file, mobility="complete", steps=12, set={"laws.separation": 0.03}, out=out, progress=False
    )
    words = ("--mobility", "complete", "--steps", 12, "--set", "laws.separation=0.03")
    assert without_command(plain(made)) == without_command(machine("simulate", "market", file, *words))
    assert plain(ra.open(out)) == plain(made) and made.table("path").equals(ra.open(out).table("path"))
    again = ra.rerun(out, progress=False)
    assert (again.status, again.differences) == ("same", ())


def test_a_job_and_jobs() -> None:
    card = ra.job("43-4051", age=30, have="Negotiation")
    words = ("job", "43-4051", "--age", 30, "--have", "Negotiation")
    assert without_command(plain(card)) == without_command(machine(*words))
    listed = ra.jobs("insurance carriers", top=3)
    assert without_command(plain(listed)) == without_command(
        machine("jobs", "-i", "insurance carriers", "--top", 3)
    )


def test_a_roster_shows_nobody_and_makes_a_firm(tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    rows = [f"{n},Person {n},{'Software Developers' if n % 3 else 'Actuaries'},60000" for n in range(160)]
    people.write_text("\n".join(["id,name,Job Title,Base Pay", *rows]), encoding="utf-8")
    roster = ra.Roster.read(people, date="2026-06-30")
    found = roster.check()
    assert found.is_clean and found.is_ready and not roster.unsure
    assert json.loads(json.dumps(found.to_dict())) == machine("roster", people, "--date", "2026-06-30")
    assert "160 people" in repr(roster) and "Person 1" not in repr(roster)
    changed = {"name": "ours", "set": {"demand_growth": 0.02}}
    firm = roster.scenario(**changed)
    assert firm == ra.Scenario.from_roster(people, date="2026-06-30", **changed)
    assert (firm.name, firm.parameters, firm.reading.date) == ("ours", {"demand_growth": 0.02}, "2026-06-30")


def test_the_layoff_record() -> None:
    made = without_command(plain(ra.layoffs(set={"hire_cost": 9000})))
    assert made == without_command(machine("claims", "layoffs", "--set", "hire_cost=9000"))


def test_claims_are_asked_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[object, ...]] = []

    def ledger(base: Any, parameters: Any, names: Any, workers: int) -> tuple[()]:
        seen.append((base.draws, base.seed, dict(parameters), names, workers))
        return ()

    monkeypatch.setattr("reallocate.api.claims.ledger.ledger", ledger)
    ra.claims("3a", draws=8, seed=3, set={"loaded_multiplier": 1.45}, workers=1, progress=False)
    machine("claims", "3a", "--draws", 8, "--seed", 3, "--set", "loaded_multiplier=1.45", "--workers", 1)
    assert seen[0] == seen[1] and seen[0][:2] == (8, 3) and seen[0][2]["loaded_multiplier"] == 1.45


def test_the_world_is_read_by_name() -> None:
    world = ra.World.load()
    assert {"staffing", "history"} <= set(world.tables) and len(world.occupations) == 830
    assert world.parameters.set_index("name").loc["capture_augmented", "unit"]


@recorded("market run", "market")
def made(
    market: object = None, *, max_hires: float | None = None, set: object = None, within: str = "2%",
    history: bool = False, workers: int | None = None, **more: object,
) -> str:  # fmt: skip
    return command_line()


def test_arguments_become_words_and_options_without_defaults_and_folders(tmp_path: Path) -> None:
    assert made() == made(None, within="2%", workers=4) == "reallocate market run"
    assert made("us", max_hires=3, set={"a.b": 1, "c": 0.5}, history=True) == (
        "reallocate market run us --max-hires 3 --set a.b=1 --set c=0.5 --history"
    )
    assert made("a b.csv", set=["x=1"], steps=4) == "reallocate market run 'a b.csv' --set x=1 --steps 4"
    confidential = made(tmp_path / "m.csv", roster="closing/people.csv")
    assert confidential == "reallocate market run m.csv --roster people.csv"
    firm = ra.Scenario.from_industry("insurance carriers", 2000, quarters=4)
    assert made(firm, within="1%") == (
        "reallocate market run --industry 'insurance carriers' --headcount 2000 --quarters 4 --within 1%"
    )
    elsewhere = ra.Scenario.from_industry("524100", 2000, area="Texas", name="texan")
    assert made(elsewhere) == "reallocate market run texan"
    with requested_by("reallocate market --out made"):
        assert made("us") == "reallocate market --out made"
    assert command_line() == ""


def test_where_work_runs_is_not_recorded_since_it_changes_nothing() -> None:
    for where in (["--executor", "processes:2"], ["--executor=processes:2"]):
        assert list(without_executor(["simulate", *where, "--seed", "1"])) == ["simulate", "--seed", "1"]
        assert list(without_executor(["simulate", "--seed", "1", *where])) == ["simulate", "--seed", "1"]


def test_sentences_in_python_are_those_kept(golden: Goldens) -> None:
    golden.answers("face/in_python", in_python)


def test_every_unknown_name_is_said() -> None:
    for wrong in (
        lambda: own_assumptions({"quitts": 1.0, "hourz": 2.0}),
        lambda: changed_options(None, ["quitts", "hourz"]),
    ):
        with pytest.raises(UnknownName) as raised:
            wrong()
        assert ["quitts" in str(one) for one in raised.value.problems] == [True, False]


STAGES = ("Reading the firm", "Baseline", "Baseline", "Plans made: 1 of 2")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_each_stage_is_a_line_where_there_is_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    with shown(True) as say:
        for stage in STAGES:
            say(stage)
    printed = capsys.readouterr()
    assert (printed.out, printed.err) == ("", "Reading the firm\nBaseline\nPlans made: 1 of 2\n")


def test_a_terminal_has_a_bar_that_goes_when_the_work_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setenv("TERM", "xterm")
    with pytest.raises(KeyboardInterrupt), shown(True) as say:
        say("Plans made: 1 of 2")
        raise KeyboardInterrupt
    assert "Plans made: 1 of 2" in stream.getvalue()


def test_a_notebook_has_a_bar_that_changes_in_place(monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[str] = []
    display = ModuleType("IPython.display")
    display.HTML = str  # type: ignore[attr-defined]
    display.display = lambda *_, **__: SimpleNamespace(update=written.append)  # type: ignore[attr-defined]
    ipython = ModuleType("IPython")
    ipython.get_ipython = type("ZMQInteractiveShell", (), {})  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "IPython", ipython)
    monkeypatch.setitem(sys.modules, "IPython.display", display)
    with shown(True) as say:
        say("Plans made: 3 of 40")
    assert written == ['<div><progress value="3" max="40"></progress> Plans made: 3 of 40</div>', ""]


def test_a_stage_that_counts_is_read() -> None:
    assert counted("Plans made: 3 of 1,040") == ("Plans made", 3, 1040)
    assert counted("2,000 of 10,000 draws are made") == (" draws are made", 2000, 10000)
    assert counted("Baseline") is None


def test_workers_are_one_a_core_unless_they_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 64)
    names = [executor_name(number) for number in (None, 0, 3, 1)]
    assert names == ["processes:8", "processes:8", "processes:3", "serial"]
