"""Pages, one file each, and the addresses of those that rest on their address alone."""

from __future__ import annotations

PLAIN = {
    "/search": ("search.page", True),
    "/job/group/{code}": ("jobs.group", False),
    "/answers": ("answers.overview", True),
    "/answers/{name}": ("answers.answer", False),
    "/sources": ("sources.page", True),
    "/estimates": ("estimates.page", False),
}
"""Address -> file and function of its page, and whether it reads what stands behind the question mark. A new
page is a line here; its kept form in the tests and its files follow from it."""
PAGES = (
    *dict.fromkeys(page.partition(".")[0] for page, _ in PLAIN.values()),
    "start", "job", "firm", "economy", "plan", "promises", "planned", "actuals", "roster", "compare", "sheet",
)  # fmt: skip
"""The files of all pages."""
