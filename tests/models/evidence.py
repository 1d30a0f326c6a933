"""Evidence for the tests of the lenses: small blocks by hand, and one drawn economy with every kind of figure."""

from dataclasses import replace

import numpy as np
import pandas as pd

from iidsp_analysis.language import language
from iidsp_analysis.models.lens import Evidence
from iidsp_analysis.models.observations import Observations
from tests.backtest.synthetic import drawn_panel

EN = language("en")


def block(*years, last=2003, **kept):
    """Amounts of one regions × industries table a year, labelled r0 … and i0 …."""
    values = np.stack([np.asarray(year, dtype=float) for year in years], axis=2)
    labels = [tuple(f"{kind}{at}" for at in range(size)) for kind, size in zip("ri", values.shape, strict=False)]
    return Observations(values, *labels, tuple(range(last - len(years) + 1, last + 1)), "mln", ("table",), **kept)


def known(*years, **others):
    """Evidence of such amounts."""
    main = block(*years)
    return Evidence(main, main.last_year, **others)


def cell(result, region="r0", industry="i0"):
    return float(result.score.loc[region, industry])


def drawn_evidence(seed=0, regions=8, industries=6, years=9):
    """An economy with gaps and zeros, and all other figures that a lens can ask for."""
    random = np.random.default_rng(seed)
    main = drawn_panel(seed, regions, industries, years, noise=0.2)
    main.values[random.random(main.values.shape) < 0.04] = 0.0
    main.values[random.random(main.values.shape) < 0.04] = np.nan
    persons = main.values * random.uniform(0.5, 2.0, size=main.values.shape)
    sold = main.values * random.uniform(0.1, 0.9, size=main.values.shape)
    by_industry = [pd.Series(random.normal(1, 0.5, industries), index=main.industries) for _ in range(2)]
    return Evidence(
        main,
        main.last_year,
        employment=replace(main, values=persons, unit="persons"),
        exports=replace(main, values=sold, unit="thousand USD"),
        product_complexity=by_industry[0],
        technology=pd.Series(1.0 + np.arange(industries) % 4, index=main.industries),
        linkages=by_industry[1],
        projects=main.frame(random.uniform(0, 50, size=main.values.shape[:2])),
    )


def blocks_changed(evidence, change):
    """The evidence with ``change`` made to every block."""
    done = {name: change(getattr(evidence, name)) for name in ("main", "employment", "exports")}
    return replace(evidence, **done, year=done["main"].last_year)
