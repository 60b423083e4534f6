"""A first answer: what it holds, how it is completed, changed, compared and kept."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pandas.testing import assert_frame_equal
from tests.ended import group_ends
from tests.fewer_questions import PROGRAM, fewer_questions

import reallocate as ra
from reallocate.api.ahead import READY
from reallocate.api.plan import Plan, _made_elsewhere
from reallocate.cli.results import show_first, show_rest
from reallocate.kernel.executor import of
from reallocate.render.saving import table_files

TINY = 'name = "tiny"\nroles = "roles.csv"\nquarters = 3\n'
ROLES = "code,headcount,loaded_cost\n43-4051,800,70000\n13-1031,500,110000\n15-1252,300,190000\n"
ONE_SOURCE = 'reach = "people"\n'
SOON = 15.0
"""[seconds] within which a stopped plan must have ended on a busy machine."""


@pytest.fixture(scope="module", autouse=True)
def asked_less() -> Iterator[None]:
    with fewer_questions():
        yield


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("first") / "tiny"
    place.mkdir()
    (place / "scenario.toml").write_text(TINY + ONE_SOURCE, encoding="utf-8")
    (place / "roles.csv").write_text(ROLES, encoding="utf-8")
    return place


@pytest.fixture(scope="module")
def first(folder: Path) -> Plan:
    return ra.plan(folder, exits="10%", quick=True, progress=False)


@pytest.fixture(scope="module")
def whole(first: Plan) -> Plan:
    return first.more(workers=1, progress=False)


def assert_same_figures(one: Plan, other: Plan) -> None:
    """A plan that starts from a loaded one takes other steps and ends at the same plan."""
    assert set(one.tables) == set(other.tables)
    for name, table in one.tables.items():
        assert_frame_equal(table, other.tables[name], rtol=1e-8, atol=1e-6, check_dtype=False)


def test_a_first_answer_says_what_is_missing_and_how_to_get_it(first: Plan) -> None:
    assert first.status.code == "quick" and not first.is_whole
    assert "ranges over plans that cost nearly as much" in first.status.cause
    assert "plan.more()" in first.status.remedy
    assert first.facts["command"].endswith("--exits 10% --quick")
    with pytest.raises(ra.NotComputed, match=r"not in a first answer: limits\. plan\.more\(\)"):
        first.table("limits")
    with pytest.raises(ra.NotComputed, match="groups"):
        first.chart("who_is_affected")
    with pytest.raises(ra.UnknownName, match="there is no table"):
        first.table("nothing")
    assert first.chart("headcount_walk").title


def test_a_first_answer_is_handed_over_before_the_rest_is_solved(first: Plan, folder: Path) -> None:
    class Enough(Exception):
        """Ends the plan after its first answer."""

    seen: list[Plan] = []

    def enough(plan: Plan) -> None:
        seen.append(plan)
        raise Enough

    with pytest.raises(Enough):
        ra.plan(folder, exits="10%", workers=1, progress=False, first=enough)
    assert [one.status.code for one in seen] == ["quick"]
    assert table_files(seen[0].tables) == table_files(first.tables)


@pytest.mark.long
def test_more_keeps_what_is_solved_and_gives_what_one_go_gives(
    first: Plan, whole: Plan, tmp_path: Path
) -> None:
    assert whole.is_whole and whole.more() is whole
    assert whole.memory is first.memory, "what is solved stays"
    first.save(tmp_path / "kept")
    opened = ra.open(tmp_path / "kept")
    assert isinstance(opened, Plan) and opened.status == first.status and opened.waiting == first.waiting
    assert opened.to_dict() == first.to_dict()
    at_once = opened.more(workers=1, progress=False, out=tmp_path / "kept")
    assert table_files(at_once.tables) == table_files(whole.tables)
    assert at_once.to_dict()["text"] == whole.to_dict()["text"]
    assert at_once.facts["command"] == whole.facts["command"] and "--quick" not in whole.facts["command"]
    assert ra.open(tmp_path / "kept").status.code == "optimal"


@pytest.mark.long
def test_files_are_the_same_bytes_wherever_they_are_made(whole: Plan, tmp_path: Path) -> None:
    own = whole.contents()
    with of(2, READY) as pool:
        made = _made_elsewhere(whole, pool)
        assert set(made) == {"workbook.xlsx", "workbook-more.xlsx", "output.json"}
        assert whole.contents(made) == own
        assert {name: made[name].result() for name in made} == {name: own[name] for name in made}
        whole.save(tmp_path / "kept", made)
    assert ra.open(tmp_path / "kept").to_dict() == whole.to_dict()


@pytest.mark.long
def test_a_what_if_is_the_first_answer_of_the_changed_plan(first: Plan, folder: Path, tmp_path: Path) -> None:
    changed = first.what_if(set={"demand_growth": 0.0}, exits="5%", progress=False)
    made = ra.plan(folder, exits="5%", set={"demand_growth": 0.0}, quick=True, progress=False)
    assert_same_figures(changed, made)
    assert changed.memory.setup.problem.world is first.memory.setup.problem.world
    assert changed.facts["command"].endswith("--exits 10% --exits 5% --set demand_growth=0.0 --quick")
    opened = ra.open(first.save(tmp_path / "kept"))
    assert isinstance(opened, Plan)
    later = opened.what_if(set={"demand_growth": 0.0}, exits="5%", progress=False)
    assert_same_figures(later, changed)
    with pytest.raises(ra.InputError, match="demand_grwth"):
        first.what_if(set={"demand_grwth": 0.0}, progress=False)


@pytest.mark.long
def test_first_answers_are_compared_as_far_as_both_go(first: Plan, whole: Plan) -> None:
    changed = first.what_if(set={"demand_growth": 0.0}, progress=False)
    for one in (first, whole):
        compared = ra.compare(one, changed, workers=1, progress=False)
        assert compared.status.code == "quick" and compared.waiting == ("limits",)
        rows = compared.table("results").set_index("figure")
        assert rows.filter(like="cost", axis=0)["change"].ne(0).any(), (
            "in the pause positions stay those of the cut"
        )
        assert "parameters.demand_growth" in set(compared.table("why")["input"])
        assert compared.page() and "demand_growth" in repr(compared.to_dict())
        with pytest.raises(ra.NotComputed):
            compared.table("limits")
    assert ra.compare(whole, whole, workers=1, progress=False).status.code == "run"


def test_a_screen_says_each_thing_once(first: Plan, whole: Plan, capsys: pytest.CaptureFixture[str]) -> None:
    show_first(first)
    begun = capsys.readouterr().out
    assert "The four plans side by side" in begun and "Break-even month" in begun
    assert "First answer" in begun and "plan.more()" not in begun, begun
    show_rest(whole)
    rest = capsys.readouterr().out
    assert rest.startswith("With all parts") and "Roles that change most" in rest
    assert "The four plans side by side" not in rest


def stopped(command: list[str], folder: Path, number: signal.Signals) -> tuple[int, str, list[str]]:
    """A plan with two workers that is stopped at its third part: exit code, what it printed, and its stages."""
    with subprocess.Popen(
        [sys.executable, *command], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        start_new_session=True,
    ) as run:  # fmt: skip
        try:
            assert run.stderr is not None and run.stdout is not None
            stages = []
            for line in run.stderr:
                stages.append(line.strip())
                if line.startswith("3 of"):
                    break
            run.send_signal(number)
            code = run.wait(SOON)
            group_ends(run.pid, SOON)
            return code, run.stdout.read(), [*stages, *run.stderr.read().strip().splitlines()]
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(run.pid, signal.SIGKILL)


@pytest.mark.long
@pytest.mark.skipif(os.name != "posix", reason="signals are those of POSIX")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=lambda each: each.name)
def test_a_stopped_plan_keeps_its_first_answer_whole_and_leaves_no_process(
    folder: Path, number: signal.Signals
) -> None:
    kept = folder.parent / number.name
    words = ["plan", "tiny", "--exits", "10%", "--workers", "2", "--out", kept.name]
    code, printed, stages = stopped(["-c", PROGRAM, *words], folder.parent, number)
    assert code == {signal.SIGTERM: 143, signal.SIGINT: 130}[number]
    last = rf"Stopped after \d+ of \d+ parts\. The first answer is kept in {kept.name}\."
    assert re.fullmatch(last, stages[-1]) and "The four plans side by side" in printed
    assert ra.open(kept).status.code == "quick"
    assert {entry.name for entry in folder.parent.iterdir() if kept.name in entry.name} == {kept.name}


SCRIPT = """
import reallocate as ra

print("begun", flush=True)
ra.plan(ra.Scenario.read("tiny"), workers=2)
"""


@pytest.mark.long
@pytest.mark.skipif(os.name != "posix", reason="signals are those of POSIX")
def test_a_script_without_a_main_guard_plans_and_is_interrupted(folder: Path) -> None:
    (folder.parent / "script.py").write_text(SCRIPT, encoding="utf-8")
    _, printed, stages = stopped(["script.py"], folder.parent, signal.SIGINT)
    assert stages[0] == "Reading the firm" and stages[-1] == "KeyboardInterrupt", stages
    assert not any("WorkerError" in line for line in stages)
    assert printed == "begun\n", "the script ran once"
