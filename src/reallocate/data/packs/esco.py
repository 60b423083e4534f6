"""ESCO: what occupations are called in German, French and Spanish, and Nesta's match of ESCO with O*NET."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from reallocate.data.pack import Pack

_LANGUAGES = {"english": "en", "german": "de", "french": "fr", "spanish": "es"}
_NESTA = "esco_to_onet_nesta.csv"

PACK = Pack(
    name="esco",
    folder="esco",
    title="ESCO classification of occupations in four languages, and its match with O*NET",
    citation=(
        "This service uses the ESCO classification of the European Commission. Adapted by reallocate: "
        "titles in German, French and Spanish are folded and weighed as SOC 2018 occupations. Match of ESCO "
        "with O*NET: Nesta, Mapping Career Causeways, 2021"
    ),
    licence="Commission Decision 2011/833/EU on reuse; Nesta: MIT (Copyright 2021 Nesta)",
    vintage="v1.2.0; French labels of 2020",
    files={
        "occupations_en.csv": "77b12c1a79eba640abea1d306e8409a5591c79e662ae02a45cbeda8bb74a9604",
        "occupations_de.csv": "d787f29276ed06cbe1ad59e3044a633ad384a1f87800c7727ff88fecfab48134",
        "occupations_fr.csv": "3c5066149940a14c7bbd99038288e8ff6095939f1b2a3498e763e28ade2c84f1",
        "occupations_es.csv": "aa6059fb5f456ad75434fdc0427a640a037ba470c2f161d741acf85ccec20ea0",
        _NESTA: "b9a1ec484c99f282a3124f99678b8b39e847b3b7689410bb6d6b51807bd9d534",
    },
    tables=("title_keys",),
)


def tidy(folder: Path) -> dict[str, pd.DataFrame]:
    """The labels of every concept, and O*NET's occupation of some.

    folder : the source's own folder
    Returns `labels` (concept, isco, language, label, preferred), `codes` (concept, code, such as 2654.1.7,
    whose parent is 2654.1) and `onet` (concept, onet_code_2010).
    """
    files = {
        language: pd.read_csv(folder / f"occupations_{short}.csv", dtype=str)
        for language, short in _LANGUAGES.items()
    }
    labels = pd.concat([_labels(table).assign(language=language) for language, table in files.items()])
    matched = pd.read_csv(folder / _NESTA, dtype=str)[["concept_uri", "onet_code"]]
    codes = files["english"][["conceptUri", "code"]]
    return {
        "labels": labels[["concept", "isco", "language", "label", "preferred"]].reset_index(drop=True),
        "codes": codes.set_axis(["concept", "code"], axis=1),
        "onet": matched.set_axis(["concept", "onet_code_2010"], axis=1),
    }


def _labels(table: pd.DataFrame) -> pd.DataFrame:
    """One row a label; the feminine and the masculine form of one label apart."""
    both = pd.concat(
        [
            table.assign(label=table["preferredLabel"], preferred=True),
            table.assign(label=table["altLabels"].fillna("").str.split("\n"), preferred=False).explode(
                "label"
            ),
        ]
    )
    both["label"] = both["label"].str.split(r"(?<=\w)/(?=\w)", regex=True)
    both = both.explode("label")
    both["label"] = both["label"].str.strip()
    both = both[both["label"].fillna("").ne("")].sort_values("preferred", ascending=False, kind="stable")
    both = both.drop_duplicates(["conceptUri", "label"])
    renamed = both.rename(columns={"conceptUri": "concept", "iscoGroup": "isco"})
    return renamed.assign(isco=renamed["isco"].str.zfill(4))[["concept", "isco", "label", "preferred"]]
