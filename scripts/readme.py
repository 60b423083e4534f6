"""Writes what README and docs/worked-example.md repeat of the worked example, between their marks.

`make docs` calls it once the demo has run. Its figures are kept in docs/reference/figures.json; without a
study at hand the pages are made from those again.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Mapping
from pathlib import Path

import vl_convert
from readme_answers import answers
from readme_models import operating_models
from readme_pictures import pictures
from readme_questions import questions
from study_figures import Figures, kept_of, read, written
from worked_example_page import parts as worked_example

from reallocate.firm.report.charts import PAYROLL_AGAINST_COMPUTE
from reallocate.firm.report.result import open_plan
from reallocate.kernel.number import say
from reallocate.kernel.parameters import Parameters
from reallocate.market.forecast.ledger_tables import shipped_skill, skill_text
from reallocate.render.page import STILL_WIDTH, vega_lite
from reallocate.render.saving import RECORD
from reallocate.render.theme import themed

ROOT = Path(__file__).resolve().parent.parent
STUDY = ROOT / "results" / "hyperscaler-2026"
KEPT = ROOT / "docs" / "reference" / "figures.json"
NEWEST = 3
"""Sentences on the newest era."""
CHART = ROOT / "docs" / "images" / "payroll-against-compute.svg"


def main() -> None:
    """Keep the figures of a study and rewrite the pages that print them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--study", type=Path, default=STUDY, help="folder of the worked example's results")
    folder = parser.parse_args().study
    if (folder / RECORD).is_file():
        replace(KEPT, written(kept_of(open_plan(folder))))
    elif folder != STUDY or not KEPT.is_file():
        sys.exit(f"There is no study in {folder}. Run `make demo` first.")
    figures = read(KEPT)
    replace(CHART, chart(figures))
    for page, text in pages(ROOT, figures).items():
        replace(page, text)


def pages(root: Path, figures: Figures) -> dict[Path, str]:
    """The pages with the figures between their marks."""
    readme, example = root / "README.md", root / "docs" / "worked-example.md"
    first = {
        "live-pages": pictures(),
        "questions": questions(),
        "chart": picture(figures),
        "operating-models": operating_models(figures),
        "answers": answers(figures),
        "forecast-skill": forecast_skill(),
    }
    return {
        readme: filled(readme.read_text(encoding="utf-8"), first),
        example: filled(example.read_text(encoding="utf-8"), worked_example(figures)),
    }


def forecast_skill() -> str:
    """How good forecasts of the labour market have been, the newest era first."""
    newest = " ".join(skill_text(shipped_skill())[:NEWEST])
    return f"- How good our forecasts have been: {newest} [By era](docs/reference/forecast-ledger.md)."


def filled(text: str, parts: Mapping[str, str]) -> str:
    """A page with each part between its two marks; every mark has a part and every part its marks."""
    found = re.findall(r"<!-- begin:([\w-]+) -->", text)
    if sorted(found) != sorted(parts):
        raise LookupError(f"the page has marks for {sorted(found)}, the parts are {sorted(parts)}")
    for name, body in parts.items():
        begin, end = f"<!-- begin:{name} -->", f"<!-- end:{name} -->"
        pattern = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", flags=re.DOTALL)
        text, count = pattern.subn(lambda _, whole=f"{begin}\n{body}\n{end}": whole, text)
        if count != 1:
            raise LookupError(f"{begin} is not closed by {end}")
    return text


def chart(figures: Figures) -> str:
    """Payroll against compute as a drawing that stands alone."""
    rows = PAYROLL_AGAINST_COMPUTE.figures({"cash": figures.table("cash")})
    spec = themed(PAYROLL_AGAINST_COMPUTE.spec(rows))
    spec.pop("title", None)
    margin = {"left": 16, "right": 16, "top": 12, "bottom": 8}
    drawn = {**spec, "width": STILL_WIDTH, "padding": margin}
    svg = vl_convert.vegalite_to_svg(drawn, vl_version=vega_lite())
    return svg.rstrip() + "\n"


def picture(figures: Figures) -> str:
    """The cut compared with attrition, and the chart with its description for screen readers."""
    plan, over = figures.kept["totals"]["plan"], f"over {figures.years:g} years"
    payroll = say(plan["payroll"], "USD million")
    compute = say(plan["compute"] + plan["capex"], "USD million")
    seen = (
        f"Cash paid per quarter, baseline and plan: {payroll} of payroll and {compute} of compute for the "
        f"firm's own work {over} of the plan."
    )
    said = (
        f"*Cash paid per quarter in the worked example: {say(figures.parameter('headcount'), 'positions')}, "
        "built from Meta's public figures and the average roles of four industries. Pale: baseline. Full: "
        f"plan. {over[0].upper()}{over[1:]} the plan spends {payroll} on payroll and {compute} on compute "
        "for the firm's own work. Compute for products is not included. "
        "[The example in words](docs/worked-example.md).*"
    )
    first = figures.said("cut_or_wait")[0]
    pause = Parameters.default()["rehire_pause"]
    doubt = (
        f"It rests on the price of work left undone, a judgement, and on the {pause:g} quarters in which cut "
        "positions stay open. [Ten past cuts](docs/hindcast-plans.md) show how far that holds."
    )
    lead = f"> **In the worked example.** {first} {doubt}"
    return f"{lead}\n\n![{seen}]({CHART.relative_to(ROOT).as_posix()})\n\n{said}"


def replace(file: Path, text: str) -> None:
    """Write a file where it would change, and say so."""
    if file.is_file() and file.read_text(encoding="utf-8") == text:
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    print(f"written: {file.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
