"""What people have typed means nothing to Markdown."""

import pytest

from pages.parts.literal import literal


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("Entrance", "Entrance"),
        ("入口 2", "入口 2"),
        ("**A** _b_", r"\*\*A\*\* \_b\_"),
        ("<script>", r"\<script\>"),
        ("![x](http://y.example)", r"\!\[x\]\(http\://y.example\)"),
        (":red[A] $x$ `c` ~~d~~ a|b", r"\:red\[A\] \$x\$ \`c\` \~\~d\~\~ a\|b"),
        (r"C:\clips", r"C\:\\clips"),
        ("# 1", r"\# 1"),
        ("1. Floor, 2.5 m", r"1\. Floor, 2.5 m"),
        ("Draw at least 3.", "Draw at least 3."),
    ],
)
def test_every_sign_is_shown_as_it_is(text: str, markdown: str) -> None:
    assert literal(text) == markdown
