"""Svanberg et al. 2024: the form of the finding, that scale makes systems worth their cost."""

from __future__ import annotations

from dataclasses import replace

from reallocate.claims.evidence.context import EvidenceContext
from reallocate.claims.evidence.replications.a_firm import firm
from reallocate.claims.evidence.target import Found, Obtained
from reallocate.firm.model.cases import Setting, free_options, solve_case
from reallocate.firm.request.prepare import with_fewer_systems
from reallocate.kernel.units import PERCENT

_SMALL, _LARGE = 500.0, 50_000.0
_COST = 500_000.0
_MISSING = "missing are the paper's vision tasks, what systems for them cost, and their pay"


def replicate(context: EvidenceContext) -> Found:
    """The form, from two plans of the same firm in two sizes.

    context : the world
    """
    context.say("Two plans of one firm in two sizes, every system at a cost")
    small, large = (_with_ai(firm(context).setting, size) for size in (_SMALL, _LARGE))
    says = (
        f"{small:.1f}% of the work at {_SMALL:,.0f} positions, {large:.1f}% at {_LARGE:,.0f}; each system "
        f"costs USD {_COST:,.0f} to put up"
    )
    away = Obtained(None, missing=_MISSING)
    return {"vision_today": away, "vision_cheaper": away, "scale": Obtained(large - small, says)}


def _with_ai(setting: Setting, size: float) -> float:
    """Work done with AI at the end of the plan, systems at a cost [% of the work]; the smallest left out."""
    scale = size / setting.firm.headcount
    roles = setting.firm.roles
    grown = roles.assign(**{name: roles[name] * scale for name in ("headcount", "open_positions")})
    options = free_options(setting.options)
    priced = replace(options, parameters=options.parameters.replace(system_cost=_COST, smallest_system=0.0))
    sized = with_fewer_systems(replace(setting, firm=replace(setting.firm, roles=grown), options=priced))
    found = solve_case(sized, sized.options, choose=False)[0].outcome
    return PERCENT * float(found.with_ai[:, -1].sum() / found.workload[:, -1].sum())
