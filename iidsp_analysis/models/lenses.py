"""The lenses by name, and one look through all of them."""

from __future__ import annotations

from collections.abc import Sequence

from iidsp_analysis.errors import UsageError
from iidsp_analysis.models import (
    catch_up,
    complexity_gain,
    demand,
    export_share,
    linkages,
    pipeline,
    productivity_gap,
    regional_shift,
    related_growth,
    relatedness_gap,
    specialisation,
    specialisation_trend,
    technology,
)
from iidsp_analysis.models.lens import Evidence, Lens, LensResult

# Lenses that need nothing but amounts by region, industry and year: these can be backtested on any panel.
FROM_AMOUNTS: tuple[Lens, ...] = (
    specialisation.LENS,
    specialisation_trend.LENS,
    regional_shift.LENS,
    relatedness_gap.LENS,
    catch_up.LENS,
    related_growth.LENS,
    demand.LENS,
)
LENSES: tuple[Lens, ...] = (
    *FROM_AMOUNTS,
    export_share.LENS,
    productivity_gap.LENS,
    complexity_gain.LENS,
    technology.LENS,
    linkages.LENS,
    pipeline.LENS,
)


def by_name(name: str) -> Lens:
    """Return a lens.

    Raises
    ------
    UsageError
        Listing the lenses that exist.
    """
    for lens in LENSES:
        if lens.name == name.strip().casefold():
            return lens
    raise UsageError(
        f"There is no lens {name!r}.", where="lens", what_next="Use " + ", ".join(lens.name for lens in LENSES) + "."
    )


def look(evidence: Evidence, names: Sequence[str] | None = None) -> tuple[LensResult, ...]:
    """Return what each lens (by default every one) says about the evidence."""
    chosen = LENSES if names is None else tuple(by_name(name) for name in names)
    return tuple(lens.compute(evidence) for lens in chosen)
