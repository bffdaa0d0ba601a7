"""A Streamlit page with one button and nothing else: what a rerun costs by itself."""

import streamlit as st

st.button("Again")
