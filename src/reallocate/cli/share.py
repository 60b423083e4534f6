"""The verb `share`: a copy of a result to share."""

from __future__ import annotations

from reallocate.api.requests import ShareCommand
from reallocate.cli.results import show, show_handed
from reallocate.cli.verb import takes
from reallocate.kernel.options import given


@takes(ShareCommand)
def share(asked: ShareCommand) -> None:
    """Make a copy of a result for sharing: the same figures, rounded, by groups of ten people and more.

    Nothing is solved again, and the roster is not needed.

    reallocate share results/ours --out results/copy --pdf board.pdf --slides board.pptx
    """
    import reallocate

    made = reallocate.share(asked.result, **given(asked, but=["result", "as_json"]))
    show(made, asked.as_json, asked.out)
    if asked.as_json:
        return
    show_handed(asked.pdf, asked.slides)
