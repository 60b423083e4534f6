"""The layoff record as a result."""

from __future__ import annotations

from reallocate.data.bundle import bundle_folder, read_manifest
from reallocate.output.table import computed
from reallocate.problem.firm.layoff_record import LayoffContext, announcements, mean_pay, reversal
from reallocate.result.provenance import provenance
from reallocate.result.result import Result
from reallocate.study.layoffs.outline import LAYOFFS
from reallocate.study.layoffs.tables import TABLES
from reallocate.study.layoffs.text import text
from reallocate.work.parameters import Parameters
from reallocate.work.world import World

LIBRARIES = ("pandas",)


def layoff_record(world: World, parameters: Parameters, command: str = "") -> Result:
    """Announced layoffs by the reason given, what was taken back, and what that costs a plan.

    world : with the tables announcements and rehiring
    """
    context = LayoffContext(announcements(world), reversal(world, parameters, mean_pay(world)))
    own = {name: parameters[name] for name in parameters if parameters.about(name).is_own}
    written = command or "reallocate claims layoffs"
    facts = {
        "title": "Announced layoffs and the reasons given",
        "set": own,
        **provenance(own, read_manifest(bundle_folder()), LIBRARIES, written),
    }
    tables = computed(TABLES, context)
    return Result(LAYOFFS, facts, tables, text(context))
