"""What a lost job costs in a calm and in a slack market, for two papers; not a paper itself."""

from __future__ import annotations

import pandas as pd

from reallocate.evidence.ground import Ground
from reallocate.evidence.replications.the_nation import effects

EVERYBODY = "everybody"
ALL = "all"
OFF = ("months without work", "pay where people find work")
"""Parts that remain with pay by tenure and the sureness of jobs off."""


def lost_jobs(ground: Ground) -> pd.DataFrame:
    """(market, part) lost [years of pay], reemployed and unemployment [share], for everybody.

    ground : the world, the parameters in force
    """

    def make() -> pd.DataFrame:
        ground.say("What a lost job costs, twenty years of a calm and of a slack market")
        table = effects(ground, 4).lost_job()
        return table[table["who"] == EVERYBODY].set_index(["market", "part"])

    found: pd.DataFrame = ground.once("lost jobs", make)
    return found
