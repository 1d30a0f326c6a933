"""Whether the light of processed exports hangs on what counts as processed."""

from __future__ import annotations

from collections.abc import Sequence

from iidsp_analysis import industries
from iidsp_analysis.language import Language
from iidsp_analysis.monitors.programme_bases import Recount, depends_on_definition
from iidsp_analysis.sections import programme_words as words
from iidsp_analysis.sections.context import Context


def definition_name(language: Language, definition: str) -> str:
    """Name of a definition of processed exports; "" is the default one."""
    known = industries.PROCESSED_EXPORT_DEFINITIONS
    chosen = known[definition] if definition else next(one for one in known.values() if one.is_default)
    return chosen.name[language.code]


def definition_sentence(context: Context, told: Sequence[Recount]) -> str:
    """Lights and indices by definition; "" where the exports have no light."""
    if not told:
        return ""
    language, say = context.language, context.language.say
    listed = "; ".join(
        say("{definition} – {light}, index {index}", definition=definition_name(language, one.definition),
            light=words.LIGHTS[one.judgement.light](language), index=language.number(one.judgement.index))
        for one in told
    )  # fmt: skip
    if depends_on_definition(tuple(told)):
        return say("The light of processed exports depends on their definition. {list}.", list=listed)
    return say("The light of processed exports is the same under every definition. {list}.", list=listed)
