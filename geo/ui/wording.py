"""Words that come from elsewhere, made fit for Streamlit's labels and messages, which read them as Markdown.

A picture in Markdown would make the browser ask whatever address it names: a link to this page could carry one.
"""

import re

__all__ = ["plain_label"]

_MARKED = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~:$&^=/])")


def plain_label(text: str) -> str:
    r"""Write a text so that a label shows it as it is: no emphasis, no link, and no picture fetched from anywhere.

    Examples
    --------
    >>> plain_label("![x](https://example.org/a.png)")
    '\\!\\[x\\]\\(https\\:\\/\\/example\\.org\\/a\\.png\\)'
    """
    return _MARKED.sub(r"\\\1", " ".join(text.split()))
