"""Which messages reach the reader, and the catalogue that translates them.

``python -m iidsp_analysis.messages`` brings every catalogue up to date with the code, the page templates, the
notebooks and the words that stand in the tables themselves: new messages come in untranslated, unused ones go.
"""

from __future__ import annotations

import csv
import io
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import resources
from itertools import chain
from pathlib import Path

import nbformat
from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as PoMessage
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

from iidsp_analysis import folders, schema
from iidsp_analysis.command_texts import command_texts
from iidsp_analysis.extraction import Message, code_messages
from iidsp_analysis.language import LANGUAGES
from iidsp_analysis.loaders.corrections import read_ledger
from iidsp_analysis.report.render import render_page
from iidsp_analysis.report.shell import TEMPLATES, TOOL_WORDS
from iidsp_analysis.sources import read_sources

#: English messages need no catalogue.
TRANSLATED = tuple(code for code in LANGUAGES if code != "en")
#: Catalogues: of what readers see, and of what the command line says.
PAGES, COMMAND = "iidsp.po", "command.po"
#: Sentences of the library that reads the command line.
OF_THE_LIBRARY = (
    "No such option: {name}", "No such option: {name} Did you mean {close}?", "No such command {name}.",
    "No such command {name}. Did you mean {close}?", "Missing argument {name}.", "Missing option {name}.",
    "Missing command.", "Got unexpected extra argument ({arguments})", "Got unexpected extra arguments ({arguments})",
    "Option {name} requires an argument.", "Invalid value for {name}: {reason}",
    "{value} is not a valid integer.", "{value} is not a valid float.", "{value} is not in the range {range}.",
)  # fmt: skip
#: Lines of a catalogue's head that change without its messages, or say nothing.
CHANGING = tuple(
    f'"{name}: '
    for name in ("Project-Id-Version", "Report-Msgid-Bugs-To", "POT-Creation-Date", "PO-Revision-Date",
                 "Last-Translator", "Language-Team", "Generated-By")
)  # fmt: skip


def all_messages() -> list[Message]:
    """List every message once for each file that says it, in the order of the catalogue."""
    return list(chain(code_messages(), template_messages(), notebook_messages(), data_messages()))


# --- pages, notebooks, tables -------------------------------------------------------------------------------------


def template_messages(folder: Path = TEMPLATES) -> Iterator[Message]:
    """List the messages of the page templates."""
    for path in sorted(folder.glob("*.j2")):
        with path.open("rb") as stream:
            for _, text, _, _ in extract("jinja2", stream, keywords={"_": None}):
                yield Message(str(text), "", f"report/templates/{path.name}")
    yield from (Message(text, "", "report/templates/tools.js") for text in TOOL_WORDS.values())


def notebook_messages(folder: Path | None = None) -> Iterator[Message]:
    """List what the pages ask a translation for while they are made of the notebooks' prose."""
    for path in sorted((folder or folders.notebooks()).glob("*.ipynb")):
        asked: list[str] = []
        notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
        render_page(notebook, language="en", title=path.stem, translate=_recording(asked))
        of_shell = {message.text for message in template_messages()}
        yield from (Message(text, "", f"notebooks/{path.name}") for text in asked if text not in of_shell)


def _recording(asked: list[str]) -> Callable[[str], str]:
    def translate(message: str) -> str:
        asked.append(message)
        return message

    return translate


def data_messages(raw_folder: Path | None = None) -> Iterator[Message]:
    """List the words of the tables that a report prints: names of tables, units, reasons of corrections."""
    raw = raw_folder or folders.raw()
    sources = read_sources(raw).values()
    told = [(source.table, "sources.yml") for source in sources] + [(source.unit, "sources.yml") for source in sources]
    told += [(unit, "schema.py") for unit, _ in schema.INDICATORS.values()]
    told += [(unit, source.file) for source in sources for unit in _units(raw / source.file)]
    ledger = read_ledger(raw)
    told += [(reason, "corrections.csv") for reason in ledger["reason"]]
    products = [source.id for source in sources if source.classification == "product"]
    told += [(code.replace("_", " ").lower(), "corrections.csv")
             for code in ledger.loc[ledger["source"].isin(products), "industry"]]  # fmt: skip
    return (Message(text, "", where) for text, where in dict.fromkeys(told) if _is_words(text))


def _units(table: Path) -> list[str]:
    with table.open(encoding="utf-8", newline="") as stream:
        return sorted({row["unit"] for row in csv.DictReader(stream) if row.get("unit")})


def _is_words(text: str) -> bool:
    """Whether a text can be translated: codes, numbers and signs cannot."""
    return any(letter.islower() for letter in text)


# --- catalogues ---------------------------------------------------------------------------------------------------


def catalogue_path(code: str, name: str = PAGES) -> Path:
    """Path of a language's catalogue: of the pages, or of the command line."""
    return Path(str(resources.files("iidsp_analysis"))) / "locale" / code / "LC_MESSAGES" / name


def read_catalogue(path: Path, code: str) -> Catalog:
    """Read a catalogue; one that does not exist yet is empty."""
    text = path.read_bytes() if path.is_file() else b""
    return read_po(io.BytesIO(text), locale=code)


def updated(catalogue: Catalog, messages: Iterable[Message]) -> Catalog:
    """Return a catalogue of exactly these messages, with the translations that the given one has for them.

    A message that has none is left empty: nothing is guessed from a similar one.
    """
    fresh = Catalog(locale=catalogue.locale, project="iidsp-analysis", header_comment="", fuzzy=False)
    for text, plural, where in messages:
        identity = (text, plural) if plural else text
        known = catalogue.get(text)
        translation = known.string if known is not None and known.id == identity else None
        fresh.add(identity, translation, locations=[(where, 0)] if where else [])
    for message in fresh:
        # "% of GRP" is prose with gaps in braces; Babel takes "% o" for a gap of the old kind.
        message.flags.discard("python-format")
    return fresh


def write_catalogue(catalogue: Catalog, path: Path) -> None:
    """Write a catalogue: equal contents give equal bytes, a failure leaves the old file."""
    written = io.BytesIO()
    write_po(written, catalogue, width=110, include_lineno=False, ignore_obsolete=True)
    lines = written.getvalue().decode().splitlines(keepends=True)
    aside = path.with_suffix(".part")
    try:
        aside.write_text("".join(line for line in lines if not line.startswith(CHANGING)).lstrip(), encoding="utf-8")
        os.replace(aside, path)
    finally:
        aside.unlink(missing_ok=True)


def untranslated(catalogue: Catalog) -> list[str]:
    """List the messages that have no translation, or a doubtful one."""
    return [_forms(message.id)[0] for message in catalogue if message.id and (message.fuzzy or not _is_done(message))]


def _is_done(message: PoMessage) -> bool:
    forms = _forms(message.string or "")
    return bool(forms) and all(forms)


def _forms(text: str | Sequence[str]) -> list[str]:
    """Return a text, or all forms of a text with plurals."""
    return [text] if isinstance(text, str) else list(text)


def command_messages() -> list[Message]:
    """List what the command line says, and what its library says of wrong words."""
    return [Message(text, "", "") for text in dict.fromkeys((*command_texts(), *OF_THE_LIBRARY))]


def main() -> None:
    """Bring every catalogue up to date and say what is left to translate."""
    for name, messages in ((PAGES, all_messages()), (COMMAND, command_messages())):
        _update(name, messages)


def _update(name: str, messages: Sequence[Message]) -> None:
    for code in TRANSLATED:
        path = catalogue_path(code, name)
        catalogue = updated(read_catalogue(path, code), messages)
        write_catalogue(catalogue, path)
        missing = untranslated(catalogue)
        told = [f"{path.name} ({code}): {len(catalogue)} messages, {len(missing)} without translation", *missing]
        sys.stdout.write("\n  ".join(told) + "\n")


if __name__ == "__main__":
    main()
