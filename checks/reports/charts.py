"""Charts as pictures that lie on any page: in the colours of its text, light or dark, and without a script."""

from __future__ import annotations

from typing import Any

import vl_convert


def svg_of(chart: Any) -> str:
    """The chart, any that altair makes, as SVG without a background."""
    dressed = (
        chart.configure(background="transparent", font="system-ui, sans-serif")
        .configure_view(stroke=None)
        .configure_axis(
            labelColor="currentColor",
            titleColor="currentColor",
            titleFontWeight="normal",
            domainColor="currentColor",
            tickColor="currentColor",
            gridColor="currentColor",
            gridOpacity=0.15,
            domainOpacity=0.4,
            tickOpacity=0.4,
        )
        .configure_legend(labelColor="currentColor", orient="top", title=None, symbolOpacity=1)
    )
    return str(vl_convert.vegalite_to_svg(dressed.to_dict()))
