"""The verb `plan`: one firm's plan."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reallocate.api.at_hand import require_known
from reallocate.api.requests import Firm, PlanCommand, PlanRequest
from reallocate.cli.results import print_object, show, show_first, show_handed, show_rest
from reallocate.cli.verb import takes
from reallocate.kernel.errors import visible
from reallocate.kernel.options import File, given


@takes(PlanCommand)
def plan(asked: PlanCommand) -> None:
    """Plan which work moves between people and compute, when, and at what cost.

    The firm comes from a scenario, from an industry and a headcount, or from a roster. The cheapest plan is
    compared with the baseline: the same firm without further AI. The first answer is printed as soon as it is
    there; ranges, limits and the other parts follow. A plan of a roster is exact; `reallocate share` makes a
    copy for sharing.

    reallocate plan hyperscaler-2026 --out results/hyperscaler-2026

    reallocate plan --industry "insurance carriers" --headcount 20000 --exits 10%

    reallocate plan ours --given ours.csv
    """
    of_firm = given(asked, Firm)
    require_known(given(asked).get("name"))
    from reallocate.api.ahead import load_workers

    if not asked.quick and not asked.actuals:
        load_workers(asked.workers)
    import reallocate
    from reallocate.api.firm import firm

    scenario = firm(of_firm.pop("name", None), **of_firm)
    if asked.actuals:
        _show_actuals(scenario, asked.actuals, asked)
        return
    first = None if asked.as_json or asked.quick else show_first
    rest = given(asked, PlanRequest, but=of_firm)
    result = reallocate.plan(scenario, **rest, first=first)
    if first is None:
        show(result, asked.as_json, asked.out)
    else:
        show_rest(result, asked.out)
    if not asked.as_json:
        show_handed(asked.pdf, asked.slides)


def _show_actuals(scenario: Any, files: Sequence[File], asked: PlanCommand) -> None:
    """Print what happened beside the plan; `--out` gets the plan from there."""
    import reallocate
    from reallocate.api.happened import happened

    happened(files, "")  # what is wrong with it is said before the plan is made
    found = reallocate.actuals(
        reallocate.plan(scenario, within=asked.within, quick=True), files, out=asked.out
    )
    if asked.as_json:
        print_object(found.to_dict())
        return
    for line in found.lines:
        print(visible(line))
