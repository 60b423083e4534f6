"""Sources of countries other than the United States, with their hashes and licences."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from reallocate.data.pack import Pack

_OGL = (
    "Open Government Licence v3.0. Contains public sector information licensed under the Open Government "
    "Licence v3.0. Source: Office for National Statistics"
)
_EUROSTAT = "Eurostat reuse policy (Commission Decision 2011/833/EU): free, source named"

UK_PEOPLE = Pack(
    name="uk-aps-2024",
    folder="countries/uk_aps_soc_sic",
    title="UK: people by occupation and industry section",
    citation="Office for National Statistics, Annual Population Survey 2021 to 2024, weighted 2022",
    licence=_OGL,
    vintage="2021 to 2024",
    files={
        "people.csv": "277fe7f91ddd7f70859d9a2e112d28d72ec3320c3d4c87635d0ce858e1e2e5d7",
        "totals.csv": "1b090caa07ce08e298a7a7f0a6d49af19d4a74d5a875ef22e851f6bd3980ccc7",
    },
    tables=("occupations", "staffing", "industries", "history"),
)
UK_PAY = Pack(
    name="uk-ashe-2024",
    folder="countries/uk_ashe14_2024",
    title="UK: pay by occupation",
    citation="Office for National Statistics, Annual Survey of Hours and Earnings, table 14, 2024",
    licence=_OGL,
    vintage="2024",
    files={"annual_pay.csv": "62d40ae8b445375d58f4e60abb80fcdc841c1ae905c4119e32cb1fb6c159cdc5"},
    tables=("occupations", "groups", "staffing", "history"),
)
UK_OCCUPATIONS = Pack(
    name="uk-soc-2020",
    folder="countries/uk_soc2020",
    title="UK: occupations and related job titles",
    citation="Office for National Statistics, SOC 2020 volume 1, edition of 16 April 2025",
    licence=_OGL,
    vintage="2025",
    files={"unit_groups.csv": "6815e5013312bf9a3d8280976fc87e41a7e656ae269d757ce3b07267c89d6df5"},
    tables=("occupations", "occupation_bridge", "title_keys"),
)
UK_TITLES = Pack(
    name="uk-soc-2020-index",
    folder="countries/uk_soc2020_index",
    title="UK: coding index of occupations",
    citation="Office for National Statistics, SOC 2020 volume 2, coding index, February 2020",
    licence=_OGL,
    vintage="2020",
    files={"index.csv": "43c9abe2fb41f7fb0d9b1e7d540c57c4a0b089a96a641603a97e170d3dd23597"},
    tables=("title_keys",),
)
UK_BRIDGE = Pack(
    name="uk-soc-2020-isco-08",
    folder="countries/uk_soc2020_isco08",
    title="UK: SOC 2020 to ISCO-08",
    citation="Made by Parth Goyal from Office for National Statistics, SOC 2020 volume 2, coding index",
    licence="MIT (Copyright 2026 Parth Goyal) for the table; Open Government Licence v3.0 for the index",
    vintage="2026",
    files={"soc2020_isco08.csv": "9fbc0adc4c824f6a2508ade9fe930ec29d2f2855421eb9b9b3c7cbe8feb52b69"},
    tables=("occupation_bridge",),
)
PEOPLE = Pack(
    name="ilostat-isco-08",
    folder="countries/ilostat_isco2",
    title="141 countries: people by ISCO-08 sub-major group",
    citation="International Labour Organization, ILOSTAT, employment by occupation, 2 May 2026",
    licence="CC BY 4.0",
    vintage="latest year of each country",
    files={"employment.csv": "7a169fdfecd9a694b0c342edd092d6da7228f9c7370007a27bc0ead372263539"},
    tables=("occupations", "groups", "exposure"),
)
EU_MIX = Pack(
    name="eurostat-industry-occupation",
    folder="countries/eurostat_lfsa_eisn2",
    title="Europe: industry by occupation",
    citation="Eurostat, Labour Force Survey, lfsa_eisn2, 2024, extracted 19 May 2025",
    licence=_EUROSTAT,
    vintage="2024",
    files={"employment.csv": "90a192f5907acea7d2f82a14ca9d70388b4806ba2d267c7a793a1a7452c8c6ee"},
    tables=("staffing", "industries"),
)
EU_EDUCATION = Pack(
    name="eurostat-occupation-education",
    folder="countries/eurostat_lfsa_egised",
    title="Europe: occupation by education",
    citation="Eurostat, Labour Force Survey, lfsa_egised, 2023, downloaded 2 May 2024",
    licence=_EUROSTAT,
    vintage="2023",
    files={"employment.csv": "d7d7a98520c41fb2cf118d4c31dda58adab3cca919cb50ecc81210cb430a43c3"},
    tables=("education",),
)
EU_PAY = Pack(
    name="eurostat-ses-2022",
    folder="countries/eurostat_ses",
    title="Europe: pay by ISCO-08 major group",
    citation="Eurostat, Structure of Earnings Survey, earn_ses_21, 2022, enterprises of 10 and more",
    licence=_EUROSTAT,
    vintage="2022",
    files={"mean_monthly_earnings.csv": "e2c36fb5f768e04aba77ed4331cb14885561cd7298009afa59d6a88c04d97984"},
    tables=("occupations", "staffing"),
)
DE_PAY = Pack(
    name="destatis-62361-0030",
    folder="countries/de_destatis_62361_0030",
    title="Germany: pay by occupation",
    citation="Statistisches Bundesamt, GENESIS-Online 62361-0030, April 2025, retrieved 13 July 2026",
    licence="Datenlizenz Deutschland, Namensnennung, Version 2.0 (dl-de/by-2-0)",
    vintage="April 2025",
    files={"pay_kldb2010.csv": "d88a20f05c62878b3c283c9d4cb9070fe8cfd7e588c08d3abbe6331a91495b71"},
    tables=("occupations", "staffing", "title_keys"),
)
DE_TITLES = Pack(
    name="auxco",
    folder="countries/de_auxco",
    title="Germany: auxiliary classification of occupations, KldB 2010 and ISCO-08",
    citation="Schierholz and others, Auxiliary Classification of Occupations",
    licence="MIT (Copyright 2023 occupationMeasurement authors)",
    vintage="2023",
    files={"kldb_isco.csv": "a4081905948029781bb6a42c9d91519cdc0411a11003964f1acf7f3c0fa07cb9"},
    tables=("occupations", "title_keys"),
)
NATION_PACKS = (
    UK_PEOPLE, UK_PAY, UK_OCCUPATIONS, UK_TITLES, UK_BRIDGE, PEOPLE, EU_MIX, EU_EDUCATION, EU_PAY, DE_PAY,
    DE_TITLES,
)  # fmt: skip
"""Every one of them."""


def rows(root: Path, pack: Pack, file: str = "") -> pd.DataFrame:
    """A file of a source as text; an empty cell is missing.

    root : the folder of open data
    file : its name; that of the first by default
    """
    return pd.read_csv(root / pack.folder / (file or next(iter(pack.files))), dtype=str)


def source_rows(packs: tuple[Pack, ...]) -> pd.DataFrame:
    """One row a source file, as in the table `sources`."""
    about = {"name", "title", "citation", "licence", "vintage", "origin", "conversion_of"}
    return pd.DataFrame(
        [
            pack.model_dump(include=about)
            | {"file": f"{pack.folder}/{file}", "sha256": digest, "used_for": " ".join(sorted(pack.tables))}
            for pack in packs
            for file, digest in pack.files.items()
        ]
    )
