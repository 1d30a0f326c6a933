"""Pictures while a hand moves: the same drawing as on a page, coarser and less packed, because it must come at once."""

from __future__ import annotations

import base64
import io
from html import escape

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image

from iidsp_analysis import plots
from iidsp_analysis.results import Result

DPI = 100
#: PNG compression: 1 is a third of the time of the usual 6, and the picture travels on one machine.
LEAST_PACKING = 1


def quick_picture(result: Result) -> str:
    """Return the picture of a result as HTML with its text for those who cannot see it; "" where it has none."""
    if result.picture is None:
        return ""
    with plots.report_style():
        figure = result.picture.draw()
        figure.set_dpi(DPI)
        canvas = FigureCanvasAgg(figure)
        canvas.draw()  # type: ignore[no-untyped-call]
        pixels = Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")
    packed = io.BytesIO()
    pixels.save(packed, "PNG", compress_level=LEAST_PACKING)
    encoded = base64.b64encode(packed.getvalue()).decode("ascii")
    return f'<img src="data:image/png;base64,{encoded}" alt="{escape(result.picture.alt)}" style="max-width: 100%">'
