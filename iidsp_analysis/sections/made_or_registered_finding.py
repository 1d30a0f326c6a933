"""What the test "made here or registered here" finds for one region, as one sentence without a full stop."""

from __future__ import annotations

import pandas as pd

from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.monitors.made_or_registered import Flag, excess_of
from iidsp_analysis.monitors.made_verdicts import DOUBTFUL, NOT_JUDGED, UNKNOWN, Judgement
from iidsp_analysis.sections import made_or_registered_words as words
from iidsp_analysis.sections.context import Context


def judgement_of(context: Context) -> Judgement:
    """Verdicts on the exports of the report's year.

    Raises
    ------
    MissingDataError
        If no exports of the year are loaded.
    """
    return context.export_verdicts


def registered_sentence(context: Context, *, processed: bool = True) -> str | None:
    """The sentence that export sections of a flagged region put first; None for other regions and the country.

    ``processed``: only what concerns processed exports, for sections on them; else all goods, minerals included. None
    also where the figures to tell are missing: no sentence is no proof.
    """
    if context.is_country:
        return None
    try:
        flag = excess_of(judgement_of(context), context.region.id)
    except MissingDataError:
        return None
    if processed:
        return f"{words.processed_flag_sentence(context, flag)}." if flag.is_raised_on_processed else None
    return f"{words.flag_sentence(context, flag)}." if flag.is_raised else None


def judged_cells(judgement: Judgement, region: str) -> pd.DataFrame:
    """The HS sections of a region that are large enough for a verdict, the largest exports first."""
    cells = judgement.of(region)
    return cells[cells["verdict"] != NOT_JUDGED].sort_values("exports", ascending=False)


def nothing_is_known(judged: pd.DataFrame) -> bool:
    """Whether the figures allow no verdict at all."""
    return bool((judged["verdict"] == UNKNOWN).all())


def finding(context: Context, judgement: Judgement) -> str:
    """The finding for the region; there must be something known (:func:`nothing_is_known`)."""
    say = context.language.say
    flag = excess_of(judgement, context.region.id)
    if flag.is_raised:
        return words.flag_sentence(context, flag)
    if flag.at_least > 0:
        return _too_little(context, flag)
    told = {"of_region": context.of_region, "year": judgement.year}
    judged = judged_cells(judgement, context.region.id)
    doubtful = [str(code) for code in judged.index[judged["verdict"] == DOUBTFUL]]
    if doubtful:
        return say("Exports {of_region} in {year}: {goods} in doubt, no other contradiction",
                   goods=words.goods(context, doubtful), **told)  # fmt: skip
    if (judged["verdict"] == UNKNOWN).any():
        return say("Exports {of_region} in {year} are within what its industries can carry, as far as figures are "
                   "published", **told)  # fmt: skip
    return say("Exports {of_region} in {year} are within what its industries can carry", **told)


def _too_little(context: Context, flag: Flag) -> str:
    """An excess below the flag; "cannot" only where all of it is above the largest output."""
    say = context.language.say
    told = {"of_region": context.of_region, "year": flag.year, "amount": words.millions(context, flag.at_least)}
    if flag.impossible >= flag.at_least:
        return say("Exports {of_region} in {year}: {amount} mln USD cannot have been made there, too little for a flag",
                   **told)  # fmt: skip
    return say("Exports {of_region} in {year}: {amount} mln USD are most likely only registered there, too little for "
               "a flag", **told)  # fmt: skip


def verdict_by_goods(context: Context) -> str:
    """What other pages say about the test: its finding, or that it cannot be made."""
    say = context.language.say
    name = say("Made here or registered here")
    try:
        judgement = judgement_of(context)
    except MissingDataError:
        judgement = None
    if judgement is None or nothing_is_known(judged_cells(judgement, context.region.id)):
        return say("The test by goods, “{section}”, cannot be made for {year}: figures are missing.", section=name,
                   year=context.year)  # fmt: skip
    told = say("The test by goods is the section “{section}”.", section=name)
    return f"{told} {finding(context, judgement)}."
