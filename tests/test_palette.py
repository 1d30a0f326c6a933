"""Colours of the charts are told apart in greyscale and by colour-blind readers."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from matplotlib.colors import to_rgb

from iidsp_analysis import plots

#: Machado, Oliveira and Fernandes (2009), table 1, severity 1.0, on linear RGB.
SEEN = {
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
    "all colours": np.eye(3).tolist(),
}
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
WHITE = TO_XYZ.sum(axis=1)


def palette() -> list[str]:
    with plots.report_style():
        return [plots.colour(number) for number in range(6)]


def linear(colour: str) -> np.ndarray:
    values = np.array(to_rgb(colour))
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def lab(rgb: np.ndarray) -> np.ndarray:
    ratio = TO_XYZ @ rgb.clip(0, 1) / WHITE
    root = np.where(ratio > (6 / 29) ** 3, np.cbrt(ratio), ratio / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * root[1] - 16, 500 * (root[0] - root[1]), 200 * (root[1] - root[2])])


def test_lab_is_that_of_the_textbook():
    """CIE 1976: white has lightness 100, pure red (53.2, 80.1, 67.2) under D65."""
    assert lab(linear("#ffffff")) == pytest.approx([100, 0, 0], abs=0.1)
    assert lab(linear("#ff0000")) == pytest.approx([53.2, 80.1, 67.2], abs=0.3)


def test_any_two_colours_differ_in_greyscale():
    lightness = [lab(linear(colour))[0] for colour in palette()]
    near = {
        pair: abs(a - b) for pair, (a, b) in zip(combinations(palette(), 2), combinations(lightness, 2), strict=True)
    }
    assert {pair: gap for pair, gap in near.items() if gap < 7} == {}


@pytest.mark.parametrize("sight", SEEN)
def test_any_two_colours_differ_for_every_sight(sight):
    seen = [lab(np.array(SEEN[sight]) @ linear(colour)) for colour in palette()]
    near = {
        pair: float(np.linalg.norm(a - b))
        for pair, (a, b) in zip(combinations(palette(), 2), combinations(seen, 2), strict=True)
    }
    assert {pair: gap for pair, gap in near.items() if gap < 11} == {}


def test_lines_and_bars_stand_out_from_the_paper():
    """WCAG 2.2, 1.4.11: three to one; the last colour is for what may recede, and carries its number."""
    light = [0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b in map(linear, palette()[:-1])]
    assert min(1.05 / (each + 0.05) for each in light) >= 3
