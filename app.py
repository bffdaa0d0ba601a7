"""Kharita in the browser: ``streamlit run app.py``. This file only names the pages."""

from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from geo.ui import address, chrome, documents_page, evidence_page, map_page, review_page, sidebar, sync

st.set_page_config(
    page_title="Kharita",
    page_icon=str(Path(__file__).with_name("geo") / "ui" / "icon.svg"),
    layout="wide",
    initial_sidebar_state="auto",
)
st.logo(str(Path(__file__).with_name("geo") / "ui" / "logo.svg"), size="medium")
address.restore()
say = sidebar.choose_language()
chrome.dress(say)
to_map: StreamlitPage = st.Page(
    lambda: map_page.show(say, to_evidence=to_evidence),
    title=say("page_map"),
    icon=":material/map:",
    url_path="map",
    default=True,
)
to_evidence: StreamlitPage = st.Page(
    lambda: evidence_page.show(say, to_map=to_map, to_review=to_review),
    title=say("page_evidence"),
    icon=":material/fact_check:",
    url_path="evidence",
)
to_documents = st.Page(
    lambda: documents_page.show(say), title=say("page_documents"), icon=":material/article:", url_path="documents"
)
to_review: StreamlitPage = st.Page(
    lambda: review_page.show(say, to_evidence=to_evidence),
    title=say("page_review"),
    icon=":material/rate_review:",
    url_path="review",
)
page = st.navigation([to_map, to_evidence, to_review, to_documents], position="top")
sync.watch(say)
page.run()
