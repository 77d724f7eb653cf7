// A message's text and entities -> DOM nodes. Never HTML: whatever a message holds stays text.

import { word } from "./words.js";
import { element, icon } from "./elements.js";

const PLAIN = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code" };
const LONG_QUOTE = 3; // lines of an expandable quote that are shown at once
const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);

/** Return a text with its entities as nodes; `actions` has copy(text, button) and command(text). */
export function formatted(text, entities, actions) {
  const sorted = [...(entities ?? [])].sort((a, b) => a.offset - b.offset || b.length - a.length);
  const fragment = document.createDocumentFragment();
  append(fragment, { text, actions }, sorted, 0, text.length);
  return fragment;
}

/** Append text[start:end]; offsets are UTF-16 units, which is how JavaScript counts. */
function append(parent, source, entities, start, end) {
  let at = start;
  while (entities.length) {
    const entity = entities.shift();
    const stop = Math.min(entity.offset + entity.length, end);
    if (entity.offset < at || entity.offset >= end) continue; // crosses another: Telegram sends none such
    parent.append(source.text.slice(at, entity.offset));
    const inner = [];
    while (entities.length && entities[0].offset < stop) inner.push(entities.shift());
    parent.append(node(entity, source, inner, stop));
    // a block begins a line by itself, so the line break after it would show as an empty line
    at = BLOCKS.has(entity.type) && source.text[stop] === "\n" ? stop + 1 : stop;
  }
  parent.append(source.text.slice(at, end));
}

function node(entity, source, inner, stop) {
  const content = document.createDocumentFragment();
  append(content, source, inner, entity.offset, stop);
  const words = source.text.slice(entity.offset, stop);
  if (entity.type in PLAIN) return element(PLAIN[entity.type], {}, content);
  if (entity.type === "pre") return block(words, content, source.actions);
  if (entity.type === "blockquote") return element("blockquote", {}, content);
  if (entity.type === "expandable_blockquote") return expandable(content);
  if (entity.type === "spoiler") return spoiler(content);
  if (entity.type === "bot_command") return command(words, source.actions);
  if (entity.type === "url") return link(words, content);
  if (entity.type === "text_link") return link(entity.url, content);
  return content;
}

function block(words, content, actions) {
  const copy = element("button", { type: "button", className: "copy-block" }, icon("copy"), element("span", {}, word("copy")));
  copy.addEventListener("click", () => actions.copy(words, copy));
  return element("div", { className: "block" }, element("pre", {}, content), copy);
}

function expandable(content) {
  const inside = element("div", { className: "folded" }, content);
  inside.style.setProperty("--lines", LONG_QUOTE);
  const more = element("button", { type: "button", className: "unfold" }, word("expand"));
  more.setAttribute("aria-expanded", "false");
  more.addEventListener("click", () => {
    const open = inside.classList.toggle("open");
    more.setAttribute("aria-expanded", String(open));
    more.textContent = word(open ? "collapse" : "expand");
  });
  return element("blockquote", {}, inside, more);
}

function spoiler(content) {
  const hidden = element("span", { className: "hidden-words" }, content);
  const cover = element("button", { type: "button", className: "spoiler" }, word("spoiler"));
  cover.addEventListener("click", () => cover.replaceWith(hidden), { once: true });
  return cover;
}

function command(words, actions) {
  const button = element("button", { type: "button", className: "command" }, words);
  button.addEventListener("click", () => actions.command(words));
  return button;
}

function link(address, content) {
  if (!/^(https?|mailto|tel):/i.test(address)) return content;
  return element("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, content);
}
