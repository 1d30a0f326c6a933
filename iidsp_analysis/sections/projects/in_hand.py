"""Which stored register the ranking of a year looks at, and the projects in hand that it tells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from iidsp_analysis.errors import MissingDataError
from iidsp_analysis.loaders.projects import snapshots
from iidsp_analysis.loaders.projects.register import Register
from iidsp_analysis.loaders.projects.snapshots import Snapshot
from iidsp_analysis.models.candidates import Candidates
from iidsp_analysis.monitors.projects import standing
from iidsp_analysis.monitors.projects.pipeline import InHand, projects_in_hand
from iidsp_analysis.panel import Panel
from iidsp_analysis.sections.projects.view import EXAMPLE

if TYPE_CHECKING:
    from iidsp_analysis.sections.context import Context

#: Names in ``Context.shared``.
IN_HAND: Final = "projects in hand"
REGISTER: Final = "register of the ranking"


def with_projects(context: Context, candidates: Candidates, panel: Panel) -> Candidates:
    """Hand the projects in hand to the candidates of a set of borders; unchanged where no register tells any.

    Raises
    ------
    SourceError
        If the stored register is damaged. It stops every report that would use it, and says which folder is to be
        restored or deleted: a ranking made in silence without it would differ from the one before for no reason that a
        reader can see.
    UsageError
        If the register that was asked for does not exist.
    """
    found = _found(context, candidates, panel)
    if panel is context.panel:
        context.shared[IN_HAND] = found
    if found is None:
        return candidates
    return replace(candidates, evidence=replace(candidates.evidence, projects=found.frame))


def in_hand(context: Context) -> InHand | None:
    """Return the projects in hand behind the report's ranking; None where it was made without a register."""
    if context.survey.candidates.evidence.projects is None:
        return None
    shared = (context.common or context).shared  # the one that made the survey has it
    if IN_HAND not in shared:
        shared[IN_HAND] = _found(context, context.survey.candidates, context.panel)
    found = shared[IN_HAND]
    return found if isinstance(found, InHand) else None


def _found(context: Context, candidates: Candidates, panel: Panel) -> InHand | None:
    """A register that says nothing about the year, or costs that cannot be converted, leave the lens without data."""
    try:
        register = _register(context)
        return None if register is None else projects_in_hand(register, candidates, panel)
    except MissingDataError:
        return None


def _register(context: Context) -> Register | None:
    if REGISTER not in context.shared:
        context.shared[REGISTER] = _opened(context)
    register = context.shared[REGISTER]
    return register if isinstance(register, Register) else None


def _opened(context: Context) -> Register | None:
    """The register that was asked for, else the stored one that fits the year; never made-up projects.

    The redacted edition ranks without projects: what one project costs could be read from a share. Without a stored
    register nothing is opened, so that nobody waits for the example.
    """
    if context.redact or context.register == EXAMPLE:
        return None
    real = [each for each in snapshots.snapshots() if not each.is_example]
    known = [each for each in real if snapshots.is_known_by(each, context.as_of)]
    if not known:
        return None
    if context.register:
        register = context.projects.register
        return None if register.is_example else register
    return snapshots.load(fitting(known, context.year))


def fitting(known: Sequence[Snapshot], year: int) -> Snapshot:
    """Choose the version of the register that knows the end of a year best.

    The newest of the year itself or of the months in which its annual register is drawn up
    (:data:`standing.LAG_MONTHS`), because it knows nothing of what came after; else the first later one; else the
    newest, which is too old. Of two versions of one day the one that was stored last.
    """
    of_year = [
        each for each in known if not standing.is_too_old(each.as_of, year) and not standing.is_later(each.as_of, year)
    ]
    later = [each for each in known if standing.is_later(each.as_of, year)]
    first_later = min((each.as_of for each in later), default="")
    chosen = of_year or [each for each in later if each.as_of == first_later] or list(known)
    return max(chosen, key=lambda each: (each.as_of, each.stored))
