"""From six-digit HS lines to HS sections, and what the trade workbook contradicts itself in.

A block of lines is believed only where it reproduces the total printed in its heading: in 2023 the lines of Almaty
city and of Shymkent do not, and their sections are then missing, not zero.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from iidsp_analysis import industries, schema
from iidsp_analysis.errors import UnknownLabelError

#: How far lines may miss their heading: relative, and in thousand USD or tonnes (printed figures are rounded).
RELATIVE_TOLERANCE: Final = 1e-4
ABSOLUTE_TOLERANCE: Final = 0.5
UNSPECIFIED_GOODS: Final = "999999"
OTHER: Final = "OTHER"
#: A line whose value per tonne is this many times its own median, up or down, was probably printed in another unit
#: (kilograms for tonnes would be 1,000 times).
SLIP_FACTOR: Final = 300.0
MONTHS_TO_JUDGE_A_SLIP: Final = 6

_MEASURE: Final = [schema.INDICATOR, schema.UNIT, schema.PRICES, schema.SOURCE]
_CELL: Final = [schema.REGION, schema.PERIOD, *_MEASURE]


def to_hs_sections(rows: pd.DataFrame) -> pd.DataFrame:
    """Add up six-digit lines to HS sections.

    Parameters
    ----------
    rows : DataFrame
        As :func:`iidsp_analysis.loaders.trade.load` returns them.

    Returns
    -------
    DataFrame
        Panel rows, classification ``hs_section``: the sections of every region whose lines reproduce its heading, the
        printed ``TOTAL``, and a ``residual`` = TOTAL − sections wherever that is not rounding (confidential lines,
        chapters without a section, or a block whose lines contradict the heading: then all of it is residual). The
        country's sections are the sums of all lines (``derived``); so is its TOTAL where the printed one is missing.

    Notes
    -----
    A section without lines gives no row. The country's printed total is kept even where it is stale (September 2022);
    :func:`gaps` tells where that is.
    """
    lines, totals = _split(rows)
    sections = lines.assign(**{schema.INDUSTRY: lines[schema.INDUSTRY].map(_sections_of(lines))})
    matched = sections[sections[schema.INDUSTRY] != schema.RESIDUAL]
    regional = _of_believed_blocks(_sum(matched, [*_CELL, schema.INDUSTRY]), rows)
    national = _sum(matched, [schema.PERIOD, *_MEASURE, schema.INDUSTRY]).assign(
        **{schema.REGION: schema.COUNTRY, schema.STATUS: schema.DERIVED, schema.NOTE: "sum of the regions' lines"}
    )
    all_totals = pd.concat([totals, _missing_country_totals(totals)], ignore_index=True)
    together = pd.concat([regional, national, all_totals], ignore_index=True)
    complete = pd.concat([together, _residuals(together)], ignore_index=True)
    complete[schema.CLASSIFICATION] = "hs_section"
    return complete[list(schema.COLUMNS)]


def unmatched_share(rows: pd.DataFrame) -> pd.Series:
    """Share of the lines' value whose chapter belongs to no HS section, by indicator and period (fraction)."""
    lines, _ = _split(rows)
    is_unmatched = lines[schema.INDUSTRY].map(_sections_of(lines)) == schema.RESIDUAL
    keys = [lines[schema.INDICATOR], lines[schema.PERIOD]]
    whole = lines[schema.VALUE].groupby(keys, observed=True).sum()
    unmatched = lines[schema.VALUE].where(is_unmatched, 0.0).groupby(keys, observed=True).sum()
    return (unmatched / whole.where(whole != 0)).rename("unmatched_share")


def gaps(rows: pd.DataFrame) -> pd.DataFrame:
    """Where printed totals and the sums below them differ by more than rounding.

    Returns
    -------
    DataFrame
        ``region, period, indicator, printed, summed, gap`` with gap = printed − summed: for a region its heading and
        its lines, for the country its row and the regions' headings.
    """
    compared = _compared(rows)
    found = compared[~_is_rounding(compared["gap"], compared["printed"])]
    return found.sort_values([schema.PERIOD, schema.REGION, schema.INDICATOR]).reset_index(drop=True)


def unit_slips(rows: pd.DataFrame, *, factor: float = SLIP_FACTOR) -> pd.DataFrame:
    """Find tonnages that were probably printed in another unit: value per tonne far from the line's own median.

    Parameters
    ----------
    rows : DataFrame
        As :func:`iidsp_analysis.loaders.trade.load` returns them.
    factor : float
        How many times above or below the median value per tonne of the same region and line a month must be.

    Returns
    -------
    DataFrame
        ``region, industry, period, usd_per_tonne, median, times``; lines with fewer than six months are not judged.
    """
    line = [schema.REGION, schema.INDUSTRY]
    table = _plain(rows[rows[schema.VALUE] > 0], [*line, schema.PERIOD, schema.INDICATOR])
    is_tonnes = table[schema.INDICATOR].str.endswith("_tonnes")
    keys = [*line, schema.PERIOD]
    pairs = table[~is_tonnes].merge(table[is_tonnes], on=keys, suffixes=("", "_tonnes"))
    pairs["usd_per_tonne"] = pairs[schema.VALUE] * 1000 / pairs[f"{schema.VALUE}_tonnes"]
    groups = pairs.groupby(line)["usd_per_tonne"]
    pairs["median"], months = groups.transform("median"), groups.transform("size")
    pairs["times"] = pairs["usd_per_tonne"] / pairs["median"]
    far = np.abs(np.log(pairs["times"])) >= np.log(factor)
    found: pd.DataFrame = pairs[far & (months >= MONTHS_TO_JUDGE_A_SLIP)]
    return found[[*keys, "usd_per_tonne", "median", "times"]].reset_index(drop=True)


def _plain(rows: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """Turn categories into text, so that tables of different workbooks can be put together."""
    table = rows[[*columns, schema.VALUE]]
    return table.assign(**{column: table[column].astype("str") for column in columns})


def _split(rows: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    is_total = rows[schema.INDUSTRY] == schema.TOTAL
    texts = [column for column in schema.COLUMNS if column != schema.VALUE]
    return rows[~is_total], _plain(rows[is_total], texts)


def _sections_of(lines: pd.DataFrame) -> dict[str, str]:
    chapters = {code: code[:2] for code in lines[schema.INDUSTRY].unique()}
    section_of = {chapter: _section(chapter) for chapter in set(chapters.values())}
    sections = {code: section_of[chapter] for code, chapter in chapters.items()}
    return {**sections, UNSPECIFIED_GOODS: OTHER}


def _section(chapter: str) -> str:
    try:
        return industries.hs_section_of_chapter(chapter)
    except UnknownLabelError:
        return schema.RESIDUAL


def _sum(lines: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Add lines up, with the status of their month and a note on confidential ones."""
    status = lines[schema.STATUS]
    flagged = lines.assign(hidden=status == schema.SUPPRESSED, early=status == schema.PROVISIONAL)
    sums = flagged.groupby(keys, observed=True, sort=False).agg(
        value=(schema.VALUE, "sum"), hidden=("hidden", "sum"), early=("early", "any")
    )
    told = sums["hidden"].astype("str").to_numpy() + " confidential lines left out"
    return _plain(sums[[schema.VALUE]].reset_index(), keys).assign(
        **{
            schema.STATUS: np.where(sums["early"], schema.PROVISIONAL, schema.OBSERVED),
            schema.NOTE: np.where(sums["hidden"] > 0, told, ""),
        }
    )


def _compared(rows: pd.DataFrame) -> pd.DataFrame:
    lines, totals = _split(rows)
    keys = [schema.REGION, schema.PERIOD, schema.INDICATOR]
    summed = lines.groupby(keys, observed=True)[schema.VALUE].sum().reset_index()
    is_country = totals[schema.REGION] == schema.COUNTRY
    country = totals[~is_country].groupby(keys[1:])[schema.VALUE].sum().reset_index().assign(region=schema.COUNTRY)
    below = pd.concat([_plain(summed, keys), country[[*keys, schema.VALUE]]])
    compared = totals[[*keys, schema.VALUE]].merge(below, on=keys, how="outer", suffixes=("_printed", "_summed"))
    compared.columns = pd.Index([*keys, "printed", "summed"])
    compared["summed"] = compared["summed"].fillna(0.0)
    return compared.assign(gap=compared["printed"] - compared["summed"]).dropna(subset="gap")


def _is_rounding(gap: pd.Series, printed: pd.Series) -> pd.Series:
    return gap.abs() <= np.maximum(ABSOLUTE_TOLERANCE, RELATIVE_TOLERANCE * printed.abs())


def _of_believed_blocks(sections: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Drop the sections of blocks that miss their heading, unless confidential lines explain why they fall short."""
    keys = [schema.REGION, schema.PERIOD, schema.INDICATOR]
    hidden = _plain(rows[rows[schema.STATUS] == schema.SUPPRESSED], keys)[keys].drop_duplicates()
    found = gaps(rows).merge(hidden, on=keys, how="left", indicator="explained")
    doubtful = found.loc[(found["explained"] != "both") | (found["gap"] < 0), keys]
    marked = sections.merge(doubtful, on=keys, how="left", indicator="block")
    return marked[marked["block"] == "left_only"].drop(columns="block")


def _missing_country_totals(totals: pd.DataFrame) -> pd.DataFrame:
    keys = [schema.PERIOD, *_MEASURE]
    is_country = totals[schema.REGION] == schema.COUNTRY
    sums = totals[~is_country].groupby(keys, sort=False)[schema.VALUE].sum().reset_index()
    absent = sums.merge(totals.loc[is_country, keys], on=keys, how="left", indicator=True)
    return absent[absent.pop("_merge") == "left_only"].assign(
        **{
            schema.REGION: schema.COUNTRY,
            schema.INDUSTRY: schema.TOTAL,
            schema.STATUS: schema.DERIVED,
            schema.NOTE: "sum of the regions; the table prints no total of the country",
        }
    )


def _residuals(rows: pd.DataFrame) -> pd.DataFrame:
    is_total = rows[schema.INDUSTRY] == schema.TOTAL
    signed = rows.assign(value=rows[schema.VALUE].where(is_total, -rows[schema.VALUE]))
    left = signed.groupby(_CELL, sort=False)[schema.VALUE].sum().reset_index()
    totals = rows.loc[is_total, [*_CELL, schema.VALUE]].rename(columns={schema.VALUE: "printed"})
    left = left.merge(totals, on=_CELL)
    found = left[~_is_rounding(left[schema.VALUE], left["printed"])].drop(columns="printed")
    note = "printed total less the sections that can be read from the lines"
    return found.assign(**{schema.INDUSTRY: schema.RESIDUAL, schema.STATUS: schema.DERIVED, schema.NOTE: note})
