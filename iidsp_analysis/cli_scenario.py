"""The command ``iidsp scenario``: the way to a target share, with its probability on past evidence."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def scenario(
    target: Annotated[float, typer.Option(help="Share of manufacturing to reach, per cent, such as 15.")],
    by: Annotated[int, typer.Option(help="Target year.")],
    region: Annotated[str, typer.Option(help="Region: id, BNS code (AKM), KATO or name.")] = "KZ",
    weights: Annotated[
        Path | None, typer.Option(help="CSV with the columns division,weight: who carries --growth.")
    ] = None,
    growth: Annotated[float, typer.Option(help="Growth of manufacturing for --weights, per cent a year.")] = 0.0,
    base: Annotated[int, typer.Option(help="Base year; 0 is the newest.")] = 0,
    prices: Annotated[str, typer.Option(help="Relative prices: constant, or past.")] = "constant",
    borders: Annotated[int, typer.Option(help="Borders of 2014 (16 regions), 2018 (17) or 2022 (20).")] = 2014,
    seed: Annotated[int, typer.Option(help="Seed of the draws.")] = 2018,
    output: Annotated[str, typer.Option("--format", help="csv or json.")] = "csv",
) -> None:
    """Scenarios to a target share of manufacturing: what must grow how fast, and how likely the past makes it."""
    from iidsp_analysis.sections.scenario_listing import Request, listing

    typer.echo(listing(Request(target, by, region, weights, growth, base, prices, borders, seed, output)))
