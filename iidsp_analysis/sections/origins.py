"""Where the figures of a section come from: its tables with edition, file and checksum, and the steps since."""

from __future__ import annotations

from dataclasses import replace

from iidsp_analysis import schema
from iidsp_analysis.results import Origin, Result
from iidsp_analysis.sections.context import Context
from iidsp_analysis.sources import Source

#: So many characters of a checksum are told; the whole stands in the list of sources and in ``manifest.json``.
_OF_CHECKSUM = 12
_CORRECTED = "corrected cells of "


def with_origin(context: Context, result: Result) -> Result:
    """Return a result with the tables behind it; one without tables of the panel as it is."""
    sources = context.used_sources(result.sources)
    if result.is_missing or result.origin is not None or not sources:
        return result
    return replace(result, origin=Origin(tuple(_told(context, source) for source in sources), _steps(context, sources)))


def _told(context: Context, source: Source) -> tuple[str, str]:
    say, code = context.language.say, context.language.code
    about = say(
        "{title}, {unit}; file {file}, SHA-256 {checksum}…", title=source.title[code], unit=say(source.unit),
        file=f"data/raw/{source.file}", checksum=source.sha256[:_OF_CHECKSUM],
    )  # fmt: skip
    return context.cite(source), about


def _steps(context: Context, sources: list[Source]) -> str:
    corrected = sum(_corrected(context, source.id) for source in sources)
    say, count = context.language.say, context.language.count
    done = [say("files read as published"),
            count("{number} cell of them corrected by the ledger", "{number} cells of them corrected by the ledger",
                  corrected) if corrected else say("no cell of them corrected"),
            say("regions on the borders of {borders}", borders=context.borders)]  # fmt: skip
    done += [say("periods before {as_of} only", as_of=context.as_of)] if context.as_of else []
    done += [say("computed by the code under this section")]
    return say("Steps: {steps}.", steps="; ".join(done))


def _corrected(context: Context, source_id: str) -> int:
    """Cells of a table that the ledger of corrections has changed."""
    name = f"{_CORRECTED}{source_id}"
    if name not in context.shared:
        rows = context.published.rows
        own = rows.loc[rows[schema.SOURCE] == source_id, schema.NOTE]
        context.shared[name] = int(own.astype("string").str.startswith("corrected").sum())
    found = context.shared[name]
    assert isinstance(found, int)
    return found
