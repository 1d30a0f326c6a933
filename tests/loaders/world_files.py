"""World trade files for tests: a made-up world by HS, and the published one of 1998–2000 by SITC."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import yaml

from iidsp_analysis.reference import rows

COUNTRIES = 40


def made_up(folder: Path, *, years: tuple[int, ...] = (2015, 2016, 2017), seed: int = 3) -> None:
    """Write a made-up world of 40 countries shaped like BACI: the more able export the more complex goods."""
    random = np.random.default_rng(seed)
    codes = [f"{row['hs2']}{number:04d}" for row in rows("hs2_to_division") for number in (110, 1220)]
    codes = sorted({code for code in codes if code[:2] not in ("00",)})
    able = np.linspace(0.05, 0.6, COUNTRIES)
    hard = random.permutation(np.linspace(0.0, 1.0, len(codes)))
    chance = 1 / (1 + np.exp(-12 * (able[:, None] - hard[None, :])))
    lines = []
    for year in years:
        worth = random.lognormal(10, 1, chance.shape) * (random.random(chance.shape) < chance) * 40
        for i, j in zip(*np.nonzero(worth), strict=True):
            lines.append((year, int(i) + 380, 4, codes[j], round(float(worth[i, j]), 3), 1.0))
    frame = pd.DataFrame(lines, columns=["t", "i", "j", "k", "v", "q"])
    frame.to_csv(folder / "BACI_made_up.csv", index=False)


def describe(folder: Path, **changes: object) -> None:
    """Write the description of a file shaped like BACI."""
    told = {"exporter": "i", "product": "k", "year": "t", "value": "v", "scale": 1000, "nomenclature": "HS2012",
            "digits": 6, "country": 398, "source": "made up for a test"} | changes  # fmt: skip
    kept = {name: value for name, value in told.items() if value is not None}
    (folder / "world.yml").write_text(yaml.safe_dump(kept), encoding="utf-8")


def published(folder: Path, reference: Path) -> None:
    """Write the world of 1998–2000 (Open Trade Statistics, 226 × 785, SITC) as one year of a user's file."""
    frame = pd.read_csv(reference / "golden/complexity/world_trade_avg_1998_to_2000.csv", dtype={"product": str})
    frame.assign(year=1999).to_csv(folder / "trade.csv", index=False)
    income = pd.read_csv(reference / "golden/complexity/world_gdp_avg_1998_to_2000.csv")
    income.to_csv(folder / "anchor.csv", index=False)
    describe(folder, exporter="country", product="product", year="year", value="value", scale=1000, digits=4,
             nomenclature="SITC2", country="kaz", anchor="anchor.csv")  # fmt: skip
