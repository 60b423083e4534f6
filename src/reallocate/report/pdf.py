"""Pages of HTML as one tagged PDF, the same bytes for the same pages; needs the extra `print` and Pango."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Sequence
from typing import Any

from reallocate.errors import InputError, Problem

INSTALL = "python -m pip install 'reallocate[print]'"
PANGO = (
    "apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-liberation, brew install pango"
)
NONE_HERE = "no PDF can be made here"
STILL = (
    "details > *, .live, .dial, nav { display: none !important } "
    ".cards { grid-template-columns: repeat(5, 1fr) !important }"
)
"""As a browser prints it: what is folded stays in the page, and cards stand side by side."""


def weasyprint() -> Any:
    """The library; `InputError` with what installs it, or Pango, where it is not there."""
    why = "A PDF is made by WeasyPrint, which an ordinary installation does not have."
    try:
        import weasyprint as found
    except ModuleNotFoundError as error:
        raise InputError(Problem(NONE_HERE, "--pdf", why, f"Install it: {INSTALL}")) from error
    except OSError as error:
        why = "WeasyPrint is installed, but not the library Pango, which sets its type."
        raise InputError(Problem(NONE_HERE, "--pdf", why, f"Install it: {PANGO}")) from error
    return found


def pdf(pages: Sequence[str]) -> bytes:
    """One document of these pages, each an HTML file that needs nothing else.

    The identity of the file is made from the pages, and no time is written.
    """
    found = weasyprint()
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    sheets = [found.CSS(string=STILL)]
    made = [found.HTML(string=page, url_fetcher=_nothing).render(stylesheets=sheets) for page in pages]
    every = [page for document in made for page in document.pages]
    identity = hashlib.sha256("\n".join(pages).encode()).digest()[:16]
    content: bytes = made[0].copy(every).write_pdf(pdf_tags=True, pdf_identifier=identity)
    return content


def _nothing(url: str, *further: Any, **named: Any) -> Any:
    raise ValueError(f"a page asks for an address: {url[:80]}")
