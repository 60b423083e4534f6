"""What pages of a country say, and the words of another that must not be among it."""

from __future__ import annotations

import html
import re

from reallocate.render.result import Result
from reallocate.render.terminal import summary_text

FOREIGN = re.compile(
    r"USD|\$ ?\d|O\*NET|\b(BLS|OEWS|WARN|JOLTS|NAICS|CPS|SOC 2018|ACS|U\.S\.|United States|US|American?|dollars?|"
    r"New Jersey|California|New York|Texas|Florida|Connecticut|your state)\b"
)
"""Words of the United States that no page of another country has."""


def told(page: str) -> list[str]:
    """The sentences and labels of a page, outside of its sources and of tables with sources."""
    page = re.sub(r"<(style|script)\b.*?</\1>", "", page, flags=re.DOTALL)
    page = re.sub(r'<section[^>]*id="(origins|assumptions)".*?</section>', "", page, flags=re.DOTALL)
    page = re.sub(r"<footer.*?</footer>|<select.*?</select>", "", page, flags=re.DOTALL)
    labels = re.findall(r'(?:aria-label|title|placeholder)="([^"]*)"', page)
    return [html.unescape(text).strip() for text in [*re.split(r"<[^>]+>", page), *labels] if text.strip()]


_OF_COUNTRIES = "Norway and Sweden"
"""What is known of ages 22 to 25 comes from three countries, and the card of every country names them."""


def foreign(texts: list[str]) -> list[str]:
    return [text for text in texts if FOREIGN.search(text) and _OF_COUNTRIES not in text]


def sheets(result: Result) -> list[str]:
    return [result.sheet(reader) for reader in ("council", "board")]


def terminal(result: Result) -> str:
    """What the terminal prints, without the line of sources."""
    return summary_text(result.title, result.card()).partition("Sources for")[0]
