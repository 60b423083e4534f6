"""Every face of one result, compared with the base's."""

from __future__ import annotations

from scripts.net.exact import compare_tables
from scripts.net.faces import Result
from scripts.net.figures import Pool, figures
from scripts.net.findings import DIFFERS, NEW, WORDS, Report
from scripts.net.grids import Line
from scripts.net.names import Names
from scripts.net.records import Record, compare_records, read_record
from scripts.net.shown import Around, compare_grids, figures_of_grids
from scripts.net.text import compare_lines, new_lines


def compare_results(base: Result, now: Result, names: Names) -> list[Report]:
    """What is not as it was, for each face in turn."""
    texts = {"page": now.page_lines(), "terminal": now.printed}
    pool = {
        face: Pool(figure for line in lines for figure in figures(line.text)) for face, lines in texts.items()
    }
    pool["page"] = Pool([*now.page_figures()])
    pool["workbook"] = Pool(figures_of_grids(now.sheets))
    return [
        _run(base, now),
        _tables(base, now, names),
        _json(base, now, names),
        _page(base, now, names, pool),
        _charts(base, now, names),
        _workbook(base, now, names, pool),
        _terminal(base, now, pool),
    ]


def _run(base: Result, now: Result) -> Report:
    report = Report("run")
    if base.exit != now.exit:
        report.add(DIFFERS, "exit code", f"{base.exit}, now {now.exit}")
    else:
        report.equal += 1
    fresh = [line.text for line in now.complaints if "Traceback" in line.text or "Warning" in line.text]
    known = {line.text for line in base.complaints}
    for text in fresh:
        if text not in known:
            report.add(DIFFERS, "stderr", text)
    if base.exit:
        compare_lines([_joined(base.complaints)], [_joined(now.complaints)], report)
    elif known != {line.text for line in now.complaints}:
        report.add(WORDS, "stderr", "other lines", 0)
    return report


def _joined(lines: list[Line]) -> Line:
    """An error is wrapped at any word."""
    return Line("stderr", " ".join(line.text.strip() for line in lines))


def _tables(base: Result, now: Result, names: Names) -> Report:
    report = Report("tables")
    compare_tables(base.tables, now.tables, report, names, renamed=names.tables)
    return report


def _charts(base: Result, now: Result, names: Names) -> Report:
    report = Report("charts")
    compare_tables(base.charts, now.charts, report, names, renamed=names.titles, elsewhere=now.tables)
    return report


def _json(base: Result, now: Result, names: Names) -> Report:
    report = Report("json")
    there = {name: read_record(held) for name, held in now.records.items()}
    together = _together(list(there.values()))
    for name, held in base.records.items():
        record = read_record(held, names)
        other = there.get(names.files.get(name, name))
        if other is None:
            report.add(WORDS, name, "a file that is gone; its numbers are looked for in all others", 0)
        compare_records(name, record, other or together, now.tables, report)
        lines = list((other or together).lines)
        known = [
            ("JSON", Pool(figure for line in together.lines for figure in figures(line.text))),
            ("the page", Pool(now.page_figures())),
            ("tables", now.tables.pool),
        ]
        compare_lines(record.lines, lines, report, elsewhere=known)
    for name in there.keys() - {names.files.get(name, name) for name in base.records}:
        report.add(NEW, name, "a file that was not there", 0)
    return report


def _together(records: list[Record]) -> Record:
    together = Record()
    for record in records:
        together.lines += record.lines
        for path, numbers in record.numbers.items():
            together.numbers[path] = together.numbers.get(path, numbers)
    return together


def _page(base: Result, now: Result, names: Names, pool: dict[str, Pool]) -> Report:
    report = Report("page")
    known = [
        ("the workbook", pool["workbook"]),
        ("the terminal", pool["terminal"]),
        ("tables", now.tables.pool),
    ]
    around = Around(pool["page"], known, base.everything)
    compare_grids(base.page.grids, now.page.grids, report, names, around)
    compare_lines(base.page.lines, now.page_lines(), report, elsewhere=known)
    new_lines(base.everything, now.page.lines, report)
    return report


def _workbook(base: Result, now: Result, names: Names, pool: dict[str, Pool]) -> Report:
    report = Report("workbook")
    known = [("the page", pool["page"]), ("tables", now.tables.pool)]
    compare_grids(base.sheets, now.sheets, report, names, Around(pool["workbook"], known, base.everything))
    compare_lines(base.sheet_lines, now.sheet_lines, report, elsewhere=known)
    return report


def _terminal(base: Result, now: Result, pool: dict[str, Pool]) -> Report:
    report = Report("terminal")
    known = [("the page", pool["page"]), ("tables", now.tables.pool)]
    compare_lines(base.printed, now.printed, report, elsewhere=known)
    new_lines(base.everything, now.printed, report)
    return report
