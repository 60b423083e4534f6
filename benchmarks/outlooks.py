"""In a child: a first year for many outlooks of a synthetic firm, leaning to the worst of them."""

from __future__ import annotations

import sys
from dataclasses import replace

import numpy as np

from benchmarks.firms import SEED, synthetic_firm
from benchmarks.start import start_from
from benchmarks.timing import stage, tell, tell_memory
from reallocate.data.bundle import load_world
from reallocate.firm.model.cases import Setting
from reallocate.firm.model.options import Levers, Options, Outlook
from reallocate.firm.outlooks.model import known_outlooks, made_in_groups
from reallocate.kernel.parameters import Parameters
from reallocate.moves.firm_moves import firm_moves

CAPABILITIES = ("trend", "plateau", "fast", "reversal")
RANGES = {
    "demand_growth": (-0.03, 0.05),
    "quits_per_month": (0.006, 0.015),
    "rent_price_growth": (-0.2, 0.2),
    "api_price_growth": (-0.4, 0.5),
}
FIRST_STAGE, TAIL, CAUTION = 4, 0.2, 0.5


def setting(roles: int, quarters: int) -> Setting:
    """A synthetic firm about to be planned."""
    world = load_world()
    firm = synthetic_firm(world, roles)
    options = Options(Parameters({}), quarters, levers=Levers())
    return Setting(firm, firm_moves(world, firm.roles, options.parameters), world.activities, options)


def drawn_outlooks(options: Options, count: int) -> list[Outlook]:
    """Outlooks of equal weight, drawn by seed from ranges, with capability of each kind in turn."""
    random = np.random.default_rng(SEED)
    found = []
    for number in range(count):
        values = {name: float(random.uniform(*ends)) for name, ends in RANGES.items()}
        capability = CAPABILITIES[number % len(CAPABILITIES)]
        parameters = options.parameters.replace(**values)
        changed = replace(options, parameters=parameters, capability=capability)
        found.append(Outlook(f"outlook {number + 1}", 1 / count, changed))
    return found


def main(roles: int, quarters: int, count: int) -> None:
    """From coefficients to a first year, its cost in every outlook, and how far it may be from the best."""
    firm = setting(roles, quarters)
    outlooks = drawn_outlooks(firm.options, count)
    with stage("known"):
        found, held = known_outlooks(firm, outlooks, FIRST_STAGE, TAIL)
    with stage("groups"):
        made = made_in_groups(found, held, CAUTION)
    expected = found.expected(made.costs)
    tell(gap=made.gap / expected, knowing=expected / found.expected(found.least) - 1, cost=expected)
    tell_memory()


if __name__ == "__main__":
    start_from(sys.argv[1])
    main(*(int(word) for word in sys.argv[2:5]))
