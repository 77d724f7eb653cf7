// One message -> one entry of the log: who forwarded it, what it replies to, its content, its buttons.

import { copyText, element, icon, toast } from "./elements.js";
import { formatted } from "./text.js";
import { chosen, word } from "./words.js";

/** Return the entry for a message; `actions` has press, command, more and jump. */
export function entry(message, actions) {
  const own = !message.from?.is_bot;
  const bubble = element("div", { className: "bubble" }, ...content(message, actions));
  const name = own ? word("you") : message.from.first_name;
  const item = element("li", { className: own ? "own" : "theirs", id: `m${message.message_id}` });
  item.append(element("span", { className: "unseen" }, `${name}：`), bubble);
  const rows = message.reply_markup?.inline_keyboard;
  if (rows) item.append(keyboard(message, rows, actions));
  return item;
}

/** Return what a message says in one line. */
export function summary(message) {
  const words = message.text ?? message.caption ?? message.document?.file_name;
  const kind = ["photo", "sticker", "voice", "location"].find((name) => message[name]);
  return (words ?? (kind ? word(kind) : "")).replace(/\s+/g, " ").slice(0, 90);
}

function content(message, actions) {
  const parts = [];
  if (message.forward_origin) parts.push(origin(message.forward_origin));
  if (message.reply_to_message) parts.push(reply(message, actions));
  parts.push(...media(message));
  const text = message.text ?? message.caption;
  if (text) parts.push(words(text, message.entities ?? message.caption_entities, actions));
  parts.push(foot(message, actions));
  return parts;
}

function words(text, entities, actions) {
  const copy = (copied, button) => copyFrom(copied, button, button.lastElementChild);
  return element("div", { className: "words" }, formatted(text, entities, { copy, command: actions.command }));
}

function foot(message, actions) {
  const clock = new Date(message.date * 1000).toLocaleTimeString(chosen(), { hour: "2-digit", minute: "2-digit", hour12: false });
  const edited = message.edit_date ? `${word("edited")} ` : "";
  return element("div", { className: "foot" }, moreButton(message, actions), element("span", { className: "meta" }, edited + clock));
}

function origin(from) {
  const name = from.sender_user?.first_name ?? from.sender_user_name ?? (from.sender_chat ?? from.chat)?.title ?? "";
  const label = `${word("origin")} ${name}（${word(`origin.${from.type}`)}）`;
  return element("p", { className: "from" }, icon("forward"), element("span", {}, label));
}

function reply(message, actions) {
  const to = message.reply_to_message;
  const name = to.from?.is_bot ? to.from.first_name : word("you");
  const button = element("button", { type: "button", className: "reply" });
  button.append(element("b", {}, name), element("span", {}, message.quote?.text ?? summary(to)));
  button.addEventListener("click", () => actions.jump(to.message_id));
  return button;
}

function media(message) {
  const found = [];
  if (message.photo) found.push(picture(message.photo.at(-1)));
  if (message.document) found.push(fileCard(message.document));
  if (message.sticker) found.push(element("p", { className: "thing" }, message.sticker.emoji ?? "", ` ${word("sticker")}`));
  if (message.voice) found.push(element("p", { className: "thing" }, `${word("voice")} ${message.voice.duration}″`));
  if (message.location) {
    const { latitude, longitude } = message.location;
    found.push(element("p", { className: "thing" }, `${word("location")} ${latitude}, ${longitude}`));
  }
  return found;
}

function picture(size) {
  const address = `/sim/files/${encodeURIComponent(size.file_id)}`;
  return element("img", { className: "photo", src: address, alt: word("photo"), width: size.width, height: size.height, loading: "lazy" });
}

function fileCard(file) {
  const card = element("a", { className: "file", href: `/sim/files/${encodeURIComponent(file.file_id)}`, download: file.file_name });
  card.setAttribute("aria-label", word("download", { name: file.file_name }));
  card.append(icon("page"), element("span", {}, element("b", {}, file.file_name), element("small", {}, sized(file.file_size))));
  return card;
}

function sized(bytes) {
  return bytes < 1024 ? `${bytes} B` : bytes < 1048576 ? `${(bytes / 1024).toFixed(1)} KB` : `${(bytes / 1048576).toFixed(1)} MB`;
}

function moreButton(message, actions) {
  const button = element("button", { type: "button", className: "more" }, icon("more"));
  button.append(element("span", { className: "unseen" }, word("more")));
  button.addEventListener("click", () => actions.more(message));
  return button;
}

function keyboard(message, rows, actions) {
  const lines = rows.map((row) => element("div", {}, ...row.map((button) => key(message, button, actions))));
  return element("div", { className: "keyboard" }, ...lines);
}

function key(message, button, actions) {
  if (button.url) return element("a", { href: button.url, target: "_blank", rel: "noopener noreferrer" }, button.text);
  const label = element("span", {}, button.text);
  const made = element("button", { type: "button" }, ...(button.copy_text ? [icon("copy")] : []), label);
  if (button.copy_text) made.addEventListener("click", () => copyFrom(button.copy_text.text, made, label));
  else made.addEventListener("click", () => actions.press(message, button.text, made));
  return made;
}

async function copyFrom(text, button, label) {
  const done = await copyText(text);
  toast(word(done ? "copied" : "copy.failed"));
  if (!done || button.classList.contains("done")) return;
  const [mark, before] = [button.querySelector("use"), label.textContent];
  mark.setAttribute("href", "#i-check");
  label.textContent = word("copied");
  button.classList.add("done");
  setTimeout(() => {
    mark.setAttribute("href", "#i-copy");
    label.textContent = before;
    button.classList.remove("done");
  }, 2200);
}
