"""Telegram's HTML as the simulator reads it, and lengths as Telegram counts them."""

import pytest

from bot.simulator.errors import ApiError
from bot.simulator.formatting import Formatted, cut, trim, units, with_found
from bot.simulator.html import parse_html


def spans(html: str) -> list[tuple[str, str]]:
    """Return the kinds of the entities and the words that they lie over."""
    parsed = parse_html(html)
    utf16 = parsed.text.encode("utf-16-le")
    return [
        (one["type"], utf16[one["offset"] * 2 : (one["offset"] + one["length"]) * 2].decode("utf-16-le"))
        for one in parsed.entities
    ]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        pytest.param("<b>一</b><strong>二</strong>", [("bold", "一"), ("bold", "二")], id="bold"),
        pytest.param("<i>一</i><em>二</em>", [("italic", "一"), ("italic", "二")], id="italic"),
        pytest.param("<u>一</u><ins>二</ins>", [("underline", "一"), ("underline", "二")], id="underline"),
        pytest.param(
            "<s>一</s><strike>二</strike><del>三</del>",
            [("strikethrough", "一"), ("strikethrough", "二"), ("strikethrough", "三")],
            id="strikethrough",
        ),
        pytest.param("<tg-spoiler>一</tg-spoiler>", [("spoiler", "一")], id="spoiler"),
        pytest.param('<span class="tg-spoiler">一</span>', [("spoiler", "一")], id="spoiler as span"),
        pytest.param("<blockquote>一</blockquote>", [("blockquote", "一")], id="quote"),
        pytest.param(
            "<blockquote expandable>一</blockquote>", [("expandable_blockquote", "一")], id="expandable quote"
        ),
        pytest.param("😀<b>😀a</b>", [("bold", "😀a")], id="offsets in UTF-16 units"),
        pytest.param("<b>一<i>二</i></b>", [("bold", "一二"), ("italic", "二")], id="nested, outer first"),
        pytest.param("<pre>一<b>二</b></pre>", [("pre", "一二")], id="nothing inside pre"),
        pytest.param("<B>一</B>", [("bold", "一")], id="capital letters"),
        pytest.param("<b></b>一", [], id="an empty entity is dropped"),
        pytest.param('<a href="https://example.org/?a=1&amp;b=2">一</a>', [("text_link", "一")], id="link"),
        pytest.param('<a href="javascript:alert(1)">一</a>', [], id="a link that is none"),
    ],
)
def test_tags_become_entities(html: str, expected: list[tuple[str, str]]) -> None:
    assert spans(html) == expected


def test_the_language_of_a_code_block_is_kept() -> None:
    [entity] = parse_html('<pre><code class="language-python">x = 1</code></pre>').entities
    assert (entity["type"], entity["language"]) == ("pre", "python")


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("&lt;b&gt; &amp; &quot;", '<b> & "'),
        ("&#x27;&#39;&#x1F600;", "''😀"),
        ("&nbsp; & &copy; &", "&nbsp; & &copy; &"),
        ("&#xD800;", "&#xD800;"),
        ("1 > 0", "1 > 0"),
    ],
)
def test_only_telegrams_own_references_are_resolved(html: str, text: str) -> None:
    assert parse_html(html).text == text


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        pytest.param("<b>a", 'Can\'t find end tag corresponding to start tag "b"', id="not closed"),
        pytest.param("字</b>", "Unexpected end tag at byte offset 3", id="not opened"),
        pytest.param("<b><i>a</b></i>", 'expected "</i>", found "</b>"', id="crossed"),
        pytest.param("<div>a</div>", 'Unsupported start tag "div" at byte offset 0', id="unknown"),
        pytest.param("a <3", "Unclosed start tag at byte offset 2", id="a bare less-than sign"),
        pytest.param("a < b > c", "Unsupported start tag", id="something between angles"),
        pytest.param("<span>a</span>", 'must have class "tg-spoiler"', id="a span of no kind"),
    ],
)
def test_what_telegram_refuses_is_refused(html: str, reason: str) -> None:
    with pytest.raises(ApiError, match="can't parse entities") as refused:
        parse_html(html)
    assert refused.value.code == 400
    assert reason in refused.value.description


def test_white_space_at_both_ends_is_dropped_and_offsets_follow() -> None:
    trimmed = trim(parse_html("\n  你<b>好 </b>\n"))
    assert trimmed == Formatted("你好", ({"type": "bold", "offset": 1, "length": 1},))


def test_commands_and_addresses_are_found_but_not_in_code() -> None:
    found = with_found(parse_html("/help 见 https://example.org/a，<code>/start</code> a/b"))
    assert [(one["type"], one["offset"], one["length"]) for one in found.entities] == [
        ("bot_command", 0, 5),
        ("url", 8, 21),
        ("code", 30, 6),
    ]


def test_lengths_are_counted_in_utf16_units() -> None:
    assert units("a字😀\ud800") == 5
    assert cut("😀" * 3, 4) == ["😀😀", "😀"]
    assert "".join(cut("字😀" * 999, 100)) == "字😀" * 999
