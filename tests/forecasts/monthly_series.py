"""Made-up monthly series that the tests of monthly forecasts share."""

import numpy as np
import pandas as pd


def monthly(values, first="2015-01"):
    months = pd.period_range(first, periods=len(values), freq="M")
    return pd.Series(np.asarray(values, dtype=float), index=[str(month) for month in months])


def lognormal(seed, months=72, spread=0.5, season=0.0):
    random = np.random.default_rng(seed)
    level = np.cumsum(random.normal(0, 0.05, months)) + season * np.sin(np.arange(months) * np.pi / 6)
    return 1000 * np.exp(level + random.normal(0, spread, months))


def sparse_flow(seed, months=72, chance=0.3):
    random = np.random.default_rng(seed)
    return random.lognormal(3, 1, months) * (random.random(months) < chance)
