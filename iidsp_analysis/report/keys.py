"""The content key of a job: everything that decides its page. Equal keys, equal pages – nothing has to be done.

Every page prints one checksum of the official tables at its foot, and most of its numbers are compared with those of
other regions and of the country: the tables count whole for every page. The user's own files do not: the plan of one
region is read by the page of that region and by those of the country (:mod:`report.slices`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from iidsp_analysis.report import inputs, slices
from iidsp_analysis.report.jobs import Job
from iidsp_analysis.report.manifest import Row


@dataclass(frozen=True)
class Key:
    """Checksum of every part that decides a page, by the name of the part."""

    parts: dict[str, str]

    @property
    def value(self) -> str:
        """The key: one checksum of the parts."""
        return inputs.digest(self.parts)


@dataclass(frozen=True)
class Edition:
    """The files and versions from which a batch makes its pages."""

    tables: dict[str, str]
    own: dict[str, str]
    code: dict[str, str]
    libraries: dict[str, str]
    notebooks: dict[str, str]

    @property
    def data(self) -> str:
        """Checksum of the data alone, as a worker computes it again when its page is made."""
        return inputs.checksum({"tables": self.tables, "own": self.own})

    @property
    def id(self) -> str:
        """Short checksum of the whole edition."""
        return inputs.digest(self.told())[:16]

    def told(self) -> dict[str, Any]:
        """The edition as the manifest holds it; of the code its checksum only."""
        return {
            "tables": self.tables,
            "own": self.own,
            "code": inputs.digest(self.code),
            "libraries": self.libraries,
            "notebooks": self.notebooks,
        }


def look(notebooks: Path) -> Edition:
    """Take the checksums of everything as it lies there now."""
    return Edition(inputs.tables(), inputs.own_files(), inputs.code(), inputs.libraries(), inputs.notebooks(notebooks))


def keys(jobs: Sequence[Job], edition: Edition) -> dict[str, Key]:
    """Return the key of every job by its slug."""
    shared = {
        "code": inputs.digest(edition.code),
        "libraries": inputs.digest(edition.libraries),
        "tables": inputs.digest(edition.tables),
    }
    own = slices.own_parts(jobs, edition.own)
    return {job.slug: Key(shared | _own_parts(job, edition) | own[job.slug]) for job in jobs}


def _own_parts(job: Job, edition: Edition) -> dict[str, str]:
    return {
        "notebook": edition.notebooks.get(job.notebook, ""),
        "parameters": inputs.digest([job.kind, job.parameters]),
        "language": " ".join(filter(None, (job.settings.language, job.settings.languages))),
    }


#: What a person is told of a part that is another than it was.
WORDS = {
    "notebook": "its notebook",
    "parameters": "its parameters",
    "language": "its language",
    "code": "the program",
    "libraries": "the libraries",
    "tables": "the official tables",
    "plans": "the export plans that it tells",
    "targets": "the targets that it tells",
    "projects": "the projects that it tells",
    "boundaries": "the boundaries that it draws",
    "linkages": "the input–output table that it tells",
    "world": "the world trade that it tells",
    "peers": "the economies that it compares with",
    "forced": "it was asked for (--force)",
    "new": "there was no page yet",
    "page": "the page is gone or is not the one that was written",
    "unfinished": "the last run did not finish it",
}


#: Folder of the user's own files behind a part.
_FOLDER_OF = {
    "plans": "plans", "targets": "plans", "projects": "projects", "boundaries": "geo",
    **{part: folder for part, (folder, _) in slices.TOLD_WHOLE.items()},
}  # fmt: skip


def differing(row: Row | None, key: Key, *, is_forced: bool = False) -> tuple[str, ...]:
    """Name the parts for which a page is made; none of them changed where only the page itself is gone."""
    if row is None or not row.key:
        return ("new",)
    if is_forced:
        return ("forced",)
    changed = tuple(name for name in key.parts if row.parts.get(name) != key.parts[name])
    if changed:
        return changed
    return ("page",) if row.status == "done" else ("unfinished",)


def explanation(why: Sequence[str], before: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    """Tell for which parts a page is made, with the files that changed between two editions."""
    told = [WORDS.get(name, name) + _files(name, before, now) for name in why]
    return ", ".join(told)


def _files(part: str, before: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    """Names of the files or libraries behind a part that changed, in brackets."""
    entry = {"tables": "tables", "libraries": "libraries", **dict.fromkeys(_FOLDER_OF, "own")}
    if part not in entry or not before:
        return ""
    old, new = before.get(entry[part], {}), now.get(entry[part], {})
    changed = sorted(name for name in {*old, *new} if old.get(name) != new.get(name))
    if entry[part] == "own":
        changed = [name for name in changed if name.startswith(f"{_FOLDER_OF[part]}/")]
    return f" ({', '.join(changed[:3])}{' …' if len(changed) > 3 else ''})" if changed else ""
