"""Observed yearly moves between US occupations, from the Current Population Survey."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from reallocate.data.pack import Pack

PACK = Pack(
    name="us-mobility",
    folder="us-mobility",
    title="US occupational mobility network",
    citation=(
        "R. Maria del Rio-Chanona, CanadaLaborApplication: transition probabilities from the CPS "
        "ASEC; method of del Rio-Chanona, Mealy, Beguerisse-Diaz, Lafond, Farmer 2021, "
        "J. R. Soc. Interface 18:20200898"
    ),
    licence="CC BY 4.0",
    vintage="CPS ASEC; employment of OEWS in SOC 2010 broad groups",
    origin="GitHub repository RMariaDelRioChanona/CanadaLaborApplication",
    files={
        "asec_to_bls_mobility_edgelist.csv": (
            "0fd3032a6206f95745fae1bf1ef8ed226e30aee603648174efda14421513c5dd"
        ),
        "occ_names_bls_minor_major.csv": ("b87ce015d5133c220bc39a364220380e69d662bb9625e69111e030953233d074"),
    },
    tables=("mobility", "mobility_groups", "mobility_bridge"),
)

_ROW_NORMALISED = "transition_prob_BLS_ASECnorm_corr"
"""The column whose rows sum to 1; rows of `…_in_corr` sum to between 0.43 and 1.42."""

_EDGES = {"OCC_source": "source", "OCC_target": "target", _ROW_NORMALISED: "probability"}

_WEIGHT_BEFORE = "EMPOCCLY_unadj_BLS"
"""The column of person weights of those counted in the source group a year before."""


def tidy(folder: Path) -> dict[str, pd.DataFrame]:
    """The network's edges with the stay-in-place diagonal, and its groups.

    folder : the source's own folder
    Returns `edges` (source, target, probability [share/year], as published) and `groups`
    (group, title, employment [persons], survey_weight [person weights, years pooled]). Groups are SOC 2010
    broad groups (`11-1010`). A probability times its source's weight is the sum of the weights of the people
    who were seen to make the move.
    """
    edges = pd.read_csv(folder / "asec_to_bls_mobility_edgelist.csv")
    groups = pd.read_csv(folder / "occ_names_bls_minor_major.csv")
    weight = edges.groupby("OCC_source")[_WEIGHT_BEFORE].first()
    return {
        "edges": edges[list(_EDGES)].rename(columns=_EDGES),
        "groups": pd.DataFrame(
            {
                "group": groups["OCC_CODE"],
                "title": groups["OCC_TITLE"].str.strip(),
                "employment": groups["TOT_EMP"].astype("float64"),
                "survey_weight": groups["OCC_CODE"].map(weight),
            }
        ),
    }
