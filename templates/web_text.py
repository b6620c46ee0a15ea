"""The HTML part: the same Markdown source, with every style written on its element."""

from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

_STYLES = {
    "p": "margin:0 0 16px",
    "h2": "margin:32px 0 12px;font-size:20px;line-height:1.3",
    "ul": "margin:0 0 16px;padding-left:24px",
    "ol": "margin:0 0 16px;padding-left:24px",
    "li": "margin:0 0 6px",
    "blockquote": "margin:0 0 16px;padding:2px 0 2px 14px;border-left:4px solid #a9aeb1",
    "hr": "margin:32px 0 16px;border:0;border-top:1px solid #a9aeb1",
}

# Only what our templates use. What is not here, a person's words cannot become: a link, an
# image, code, HTML.
_MARKDOWN = MarkdownIt("zero", {"html": False}).enable(
    ["blockquote", "emphasis", "escape", "heading", "hr", "list", "newline"]
)

_NOTHING = Token("", "", 0)


def as_html(source: str, *, is_mail: bool = True) -> str:
    """Render Markdown source; whatever else it holds is shown as it is.

    Args:
        is_mail: False for a page, which has a stylesheet.
    """
    tokens = _MARKDOWN.parse(source)
    for before, token in pairwise([_NOTHING, *tokens]):
        if is_mail and token.nesting >= 0 and token.tag in _STYLES:
            is_quoted = before.type == "blockquote_open"
            token.attrs["style"] = "margin:0" if is_quoted else _STYLES[token.tag]
    return str(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {}))
