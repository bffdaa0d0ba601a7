"""Kharita: a conflict map drawn from the text of the news."""

__version__ = "0.1.0"
