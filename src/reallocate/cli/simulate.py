"""The verb `simulate`: a labour market through time, by sub-verb."""

from __future__ import annotations

import typer

from reallocate.api.market_requests import (
    AdoptersCommand,
    AdoptersRequest,
    CalibrateCommand,
    CentralRequest,
    EnsembleCommand,
    EnsembleRequest,
    MarketCommand,
    NationCommand,
    NationRequest,
    PublishedRequest,
)
from reallocate.cli.results import show
from reallocate.cli.verb import PanelCommand, SubVerbs, takes
from reallocate.kernel.options import given

app = typer.Typer(name="simulate", cls=SubVerbs, no_args_is_help=True)


@app.command("nation", cls=PanelCommand)
@takes(NationCommand)
def nation(asked: NationCommand) -> None:
    """Run the labour market of the United States while firms adopt AI.

    Each run is compared with the same market without further AI.

    reallocate simulate nation --out results/nation

    reallocate simulate nation --capability plateau --policy retraining=1 --years 5

    reallocate simulate nation --from 2008-01
    """
    from reallocate.api.simulate import simulate_nation

    show(simulate_nation(**given(asked, NationRequest)), asked.as_json, asked.out)


@app.command("central", cls=PanelCommand)
@takes(CentralRequest)
def central(asked: CentralRequest) -> None:
    """Run the nation's market once, with every assumption at its value in force; prints CSV by quarter.

    One run has no draws, and so no range and no probability. It takes seconds.

    reallocate simulate central --set ai.ceiling=0.9 --policy wage_insurance=0.5 > run.csv
    """
    from reallocate.api.market import Market

    print(Market(**given(asked)).path().to_csv(index=False), end="")


@app.command("market", cls=PanelCommand)
@takes(MarketCommand)
def market(asked: MarketCommand) -> None:
    """Run any labour market with published equations: people lose jobs, apply, and are hired.

    The equations are those of del Rio-Chanona and others (2021).

    reallocate simulate market --shock p.csv --out results/shock

    reallocate simulate market ours.csv --mobility complete --steps 300 --json
    """
    from reallocate.api.simulate import simulate_market

    result = simulate_market(asked.market, **given(asked, PublishedRequest, but=["market"]))
    show(result, asked.as_json, asked.out)


@app.command("adopters", cls=PanelCommand)
@takes(AdoptersCommand)
def adopters(asked: AdoptersCommand) -> None:
    """Let an industry follow a plan: effects on the nation's market, and on the plan itself.

    reallocate simulate adopters results/today --share 0.4 --draws 16 --out results/followed
    """
    from reallocate.api.simulate import simulate_adopters

    show(simulate_adopters(**given(asked, AdoptersRequest)), asked.as_json, asked.out)


@app.command("ensemble", cls=PanelCommand)
@takes(EnsembleCommand)
def ensemble(asked: EnsembleCommand) -> None:
    """Run a market with published equations many times, each with its own draw of the assumptions.

    reallocate simulate ensemble us-groups --steps 120 --draws 10000 --out results/draws
    """
    import reallocate

    show(reallocate.ensemble(**given(asked, EnsembleRequest)), asked.as_json, asked.out)


@app.command("calibrate", cls=PanelCommand)
@takes(CalibrateCommand)
def calibrate(asked: CalibrateCommand) -> None:
    """Fit the nation's market to 2001 to 2019 again and test the fit; takes minutes.

    reallocate simulate calibrate --out results/fit
    """
    import reallocate

    show(reallocate.calibrate(out=asked.out), asked.as_json, asked.out)
