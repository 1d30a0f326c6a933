"""A panel whose truth is known: specialisation is drawn to what the region's type suggests, at a set speed."""

import numpy as np

from iidsp_analysis.models.observations import Observations


def drawn_panel(seed=0, regions=24, industries=14, years=14, speed=0.15, noise=0.03):
    """Amounts whose log quotient closes ``speed`` of its gap to a two-factor target every year."""
    random = np.random.default_rng(seed)
    types, tastes = random.normal(size=(regions, 2)), random.normal(size=(2, industries))
    target = types @ tastes
    size = random.normal(4, 0.7, size=(regions, 1)) + random.normal(1, 0.5, size=(1, industries))
    logs = target + random.normal(0, 1.0, size=target.shape)
    values = []
    for _ in range(years):
        values.append(np.exp(size + logs))
        logs = logs + speed * (target - logs) + random.normal(0, noise, size=target.shape)
    return Observations(
        np.stack(values, axis=2),
        tuple(f"r{i:02d}" for i in range(regions)),
        tuple(f"i{i:02d}" for i in range(industries)),
        tuple(range(2000, 2000 + years)),
        "mln",
        ("synthetic",),
    )


def as_rows(observations):
    """The block as a long table."""
    import pandas as pd

    index = pd.MultiIndex.from_product(
        [observations.regions, observations.industries, observations.years], names=["region", "industry", "year"]
    )
    return pd.DataFrame({"value": observations.values.ravel()}, index=index).reset_index()
