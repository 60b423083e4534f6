"""How claims are handed out and drawn; constants, observed figures."""

from __future__ import annotations

from reallocate.claims.basis.context import ClaimContext, samples
from reallocate.claims.ledger import _most_drivers, _Task, _Tasks, claims
from reallocate.kernel.executor import Inline
from reallocate.kernel.parameters import Parameters
from reallocate.work.world import World


def test_the_longest_task_begins_first_also_where_it_came_later(world: World) -> None:
    stages: list[str] = []
    tasks = _Tasks(Inline(), ClaimContext(world, say=stages.append), 1, most=4)

    def made(_: ClaimContext, name: str) -> str:
        return name.upper()

    def task(name: str, effort: float) -> _Task:
        return _Task(name, made, (name,), effort)

    for name, effort in (("short", 1.0), ("long", 9.0), ("middle", 5.0)):
        tasks.add(task(name, effort))
    ended: list[str] = []
    for one, result in tasks.finished():
        ended.append(result)
        if one.words == "long":
            tasks.add(task("after", 7.0))
    assert ended == ["LONG", "AFTER", "MIDDLE", "SHORT"]
    assert stages == ["long (1 of 4)", "after (2 of 4)", "middle (3 of 4)", "short (4 of 4)"]


def test_claims_on_the_same_runs_share_their_drivers_and_the_longest_is_known() -> None:
    plan, measurement = claims(["1", "4", "5"]), claims(["14"])
    assert _most_drivers(plan) == len(plan[0].drivers) == 9
    assert _most_drivers(measurement) == 0
    assert _most_drivers(plan[:1]) == 3
    efforts = {claim.row: claim.effort for claim in claims()}
    assert max(efforts, key=efforts.__getitem__) == "9"


NAMES = ("capture_automated", "review_hours", "work_elasticity")


def test_with_one_parameter_set_all_else_is_drawn_as_before() -> None:
    now = Parameters.default()
    before, fixed = samples(now, NAMES, 8, 3), samples(now.replace(review_hours=0.4), NAMES, 8, 3)
    assert len({one["capture_automated"] for one in before}) == 8
    for one, other in zip(before, fixed, strict=True):
        assert other["review_hours"] == 0.4 != one["review_hours"]
        assert all(one[name] == other[name] for name in NAMES if name != "review_hours")
