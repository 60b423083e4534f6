"""What a run of the extended market starts from and what it assumes."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from reallocate.economy.laws.closed_demand import Closure
from reallocate.economy.laws.diffusion import Diffusion
from reallocate.economy.laws.policy import Policy, Responses
from reallocate.economy.market.accounts import Accounts
from reallocate.economy.market.market import Market
from reallocate.economy.market.rates import Rates
from reallocate.economy.steady_state import NormalSlack
from reallocate.errors import InvariantError, Problem

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Economy:
    """What all runs start from.

    market : of the nation
    accounts : of the nation, on the same occupations
    normal : slack that demand is counted from
    """

    market: Market
    accounts: Accounts
    normal: NormalSlack


@dataclass(frozen=True)
class Laws:
    """Which laws are on; each off shows what it does.

    job_to_job, leaving, replacement : flows that the published laws do not have
    adoption : industries adopt AI; off, everything stays at rest
    demand : prices, spending and output follow (off, jobs end where hours are saved, and nothing else)
    new_work, wages : tasks that did not exist; pay that follows slack
    """

    job_to_job: bool = True
    leaving: bool = True
    replacement: bool = True
    adoption: bool = True
    demand: bool = True
    new_work: bool = True
    wages: bool = True

    def of(self, rates: Rates) -> Rates:
        """Rates with the flows that are off set to nothing.

        rates : as fitted
        """
        return rates.with_(
            on_the_job=rates.on_the_job if self.job_to_job else 0.0,
            leaving=rates.leaving if self.leaving else 0.0,
            replaced=rates.replaced if self.replacement else 0.0,
        )


@dataclass(frozen=True, eq=False)
class RunAssumptions:
    """What one run assumes.

    rates : of flows, as fitted
    diffusion : of AI through industries
    use_now : (industry) work done by adopters today [share]
    saved : (occupation, quarter) hours that an adopter saves [share]
    compute : (occupation, quarter) what an adopter spends on compute for an hour of work before [share of
        its pay]
    new_tasks : (occupation) who does new tasks [share]
    closure : elasticities and spending
    renewed, renewal_lag : of the hours saved, that come back as new tasks [share], after [quarters]
    wage_elasticity, wage_speed : of pay to slack [ratio], of the way in a quarter [share]
    laws : which are on
    policy : what is done beyond today, from the first quarter
    responses : what people and firms do about it; none is read where the policy is nothing
    path : (quarter, industry) work done by adopters beyond use_now, which takes the place of diffusion; after
        its last quarter it stays [share]; none where diffusion decides
    """

    rates: Rates
    diffusion: Diffusion
    use_now: Array
    saved: Array
    compute: Array
    new_tasks: Array
    closure: Closure = field(default_factory=Closure)
    renewed: float = 0.5
    renewal_lag: int = 20
    wage_elasticity: float = -0.1
    wage_speed: float = 0.15
    laws: Laws = field(default_factory=Laws)
    policy: Policy = field(default_factory=Policy)
    responses: Responses | None = None
    path: Array | None = None

    def __post_init__(self) -> None:
        if self.path is not None and not (self.path >= 0.0).all():
            raise InvariantError(Problem("work done by adopters is below 0 or missing", "path of adoption"))
        if not self.policy.is_nothing and self.responses is None:
            raise InvariantError(
                Problem("a policy is given without what people and firms do about it", "policy")
            )
