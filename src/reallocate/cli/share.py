"""The verb `share`: a copy of a result to hand on."""

from __future__ import annotations

from reallocate.api.requests import ShareCommand
from reallocate.cli.results import show, show_handed
from reallocate.cli.verb import takes
from reallocate.kernel.errors import visible
from reallocate.kernel.options import given


@takes(ShareCommand)
def share(asked: ShareCommand) -> None:
    """Make a copy of a result to hand on: its figures are about, and no small group is shown.

    The plan is solved again on roles whose sizes a key of this machine moves. The roster is not needed. The
    same result gives the same copy.

    reallocate share results/ours --out results/copy --pdf board.pdf --slides board.pptx
    """
    import reallocate
    from reallocate.api.share import beside

    exact = reallocate.open(asked.result)
    options = given(asked, but=["result", "quick", "as_json"])
    made = reallocate.share(exact, quick=asked.quick or None, **options)
    show(made, asked.as_json, asked.out)
    if asked.as_json:
        return
    show_handed(asked.pdf, asked.slides)
    for line in beside(exact, made):
        print(visible(line))
