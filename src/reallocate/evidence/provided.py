"""Files that papers' figures are computed from and that do not ship: what each is and who gives it."""

from __future__ import annotations

WORDS = {
    "open/gpts-are-gpts/national_May2021_dl.csv": "employment and wages of May 2021: bls.gov/oes/tables.htm",
    "open/gpts-are-gpts": "task labels of Eloundou and others: GitHub openai/GPTs-are-GPTs",
    "open/working-with-ai": "data release 1.0 of Tomlinson and others: GitHub microsoft/working-with-ai",
    "open/anthropic-economic-index": "release of 10 February 2025: Hugging Face Anthropic/EconomicIndex",
    "open/bls-oews-national": "national employment and wages of that May: bls.gov/oes/tables.htm",
    "open/crosswalks": "the bridge from SOC 2010 to SOC 2018: bls.gov/soc/2018",
    "open/epoch": "Epoch AI's benchmark data of May 2026, METR's time horizons among them",
    "validation-only/aioe": "appendix of Felten, Raj, Seamans: GitHub AIOE-Data/AIOE",
    "validation-only/epoch-inference-price-trends": "data files of the insight: epoch.ai/data-insights",
    "validation-only/frey-osborne": "columns SOC code, Probability: the paper's appendix, 702 occupations",
    "validation-only/gdpval": "win rates by occupation of OpenAI's leaderboard: GitHub tao-shen/jobless",
    "validation-only/penn-world-table-10.01": "output, employment and labour's share: www.ggdc.net/pwt",
    "validation-only/ilo-genai-2025": "scores of tasks: GitHub pgmyrek/2025_GenAI_scores_ISCO08",
}
"""File, or folder of files, under the sources' folder -> what it is and where to find it."""


def file_words(name: str) -> str:
    """What a file is and who gives it.

    name : its place under the sources' folder
    """
    return WORDS.get(name) or WORDS["/".join(name.split("/")[:2])]
