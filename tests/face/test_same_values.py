"""Python and the command line: the same values, each in its own spelling, recorded and shown alike."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from tests.fewer_questions import fewer_questions
from typer.testing import CliRunner

import reallocate as ra
from reallocate.api.command_line import command_line, recorded, requested_by, without_executor
from reallocate.api.cut import belief_options
from reallocate.api.own_figures import own_assumptions
from reallocate.api.progress import counted, executor_name, shown
from reallocate.api.spelling import in_python
from reallocate.cli.main import app
from reallocate.kernel.errors import UnknownName

MARKET = "occupation,employment,wage\na,1000,50000\nb,500,\nc,2500,30000\n"
TINY = 'name = "tiny"\nroles = "roles.csv"\nquarters = 3\nreach = "people"\n'
ROLES = "code,headcount,loaded_cost\n43-4051,800,70000\n13-1031,500,110000\n15-1252,300,190000\n"


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


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in (("m.csv", MARKET), ("scenario.toml", TINY), ("roles.csv", ROLES)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_a_market(folder: Path) -> None:
    file, out = folder / "m.csv", folder / "made"
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


@pytest.mark.parametrize("words", [("--draws", 8, "--seed", 3, "--set", "loaded_multiplier=1.45")])
def test_claims_are_asked_alike(words: tuple[object, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[object, ...]] = []

    def ledger(base: Any, parameters: Any, names: Any, workers: int) -> tuple[()]:
        seen.append((base.draws, base.seed, dict(parameters), names, workers))
        return ()

    monkeypatch.setattr("reallocate.api.claims.ledger.ledger", ledger)
    ra.claims("3a", draws=8, seed=3, set={"loaded_multiplier": 1.45}, workers=1, progress=False)
    machine("claims", "3a", *words, "--workers", 1)
    assert seen[0] == seen[1] and seen[0][:2] == (8, 3) and seen[0][2]["loaded_multiplier"] == 1.45


@pytest.mark.long
def test_a_plan(folder: Path) -> None:
    with fewer_questions():
        made = ra.plan(folder, workers=1, progress=False, out=folder / "made")
        words = ("plan", folder, "--workers", 1)
        assert without_command(plain(made)) == without_command(machine(*words))
    opened = ra.open(folder / "made")
    assert plain(opened) == plain(made)
    same = ra.compare(made, opened, workers=1, progress=False)
    assert "A and B have the same input" in " ".join(same.explain()["headline"])
    with pytest.raises(ra.InputError, match="names no industry"):
        ra.simulate(adopters=made, share=0.4, progress=False)


def test_a_result_of_another_kind_is_no_plan() -> None:
    card = ra.job("43-4051")
    with pytest.raises(ra.InputError, match="a job's results, not a plan"):
        ra.simulate(adopters=card, share=0.4, progress=False)
    with pytest.raises(ra.InputError, match="A: this is a job's results, not a plan"):
        ra.compare(card, card, progress=False)
    with pytest.raises(ra.InputError, match="market: a job's results has no pay and job finding by year"):
        ra.job("43-4051", market=card)


def test_the_world_is_read_by_name() -> None:
    world = ra.World.load()
    assert {"staffing", "history"} <= set(world.tables) and len(world.occupations) == 830
    assert world.parameters.set_index("name").loc["capture_augmented", "unit"]
    with pytest.raises(ra.UnknownName, match="nearest: staffing"):
        world.table("stafing")


@recorded("market run", "market")
def made(
    market: object = None, *, max_hires: float | None = None, set: object = None, within: str = "2%",
    history: bool = False, workers: int | None = None, **more: object,
) -> str:  # fmt: skip
    return command_line()


def test_arguments_become_words_and_options_and_defaults_are_left_out() -> None:
    assert made() == made(None, within="2%", workers=4) == "reallocate market run"
    assert made("us", max_hires=3, set={"a.b": 1, "c": 0.5}, history=True) == (
        "reallocate market run us --max-hires 3 --set a.b=1 --set c=0.5 --history"
    )
    assert made("a b.csv", set=["x=1"], steps=4) == "reallocate market run 'a b.csv' --set x=1 --steps 4"


def test_a_folder_that_may_be_confidential_is_not_recorded(tmp_path: Path) -> None:
    assert made(tmp_path / "m.csv", roster="closing/people.csv") == (
        "reallocate market run m.csv --roster people.csv"
    )


def test_a_command_of_the_shell_is_recorded_as_it_was_given() -> None:
    with requested_by("reallocate market --out made"):
        assert made("us") == "reallocate market --out made"
    assert command_line() == ""


def test_where_work_runs_is_not_recorded_since_it_changes_nothing() -> None:
    for words in (["--executor", "processes:2"], ["--executor=processes:2"]):
        assert list(without_executor(["simulate", *words, "--seed", "1"])) == ["simulate", "--seed", "1"]
        assert list(without_executor(["simulate", "--seed", "1", *words])) == ["simulate", "--seed", "1"]


def test_a_scenario_is_written_as_the_options_that_make_it() -> None:
    firm = ra.Scenario.from_industry("insurance carriers", 2000, quarters=4)
    assert made(firm, within="1%") == (
        "reallocate market run --industry 'insurance carriers' --headcount 2000 --quarters 4 --within 1%"
    )
    elsewhere = ra.Scenario.from_industry("524100", 2000, area="Texas", name="texan")
    assert made(elsewhere) == "reallocate market run texan"


def test_ensembles_and_forecasts_say_how_to_make_them_again(tmp_path: Path) -> None:
    (tmp_path / "m.csv").write_text(MARKET, encoding="utf-8")
    draws = ra.ensemble(
        tmp_path / "m.csv", draws=4, out=tmp_path / "draws", mobility="complete", steps=12, executor="serial",
        progress=False,
    )  # fmt: skip
    assert draws.facts["command"] == (
        "reallocate simulate ensemble m.csv --draws 4 --out draws --mobility complete --steps 12"
    )
    run = ra.simulate(market=tmp_path / "m.csv", mobility="complete", steps=4, progress=False)
    assert run.facts["command"] == "reallocate simulate market m.csv --mobility complete --steps 4"
    card = ra.job("43-4051", age=30)
    assert card.facts["command"] == "reallocate job 43-4051 --age 30"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "Give the number too, such as --exits 10% or --exits 8000; without a cut, leave both out.",
            'Give the number too, such as exits="10%" or exits=8000; without a cut, leave both out.',
        ),
        ("Write --horizon 7, or run on, with --years 10.", "Write horizon=7, or run on, with years=10."),
        ("Use --set demand_growth=0.02.", 'Use set={"demand_growth": 0.02}.'),
        ("Use --rate EUR=1.08 --rates-date 2026-06-30.", 'Use rate=["EUR=1.08"] rates_date="2026-06-30".'),
        ("Give it with --review review.csv.", 'Give it with review="review.csv".'),
        ("Name another folder with --out; nothing was touched.", "Name another folder with save(…); nothing was touched."),
        ("Make one with reallocate plan … --out.", "Make one with reallocate plan … --out."),
        ("`reallocate data --params` lists them.", "`reallocate data --params` lists them."),
        ("at least 10,000 of --draws 10,000", "at least 10,000 of draws=10000"),
    ],
)  # fmt: skip
def test_a_sentence_in_python(text: str, said: str) -> None:
    assert in_python(text) == said


def test_share_and_plan_are_needed_together() -> None:
    with pytest.raises(
        ra.InputError, match=r"share: there is no share\. .* Add a share, such as share=0\.4\."
    ):
        ra.simulate(adopters="nowhere")
    with pytest.raises(ra.InputError, match="steps does not go with adopters"):
        ra.simulate(adopters="nowhere", share=0.4, steps=3)
    with pytest.raises(ra.InputError, match="years does not go with market"):
        ra.simulate(market="us", years=3)
    with pytest.raises(ra.InputError, match="draws: one run by the published laws has no draws"):
        ra.simulate(market="us", draws=3)


def test_every_unknown_name_is_said() -> None:
    for wrong in (
        lambda: own_assumptions({"quitts": 1.0, "hourz": 2.0}),
        lambda: belief_options(None, ["quitts", "hourz"]),
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
