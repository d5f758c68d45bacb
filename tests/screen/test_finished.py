"""A chart that is made once for all visitors is the chart a page would have made."""

import json

from streamlit.testing.v1 import AppTest

from outreach.views import palette


def both():
    import streamlit as st

    from outreach.screen import finished
    from outreach.views.sizes import BROWSE

    spec = {
        "data": {"values": [{"town": "海门街道", "share": 0.2}, {"town": "悦来镇", "share": 0.1}]},
        "layer": [
            {
                "mark": "bar",
                "encoding": {
                    "x": {"field": "share", "type": "quantitative"},
                    "y": {"field": "town", "type": "nominal"},
                },
            }
        ],
        "height": {"step": 26},
    }
    for legend, height in ((True, None), (False, 300)):
        st.vega_lite_chart(
            spec=finished.vector(spec, BROWSE, legend), width="stretch", height=height or "content", theme=None
        )
        with st.container():
            finished.chart(spec, BROWSE, legend, height).show()


def test_a_finished_chart_is_what_streamlit_puts_on_a_page():
    page = AppTest.from_function(both).run()
    assert not page.exception
    shown = [one.proto.SerializeToString() for one in page.get("vega_lite_chart")]
    assert len(shown) == 4 and shown[0] == shown[1] and shown[2] == shown[3] and len(shown[0]) > 400


def on_a_dark_page():
    from outreach.screen import browser, finished
    from outreach.views import palette
    from outreach.views.sizes import BROWSE

    finished.chart({"mark": {"type": "bar", "color": palette.INK}}, BROWSE, dark=browser.dark()).show()


def test_a_chart_is_as_dark_as_the_visitors_system():
    for theme, ink in (("dark", palette.DARK[palette.INK]), ("light", palette.INK)):
        page = AppTest.from_function(on_a_dark_page)
        page.context["theme"] = theme
        page.run()
        assert not page.exception
        assert json.loads(page.get("vega_lite_chart")[0].proto.spec)["mark"]["color"] == ink
