"""The months of processed exports in sentences: the break, the trend of the last months, the season."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from babel.dates import format_date

from iidsp_analysis.language import Language
from iidsp_analysis.monitors.export_cube import MILLION
from iidsp_analysis.monitors.export_months import ExportMonths, Phase, Turn
from iidsp_analysis.monitors.export_stops import Stop
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.export_words import goods, month

#: Below this share of what the trend leaves a season is not worth a sentence about its months.
VISIBLE = 0.1
#: With fewer months than this a break that is not found may well be there.
MONTHS_TO_TRUST = 60


def title(context: Context, found: ExportMonths) -> str:
    """The break and what came after it, or the average trend and that no break is proven."""
    language, turn, last = context.language, found.last_turn, found.phases[-1]
    if turn is not None:
        return language.say(
            "Break in the trend of processed exports {of_region}: {month}; level {step}, trend before it {before} a "
            "year, after it {after} a year",
            of_region=context.of_region, month=month(language, turn.month), step=step_words(language, turn.step),
            before=language.signed_percent(found.phases[-2].growth, 0), after=language.signed_percent(last.growth, 0),
        )  # fmt: skip
    gaps = _trend(language, last) | {"of_region": context.of_region}
    if _is_certain(last):
        return language.say(
            "Processed exports {of_region} over {span}: {growth} a year on average (90%: {low} to {high}); no break of "
            "the trend is proven", **gaps,
        )  # fmt: skip
    return language.say(
        "Processed exports {of_region} over {span}: neither growth nor decline for certain ({growth} a year on "
        "average, 90%: {low} to {high}); no break of the trend is proven", **gaps,
    )  # fmt: skip


def _is_certain(phase: Phase) -> bool:
    """Whether the interval of the trend lies on one side of zero."""
    return phase.low > 0 or phase.high < 0


def _trend(language: Language, phase: Phase) -> dict[str, str]:
    return {
        "span": span_words(language, phase.first, phase.last),
        "growth": language.signed_percent(phase.growth, 0),
        "low": language.signed_percent(phase.low, 0),
        "high": language.signed_percent(phase.high, 0),
    }


def span_words(language: Language, first: str, last: str) -> str:
    """Whole years as years, other spans by their months."""
    if first.endswith("-01") and last.endswith("-12"):
        years = (first[:4], last[:4])
        return years[0] if years[0] == years[1] else "–".join(years)
    return f"{month(language, first)} – {month(language, last)}"


def step_words(language: Language, step: float) -> str:
    """A step of the level: in percent, or how many times as high where it is more than double."""
    if step > 1:
        return language.say("{times} times as high", times=language.number(1 + step))
    return language.signed_percent(step, 0)


def breaks(context: Context, found: ExportMonths, stops: Sequence[Stop]) -> tuple[str, ...]:
    """The last break with its interval and what it rests on; earlier ones; or why there is none."""
    language, turn = context.language, found.last_turn
    told = [_no_break(language, found) if turn is None else _break(language, turn)]
    told += [_stop(language, one) for one in stops]
    told.append(_average(language, found))
    if len(found.turns) > 1:
        earlier = ", ".join(month(language, each.month) for each in found.turns[:-1])
        told.append(language.say("Earlier breaks: {months}.", months=earlier))
    return tuple(told)


def _break(language: Language, turn: Turn) -> str:
    say = language.say
    gaps = {"month": month(language, turn.month), "step": step_words(language, turn.step),
            "chance": language.percent(turn.p_value)}  # fmt: skip
    if turn.first == turn.last:
        return say("The new trend fits best from this month on: {month}; with 90% confidence it is this very month. "
                   "Step of the level at the break: {step}. Of simulated series without this break, {chance} show as "
                   "large a break.", **gaps)  # fmt: skip
    return say(
        "The new trend fits best from this month on: {month}. With 90% confidence the date lies in this span: {first} "
        "– {last}. Step of the level at the break: {step}. Of simulated series without this break, {chance} show as "
        "large a break.",
        first=month(language, turn.first), last=month(language, turn.last), **gaps,
    )  # fmt: skip


def _no_break(language: Language, found: ExportMonths) -> str:
    if found.rejected is None:
        return language.say("The months are too few to look for a break.")
    return language.say(
        "A break fits best in this month: {month}. It is not proven: of simulated series without any break, {chance} "
        "show as large a break.",
        month=month(language, found.rejected.month), chance=language.percent(found.rejected.p_value),
    )  # fmt: skip


def _stop(language: Language, stop: Stop) -> str:
    """A group of goods that stops or begins in the month of the break."""
    gaps = {"goods": goods(language, stop.section), "before": language.number(stop.before / MILLION),
            "after": language.number(stop.after / MILLION)}  # fmt: skip
    if stop.is_end:
        return language.say("In this month a group of goods stops – {goods}: {before} mln USD in a typical month of "
                            "the year before, {after} from then on.", **gaps)  # fmt: skip
    return language.say("In this month a group of goods begins – {goods}: {before} mln USD in a typical month of the "
                        "year before, {after} from then on.", **gaps)  # fmt: skip


def _average(language: Language, found: ExportMonths) -> str:
    """The trend of the last months: only an interval on one side of zero is growth or decline."""
    last = found.phases[-1]
    gaps = _trend(language, last)
    if _is_certain(last):
        return language.say("Average of the trend over {span}: {growth} a year (90%: {low} to {high}). It is an "
                            "average of these months, not the change of the last year.", **gaps)  # fmt: skip
    return language.say("Average of the trend over {span}: neither growth nor decline for certain, {growth} a year "
                        "(90%: {low} to {high}). It is an average of these months, not the change of the last year.",
                        **gaps)  # fmt: skip


def season(context: Context, found: ExportMonths) -> str:
    """How much the months of the year explain, with the strongest and the weakest."""
    language = context.language
    share = language.percent(found.strength, 0)
    if found.strength < VISIBLE:
        return language.say("There is hardly any season: months of the year explain {share} of the variation around "
                            "the trend.", share=share)  # fmt: skip
    high, low = int(found.profile.idxmax()), int(found.profile.idxmin())
    return language.say(
        "Season: months of the year explain {share} of the variation around the trend. Strongest month: {high} "
        "({high_size} to the trend); weakest: {low} ({low_size}), medians of the years.",
        share=share, high=_of_the_year(language, high), low=_of_the_year(language, low),
        high_size=language.signed_percent(found.profile[high], 0),
        low_size=language.signed_percent(found.profile[low], 0),
    )  # fmt: skip


def _of_the_year(language: Language, number: int) -> str:
    """A month of the year by itself: December."""
    return format_date(date(2000, number, 1), format="LLLL", locale=language.code)


def left_out(context: Context, found: ExportMonths) -> tuple[str, ...]:
    """Months without figures and months without exports."""
    count, told = context.language.count, []
    if found.missing:
        told.append(
            count(
                "{number} month has no figures by goods: it is left out, not filled.",
                "{number} months have no figures by goods: they are left out, not filled.",
                found.missing,
            )
        )
    if found.zeros:
        told.append(count("{number} month without exports counts as the smallest month with exports when the trend is "
                          "fitted.", "{number} months without exports count as the smallest month with exports when "
                          "the trend is fitted.", found.zeros))  # fmt: skip
    return tuple(told)


def own_caveats(context: Context, found: ExportMonths) -> tuple[str, ...]:
    """What a dated break and an average trend cannot tell, and how little a short series shows."""
    say, known = context.language.say, int(found.series.notna().sum())
    told = [
        say("A break is dated by statistics alone: it names no cause. In dollars at current prices it can be one of "
            "world prices."),
        say("In a regime of one or two years the trend a year is an extrapolation: see its interval. The forecast of "
            "the months ahead does not continue this average trend."),
    ]  # fmt: skip
    if known < MONTHS_TO_TRUST:
        told.append(
            say("Months with figures: {known}. In simulated series of 36 months the test finds a step of the level of "
                "three standard deviations in fewer than two of ten cases: “no break is proven” is weak evidence that "
                "there is none.", known=known)
        )  # fmt: skip
    return tuple(told)
