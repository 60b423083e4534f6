"""Options of one job, and of the jobs of a place."""

from __future__ import annotations

from reallocate.kernel.options import File, Names, Request, argument, option

_YOU, AHEAD = "About you", "Looking ahead"
"""Headings in the help of `reallocate job`."""


class JobOptions(Request):
    """What somebody says of a job and of themselves."""

    area: str | None = option(
        "",
        "State or metropolitan area: code, or words of its title. Default: the nation.",
        python="state or area: code or words of its title; the nation by default",
    )
    tasks: File | None = option(
        "",
        "Your own tasks: a text file with one a line, or a table (.csv, .xlsx).",
        _YOU,
        python="file with your own tasks, one a line, or a table",
    )
    age: float | None = option(
        "", "Your age [years]: study has to pay back before 67, where the years looked at end.", _YOU,
        python="[years]; study has to pay back before 67, where the horizon ends",
    )  # fmt: skip
    pay: float | None = option(
        "",
        "Your pay before tax [USD/year]. Default: the median of the job.",
        _YOU,
        python="[USD/year] before tax; the median of the job by default",
    )
    education: str | None = option(
        "",
        "Highest level: high school, associate, bachelor, master, phd, …",
        _YOU,
        python='highest level, such as "bachelor"',
    )
    have: Names | None = option(
        "",
        "Skill, field of knowledge, licence or field of work that you have; repeatable.",
        _YOU,
        python="skills or fields of knowledge besides the usual ones; licences, by occupation or in words",
    )
    moves: File | None = option(
        "",
        "Your own table of moves between occupations, for the survey's.",
        _YOU,
        python="table of moves between occupations of your own, in place of the survey's",
    )
    reach: File | None = option(
        "",
        "Source of AI's reach, or a FILE of your own measurement, shown beside the sources.",
        python="source of AI's reach, or a file of one's own measurement, to show beside the sources",
    )
    reach_gaps: str | None = option(
        "", "Source that fills what your file of reach lacks. Default: it is refused.",
        python="source that fills what the file of reach lacks; refused by default",
    )  # fmt: skip
    horizon: int = option(
        "",
        "How many years of --market to look ahead [years].",
        AHEAD,
        default=10,
        python="[years] to look ahead in `market`",
    )


class JobQuestion(JobOptions):
    """A job, and what is said of it."""

    name: str = argument(
        "Job title such as 'project manager', or an occupation code such as 13-1082.",
        python='a title such as "project manager", or an occupation\'s code such as "13-1082"',
        kw_only=False,
    )


class JobsOptions(Request):
    """Which jobs are listed."""

    area: str | None = option(
        "",
        "State or metropolitan area: code, or words of its title.",
        python="state or area: code or words of its title",
    )
    nation: bool = option(
        "",
        "All jobs of the United States; the default without a place.",
        default=False,
        python="all jobs of the United States, also where no place is named",
    )
    history: bool = option(
        "",
        "Did AI exposure predict job losses? 2022 to 2025 against 2017 to 2019.",
        default=False,
        python="growth of jobs by exposure instead, 2022 to 2025 beside 2017 to 2019",
    )
    source: str | None = option(
        "",
        "One source of AI's reach, or a FILE of your own measurement. Default: the range over all sources.",
        python="one source of AI's reach, or a file of one's own; all of them by default",
    )
    reach_gaps: str | None = option(
        "",
        "Source that fills what your file of reach lacks. Default: it is refused.",
        python="source that fills what the file of reach lacks; refused by default",
    )
    top: int = option(
        "",
        "Number of occupations to list; 0 lists all.",
        default=25,
        python="occupations to list; 0 lists all",
    )
