"""What a group of goods is: its names, its chapters, and the industries that can have made them."""

from __future__ import annotations

from iidsp_analysis import industries
from iidsp_analysis.results import Result, definitions
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sections.exports import goods_label


def goods_passport(context: Context, code: str) -> Result:
    """Names, chapters and possible makers of a group of goods."""
    group, language, say = industries.hs_section(code), context.language, context.language.say
    makers = industries.divisions_of_hs_section(code, manufacturing_only=True)
    told = {
        say("Section of the Harmonized System"): code,
        say("Official name"): group.name[language.code],
        say("In the other languages"): " · ".join(
            name for language_code, name in group.name.items() if language_code != language.code
        ),
        say("Chapters (first two digits)"): ", ".join(group.chapters),
        say("Industries that can make them"): _makers(context, makers),
        say("Processed exports"): industries.default_processed_exports().name[language.code],
    }
    return Result(
        title=say("{name}: a group of goods", name=goods_label(context, code)),
        reading=(
            say("A group of goods (HS section) holds products of several industries; its exports are not those of one "
                "industry."),
            say("Customs data book exports where the exporter is registered, not where the goods are made."),
        ),
        language=language,
        before=definitions(told),
    )  # fmt: skip


def _makers(context: Context, makers: tuple[str, ...]) -> str:
    code = context.language.code
    told = [f"{each} {industries.division(each).short[code]}" for each in makers]
    return "; ".join(told) or context.language.say("none of the manufacturing industries")
