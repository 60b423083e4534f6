"""The worked example's firm as papers need it, small roles grouped; not a paper itself."""

from __future__ import annotations

from dataclasses import dataclass

from reallocate.claims.evidence.context import EvidenceContext
from reallocate.firm.model.cases import Setting
from reallocate.firm.request.keys import Scenario
from reallocate.firm.request.prepare import COARSE_SHARE, ENOUGH_ROLES, prepare, with_fewer_roles
from reallocate.firm.request.read import load_scenario

_STUDY = "hyperscaler-2026"


@dataclass(frozen=True, eq=False)
class _StudiedFirm:
    """The firm, about to be planned.

    setting : small roles grouped
    """

    scenario: Scenario
    setting: Setting


def firm(context: EvidenceContext) -> _StudiedFirm:
    """The worked example's firm, read once.

    context : the world
    """

    def make() -> _StudiedFirm:
        scenario = load_scenario(_STUDY)
        whole = prepare(context.world, scenario).setting
        grouped = with_fewer_roles(context.world, scenario, whole, COARSE_SHARE, ENOUGH_ROLES)
        return _StudiedFirm(scenario, grouped)

    return context.once("firm", make)
