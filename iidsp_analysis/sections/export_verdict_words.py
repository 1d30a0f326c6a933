"""The verdict on exports in sentences: the country, the falls split by group of goods, the regions that were named."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from iidsp_analysis import prose
from iidsp_analysis.language import MISSING, Language
from iidsp_analysis.monitors.export_announced import AnnouncedTotal, NamedRegions
from iidsp_analysis.monitors.export_cube import MILLION
from iidsp_analysis.monitors.export_moves import JointFall, Moved
from iidsp_analysis.monitors.export_named import NamedCheck, check_named
from iidsp_analysis.monitors.export_verdict import ROSE, UNKNOWN, Change, Verdict
from iidsp_analysis.sections import export_words as words

#: Groups of goods that a split names one by one; the others stand together.
NAMED_GROUPS = 3


def country_sentence(language: Language, found: Verdict) -> str:
    """What the country's exports did, without their main group of goods too, and whether the question applies."""
    say, country = language.say, found.country
    before = words.span_label(language, found.comparison.before)
    if country is None:
        return say("Against {before}: a month of the country is missing, so nothing is compared.", before=before)
    told = say(
        "Against {before} the country's processed exports {change} ({size}); without their main group, {goods}: "
        "{without}.",
        before=before,
        change=prose.change(language, country.growth),
        size=words.signed_millions(language, country.change),
        goods=words.goods(language, country.main_section),
        without=language.signed_percent(country.growth_without_section),
    )
    if found.applies:
        rises_by_it = country.change_without_section <= 0
        return told + (" " + say("So the country's rise is that of this one group.") if rises_by_it else "")
    return told + " " + say("The country itself did not rise: the question who fell while it rose is not applicable.")


def falls_sentence(language: Language, found: Verdict) -> str:
    """All regions that fell while the country rose, the largest fall first, and those that cannot be compared."""
    say = language.say
    if found.state != ROSE:
        return ""
    told = say("Fell while the country rose – {count} of {compared} regions: {falls}.", count=len(found.falls),
               compared=found.compared, falls=words.falls_list(language, found.falls))  # fmt: skip
    if not found.unknown:
        return told
    return told + " " + say("Not known, since months are missing: {names}.", names=words.names(language, found.unknown))


def split(language: Language, change: Change) -> str:
    """A change by group of goods: the groups that move most in its direction, and the rest together; it adds up."""
    ordered = change.by_section if change.change < 0 else change.by_section[::-1]
    shown = ordered[:NAMED_GROUPS]
    told = [f"{code} {language.signed(value / MILLION)}" for code, value in shown.items()]
    rest = (change.change - shown.sum()) / MILLION
    return "; ".join([*told, language.say("all other groups {change}", change=language.signed(rest))])


def joint_sentence(language: Language, falls: JointFall, moved: Moved | None) -> str:
    """The group of goods that makes most of the falls together, and where the same group rose."""
    say = language.say
    told = say(
        "All falls of one percent or more together ({names}): {fall}, of which {goods}: {section_fall}.",
        names=words.names(language, falls.regions),
        fall=words.signed_millions(language, falls.fall),
        goods=words.goods(language, falls.section),
        section_fall=words.signed_millions(language, falls.section_fall),
    )
    if moved is None:
        return told
    return told + " " + say(
        "The same group rose elsewhere: {name} ({rise}); in the country it changed by {country}. A part of these falls "
        "may be another place of registration.",
        name=words.place(language, moved.risen), rise=words.signed_millions(language, moved.rise),
        country=words.signed_millions(language, moved.country),
    )  # fmt: skip


def named_sentence(language: Language, found: Verdict, named: NamedRegions) -> str:
    """Whether the named regions are those that fell: hits, misses, and whether they are the largest falls."""
    say = language.say
    if not found.applies:
        return ""
    check = check_named(found, named.ids)
    told = [say("Of the {count} regions named {hits} fell.", count=len(named.ids), hits=len(check.hits))]
    told.append(say("Fell without being named: {missed}; named without a fall: {rose}.",
                    missed=words.names(language, check.missed),
                    rose=words.names(language, check.did_not_fall)))  # fmt: skip
    if check.unknown:
        told.append(say("Named, but months are missing: {names}.", names=words.names(language, check.unknown)))
    told.append(_largest(language, check))
    return " ".join(told)


def _largest(language: Language, check: NamedCheck) -> str:
    say = language.say
    if check.are_largest is None:
        return say("Whether the regions named are the largest falls cannot be told while regions are missing.")
    if not check.are_largest:
        return say("The regions named are not the largest falls in mln USD.")
    told = say("The regions named are the largest falls in mln USD.")
    if not check.larger_in_percent:
        return told
    larger = "; ".join(f"{words.place(language, fall.region)} {language.signed_percent(fall.growth)}"
                       for fall in check.larger_in_percent)  # fmt: skip
    return told + " " + say("In percent others fell more than some of them: {falls}.", falls=larger)


def named_elsewhere(language: Language, named: NamedRegions) -> str:
    """Regions named that are no territory of the borders in use."""
    if not named.elsewhere:
        return ""
    return language.say(
        "Named, but no region of these borders: {names}. Choose the borders of 2014 to compare all of them.",
        names=words.names(language, named.elsewhere),
    )


def were_right(language: Language, found: Verdict, named: NamedRegions) -> str:
    """The same in two or three words, for a table."""
    say = language.say
    if found.state == UNKNOWN:
        return MISSING
    if not found.applies:
        return say("not applicable")
    check = check_named(found, named.ids)
    if check.exact:
        return say("exactly these")
    if check.are_largest:
        return say("the largest in mln USD")
    return say("{hits} of {count}", hits=len(check.hits), count=len(named.ids))


def summary_sentence(language: Language, found: Sequence[Verdict], named: NamedRegions) -> str:
    """Over all definitions and both earlier years: were the regions named the right ones."""
    say = language.say
    applied = [one for one in found if one.applies]
    checks = [check_named(one, named.ids) for one in applied]
    if any(check.are_largest is None for check in checks):
        return say("Whether the right regions were named cannot be told on these borders: regions are missing.")
    if not checks:
        return say("The country rose under no definition: whether the right regions were named cannot be told.")
    return say(
        "Definitions and years compared: {all}; the country rose in {applied}. The regions named are the largest "
        "falls in mln USD in {largest} of these, and exactly the regions that fell in {exact}.",
        all=len(found),
        applied=len(applied),
        largest=sum(check.are_largest is True for check in checks),
        exact=sum(check.exact is True for check in checks),
    )


def fewer_sentence(language: Language, found: Sequence[Verdict], named: NamedRegions) -> str:
    """The cases in which not every region named fell; nothing where all of them always fell."""
    checks = [(one, check_named(one, named.ids)) for one in found if one.applies]
    told = [
        language.say("{name}, against {before}: {hits} of {count}",
                     name=words.definition_name(language, one.definition),
                     before=words.span_label(language, one.comparison.before),
                     hits=len(check.hits), count=len(named.ids))
        for one, check in checks if not check.all_fell
    ]  # fmt: skip
    return language.say("Not all regions named fell – {list}.", list="; ".join(told)) if told else ""


def announced_sentence(language: Language, announced: AnnouncedTotal, measured: pd.DataFrame) -> str:
    """What was announced beside what the definitions give, and whether one of them gives it."""
    say = language.say
    told = "; ".join(
        say("{name}: {value} bn USD ({growth})", name=words.definition_name(language, str(definition)),
            value=language.number(row["value"] / 1000), growth=language.signed_percent(row["growth"]))
        for definition, row in measured.iterrows()
    )  # fmt: skip
    start = say(
        "Announced on {date}: {value} bn USD in {year}, {growth} on {base}. The loaded table gives – {list}.",
        date=language.date(announced.as_of),
        value=language.number(announced.value / 1000),
        year=announced.year,
        growth=language.signed_percent(announced.growth),
        base=announced.base,
        list=told,
    )
    if measured["is_reproduced"].any():
        return start + " " + say("One definition gives the announced figures.")
    return start + " " + say("No definition gives the announced figures: they are not reproduced.")
