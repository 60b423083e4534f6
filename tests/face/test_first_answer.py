"""A first answer: what it holds, how it is completed, changed, compared, kept; what happened beside a plan, and the way on."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal
from tests.fewer_questions import PROGRAM, fewer_questions
from tests.golden_pages import Goldens
from tests.report import synthetic
from tests.report.conftest import plan_of
from typer.testing import CliRunner

import reallocate as ra
from reallocate.api.ahead import READY
from reallocate.api.happened import happened
from reallocate.api.plan import Plan, _made_elsewhere
from reallocate.cli.main import app
from reallocate.cli.results import show_first, show_rest
from reallocate.firm.report import tasks
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


def test_a_what_if_solves_what_stands_beside_its_plan_when_that_is_read(first: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    solved, plan_case = list[str](), tasks.plan_case
    monkeypatch.setattr(tasks, "plan_case", lambda *of: solved.append("plan") or plan_case(*of))
    changed = first.what_if(set={"quits_per_month": 0.02}, progress=False)
    assert changed.facts["totals"]["plan"]["positions"] > 0 and not changed.table("roles").empty
    assert solved == ["plan"]
    assert changed.facts["exits_quarter"] == 0 and solved == ["plan"] * 3
    assert {"cut_or_wait", "cut_paths"} <= set(changed.tables) and changed.explain()["cut_or_wait"]
    assert len(solved) == 3


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


def test_a_screen_says_each_thing_once(first: Plan, capsys: pytest.CaptureFixture[str]) -> None:
    show_first(first)
    begun = capsys.readouterr().out
    assert "The four plans side by side" in begun and "Break-even month" in begun
    assert "First answer" in begun and "plan.more()" not in begun, begun
    show_rest(plan_of(synthetic.tables(), synthetic.FACTS, synthetic.TEXT))
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
            with pytest.raises(ProcessLookupError):
                until = time.monotonic() + SOON
                while time.monotonic() < until:
                    os.killpg(run.pid, 0)
                    time.sleep(0.05)
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


ACTUALS_ROLES = """code,department,site,headcount,loaded_cost
43-4051,Claims,Hartford,300,70000
43-4051,Service,Hartford,200,70000
13-1031,Claims,Hartford,200,110000
43-9041,Service,Hartford,200,78000
15-1252,IT,Hartford,100,190000
"""
SCENARIO = """name = "thousand"
roles = "roles.csv"
quarters = 6
reach = "gpt4"
headline_reach = "people"
by = ["department"]
"""
QUARTERS = ("2026 Q3", "2026 Q4", "2027 Q1", "2027 Q2")


@pytest.fixture(scope="module")
def folder_of_actuals(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("thousand")
    (made / "roles.csv").write_text(ACTUALS_ROLES, encoding="utf-8")
    (made / "scenario.toml").write_text(SCENARIO, encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def planned(folder_of_actuals: Path) -> ra.Result:
    return ra.plan(folder_of_actuals, quick=True, progress=False)


def people() -> pd.DataFrame:
    """A thousand people over four quarters; each quarter 30 leave, 12 join and 10 move to the other department."""
    roles = pd.read_csv(pd.io.common.StringIO(ACTUALS_ROLES))
    now = roles.loc[roles.index.repeat(roles["headcount"]), ["code", "department"]].reset_index(drop=True)
    now = now.rename(columns={"code": "role"}).assign(**{"employee id": np.arange(len(now))})
    parts, draws, new = [], np.random.default_rng(7), len(now)
    for at, quarter in enumerate(QUARTERS):
        if at:
            now = now.drop(draws.choice(now.index, 30, replace=False))
            joined = pd.DataFrame(
                {"role": "43-9041", "department": "Service", "employee id": np.arange(new, new + 12)}
            )
            stayed = now.index[now["role"].eq("43-4051") & now["department"].eq("Claims")]
            now.loc[draws.choice(stayed, 10, replace=False), "department"] = "Service"
            now, new = pd.concat([now, joined], ignore_index=True), new + 12
        parts.append(now.assign(quarter=quarter))
    return pd.concat(parts, ignore_index=True)


def test_a_row_a_person_is_counted_and_leavers_joiners_and_moves_are_told(
    planned: ra.Result, tmp_path: Path
) -> None:
    file = tmp_path / "people.csv"
    people().to_csv(file, index=False)
    found = ra.actuals(planned, file, out=tmp_path / "again", progress=False)  # type: ignore[arg-type]
    rows = found.quarters.set_index("quarter")
    assert found.quarter == QUARTERS[-1] and list(rows.index) == list(planned.facts["periods"])
    assert rows.loc[list(QUARTERS), "happened"].tolist() == [1000, 982, 964, 946]
    assert rows.loc[list(QUARTERS[1:]), ["joined", "left", "moved"]].to_numpy().tolist() == [[12, 30, 10]] * 3
    assert rows.loc[QUARTERS[0], ["joined", "left", "moved"]].isna().all()
    walk = planned.table("headcount")
    plan = walk[walk["case"].eq("plan") & walk["role"].ne("ai-directing")].groupby("period")["end"].sum()
    assert rows.loc[list(QUARTERS), "planned"].tolist() == pytest.approx(plan[list(QUARTERS)].tolist())
    assert (rows["difference"].dropna() == (rows["happened"] - rows["planned"]).dropna()).all()
    # The plan from there may have people who direct AI, whom the file does not state.
    assert 946 <= rows.loc[QUARTERS[-1], "now_whole"] <= 956
    assert any("36 joined, 90 left and 30 moved" in line for line in found.lines)
    assert "Against the plan by quarter: 2026 Q3" in found.lines[1]
    words = " ".join(found.lines)
    assert len(words.split()) <= 220, "read in a minute"
    opened = ra.open(tmp_path / "again")
    assert opened.table("given")["quarter"].nunique() == 4
    assert "employee" not in opened.table("given").to_csv()


def test_a_role_that_is_gone_has_nobody(planned: ra.Result) -> None:
    rows = people()
    rows = rows[~(rows["quarter"].ge(QUARTERS[2]) & rows["role"].eq("15-1252"))]
    found = ra.actuals(planned, rows, progress=False)  # type: ignore[arg-type]
    assert found.table.set_index("role").loc["15-1252", "happened"] == 0


@pytest.mark.long
def test_files_of_quarters_are_one_series(planned: ra.Result, folder_of_actuals: Path, tmp_path: Path) -> None:
    by_role = people().groupby(["quarter", "role", "department"]).size().rename("headcount").reset_index()
    whole = ra.actuals(planned, by_role, progress=False)  # type: ignore[arg-type]
    files = []
    for quarter, part in by_role.groupby("quarter"):
        files.append(tmp_path / f"{str(quarter).replace(' ', '')}.csv")
        part.to_csv(files[-1], index=False)
    apart = ra.actuals(planned, files, progress=False)  # type: ignore[arg-type]
    pd.testing.assert_frame_equal(whole.quarters, apart.quarters)
    assert whole.lines == apart.lines
    words = ["plan", str(folder_of_actuals), "--json", *(word for file in files for word in ("--actuals", str(file)))]
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 0 and '"difference"' in done.stdout and '"2027 Q2"' in done.stdout


def test_what_happened_as_planned_in_every_quarter_costs_nothing_more(planned: ra.Result) -> None:
    walk = planned.table("headcount")
    rows = walk[walk["case"].eq("plan") & walk["period"].isin(QUARTERS) & walk["role"].ne("ai-directing")]
    rows = rows.rename(columns={"period": "quarter", "end": "headcount"})[["role", "quarter", "headcount"]]
    found = ra.actuals(planned, rows, progress=False)  # type: ignore[arg-type]
    assert found.quarters["difference"].dropna().abs().max() < 1e-6
    cost = found.plan.table("own_plan").set_index("figure").loc["cost", "extra"]
    assert abs(float(cost)) < 0.05


def test_people_count_in_the_role_that_the_plan_keeps_apart_for_their_place() -> None:
    roles = pd.DataFrame(
        {
            "role": ["43-4051/service", "43-4051/other", "43-9041", "13-1031@hartford"],
            "title": ["Agents (Service)", "Agents (other)", "Clerks", "Adjusters (Hartford)"],
        }
    )
    rows = pd.DataFrame(
        [
            ("43-4051", "Service", "a"), ("Agents", "Claims", "b"), ("Clerks", "Claims", "c"), ("43-9041", "", "d"),
            ("13-1031", "Service", "e"),
        ],
        columns=["role", "department", "employee id"],
    ).assign(quarter="2026 Q3")  # fmt: skip
    counted = happened(rows, "", roles).rows.set_index("role")
    assert counted["headcount"].astype(float).to_dict() == {
        "43-4051/service": 1.0, "43-4051/other": 1.0, "43-9041": 2.0, "13-1031": 1.0,
    }  # fmt: skip
    # Adjusters are planned at Hartford alone and this one's site is not known: the row stays, and is asked for.
    assert counted["department"].to_dict()["13-1031"] == "Service"
    later = rows.assign(quarter="2026 Q4", department="Claims")
    both = happened(pd.concat([rows, later]), "", roles)
    assert both.people.loc["2026 Q4", "moved"] == 3.0


def test_planned_happened_and_the_way_on(planned: ra.Result) -> None:
    happened = pd.DataFrame(
        {"role": ["43-4051", "43-4051", "15-1252"], "department": ["Claims", "Service", ""], "headcount": [280, 220, 100]}
    )
    found = ra.actuals(planned, happened, progress=False)  # type: ignore[arg-type]
    assert found.quarter == "2026 Q3" and found.lines[0].startswith("At the end of 2026 Q3 3 roles had 600 people")
    row = found.table.set_index("role").loc["43-4051/claims"]
    assert row["happened"] == 280 and row["difference"] == pytest.approx(280 - row["planned"])
    walk, before = found.plan.memory.own.outcome, planned.memory.solved.plan
    place = walk.inputs.roles.get_loc("43-4051/claims")
    assert walk.headcount[place, 0] == pytest.approx(280), "the new plan starts from what happened"
    assert walk.headcount[place, -1] == pytest.approx(row["now_end"])
    assert row["planned_end"] == pytest.approx(before.headcount[place, -1])
    assert "From there the cheapest plan ends 2027 Q4" in found.lines[2]
    assert walk.hires[:, 0].sum() > 1, "so that those of the quarter that happened would show"
    assert f"and {walk.hires[:, 1:].sum():,.0f} hires against {before.hires[:, 1:].sum():,.0f}." in found.lines[2]
    assert found.to_dict()["roles"][0]["role"] == found.table["role"].iloc[0]


def test_faults_of_what_happened_are_taught_as_kept(planned: ra.Result, tmp_path: Path, golden: Goldens) -> None:
    """A fault of many rows is said once, with the first of them."""
    one = people().query("quarter == '2026 Q3'")
    (tmp_path / "happened.csv").write_text("role,department,headcount\n43-4051,Clams,10\n99-9999,,5\n", encoding="utf-8")
    for name in ("a.csv", "b.csv"):
        one.drop(columns="quarter").to_csv(tmp_path / name, index=False)
    wrong: dict[str, Any] = {
        "no headcount": pd.DataFrame({"role": ["43-4051"]}), "two unknown names": tmp_path / "happened.csv",
        "files without a quarter": [tmp_path / "a.csv", tmp_path / "b.csv"], "each twice": pd.concat([one, one]),
        "after the plan": one.assign(quarter="2031 Q1"), "a role that is none": one.assign(role="Astronauts"),
    }  # fmt: skip
    told = []
    for case, given in wrong.items():
        with pytest.raises(ra.InputError) as found:
            ra.actuals(planned, given, progress=False)  # type: ignore[arg-type]
        told += [f"# {case}", *map(str, found.value.problems)]
    golden("face/happened_refused", "\n".join(told))
