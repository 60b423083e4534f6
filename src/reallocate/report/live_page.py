"""A page whose charts are live: a single file that needs nothing else and asks for no address."""

from __future__ import annotations

from collections.abc import Sequence

from reallocate.output.blocks import Section
from reallocate.report.embed import library, script_hash
from reallocate.report.template import rendered, static

POLICY = (
    "default-src 'none'; script-src {scripts}; style-src 'unsafe-inline'; img-src data:; "
    "base-uri 'none'; form-action 'none'"
)


def live_page(title: str, version: str, sections: Sequence[Section]) -> str:
    """The page as HTML; only its own scripts may run.

    title, version : as its head says them
    sections : in their order
    """
    scripts = (library(), static("page.js"))
    return rendered(
        "page.html.jinja",
        title=title,
        version=version,
        policy=POLICY.format(scripts=" ".join(script_hash(script) for script in scripts)),
        style=static("page.css"),
        scripts=scripts,
        sections=sections,
    )
