"""Telegram's HTML -> text with entities. Fixes nothing: what Telegram refuses is refused in the same words."""

import re
from dataclasses import dataclass, field

from bot.simulator.errors import ApiError, bad_request
from bot.simulator.formatting import Formatted, ordered, units
from bot.simulator.wire import Json

TYPES = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler",
    "span": "spoiler", "code": "code", "pre": "pre", "blockquote": "blockquote", "a": "text_link",
}  # fmt: skip
TOKEN = re.compile(r"<[^<>]*>?|&(?:lt|gt|amp|quot|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});|[^<&]+|&", re.ASCII)
TAG = re.compile(r"<(/?)([^\s<>/]*)\s*([^<>]*)>", re.ASCII)
ATTRIBUTE = re.compile(r"""([\w-]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+))?""")
NAMED = {"&lt;": "<", "&gt;": ">", "&amp;": "&", "&quot;": '"'}
OPAQUE = frozenset({"code", "pre"})  # nothing is formatted inside


def parse_html(html: str) -> Formatted:
    """Return the plain text and its entities; raise ApiError at an unknown, unclosed or crossed tag."""
    parser = _Parser()
    for token in TOKEN.finditer(html):
        parser.take(token.group(), html, token.start())
    return parser.finished()


@dataclass(slots=True)
class _Open:
    """A tag that awaits its end."""

    tag: str
    offset: int
    attributes: dict[str, str]


@dataclass(slots=True)
class _Parser:
    """What has been read so far."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    stack: list[_Open] = field(default_factory=list)
    entities: list[Json] = field(default_factory=list)

    def take(self, token: str, html: str, at: int) -> None:
        """Read one tag, character reference or stretch of text."""
        if token.startswith("<"):
            self._tag(token, len(html[:at].encode("utf-8", "surrogatepass")))
            return
        text = _character(token) if token.startswith("&") and len(token) > 1 else token
        self.parts.append(text)
        self.length += units(text)

    def finished(self) -> Formatted:
        """Return the result; raise ApiError when a tag is still open."""
        if self.stack:
            raise _refusal(f'Can\'t find end tag corresponding to start tag "{self.stack[-1].tag}"')
        return Formatted("".join(self.parts), ordered(self.entities))

    def _tag(self, token: str, offset: int) -> None:
        parts = TAG.fullmatch(token)
        if parts is None:
            raise _refusal(f"Unclosed {'end' if token.startswith('</') else 'start'} tag at byte offset {offset}")
        tag = parts[2].lower()
        if parts[1]:
            self._end(tag, offset)
        elif tag not in TYPES:
            raise _refusal(f'Unsupported start tag "{tag}" at byte offset {offset}')
        else:
            self._begin(tag, _attributes(parts[3]), offset)

    def _begin(self, tag: str, attributes: dict[str, str], offset: int) -> None:
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise _refusal(f'Tag "span" must have class "tg-spoiler" at byte offset {offset}')
        self.stack.append(_Open(tag, self.length, attributes))

    def _end(self, tag: str, offset: int) -> None:
        if not self.stack:
            raise _refusal(f"Unexpected end tag at byte offset {offset}")
        opened = self.stack.pop()
        if tag != opened.tag:
            raise _refusal(f'Unmatched end tag at byte offset {offset}, expected "</{opened.tag}>", found "</{tag}>"')
        if self.length > opened.offset:
            self._add(opened)

    def _add(self, opened: _Open) -> None:
        """Keep an entity, unless it stands where Telegram keeps none."""
        entity = {"type": TYPES[opened.tag], "offset": opened.offset, "length": self.length - opened.offset}
        outer = {open_.tag for open_ in self.stack}
        if opened.tag == "code" and "pre" in outer:
            self.stack[-1].attributes |= opened.attributes  # <pre><code class="language-…"> names the language
            return
        if outer & OPAQUE or (opened.tag == "blockquote" and "blockquote" in outer):
            return
        if (full := _detailed(opened, entity, "".join(self.parts))) is not None:
            self.entities.append(full)


def _detailed(opened: _Open, entity: Json, text: str) -> Json | None:
    """Return an entity with what its attributes say, or None for a link that leads nowhere."""
    if opened.tag == "blockquote" and "expandable" in opened.attributes:
        return entity | {"type": "expandable_blockquote"}
    if opened.tag == "pre" and (name := opened.attributes.get("class", "")).startswith("language-"):
        return entity | {"language": name.removeprefix("language-")}
    if opened.tag == "a":
        address = opened.attributes.get("href") or text[-entity["length"] :]
        return entity | {"url": address} if re.match(r"(https?|tg|mailto|tel):", address) else None
    return entity


def _attributes(text: str) -> dict[str, str]:
    return {match[1].lower(): (match[2] or "").strip("\"'") for match in ATTRIBUTE.finditer(text)}


def _character(reference: str) -> str:
    """Return what a character reference stands for; one that stands for nothing stays as it is."""
    if reference in NAMED:
        return NAMED[reference]
    digits = reference[2:-1]
    number = int(digits[1:], 16) if digits[:1] in ("x", "X") else int(digits)
    return chr(number) if 0 < number < 0x110000 and not 0xD800 <= number < 0xE000 else reference


def _refusal(reason: str) -> ApiError:
    return bad_request(f"can't parse entities: {reason}")
