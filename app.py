"""Kharita in the browser: ``streamlit run app.py``. This file only names the pages."""

from pathlib import Path

import streamlit as st

from geo.ui import address, chrome, documents_page, map_page, sidebar

st.set_page_config(
    page_title="Kharita",
    page_icon=str(Path(__file__).with_name("geo") / "ui" / "icon.svg"),
    layout="wide",
    initial_sidebar_state="auto",
)
st.logo(str(Path(__file__).with_name("geo") / "ui" / "logo.svg"), size="medium")
address.restore()
say = sidebar.choose_language()
chrome.dress(say.language)
page = st.navigation(
    [
        st.Page(lambda: map_page.show(say), title=say("page_map"), icon=":material/map:", url_path="map", default=True),
        st.Page(
            lambda: documents_page.show(say),
            title=say("page_documents"),
            icon=":material/article:",
            url_path="documents",
        ),
    ],
    position="top",
)
page.run()
