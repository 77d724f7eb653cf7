// The box at the bottom: text, forward origin, attachment, reply, edit. Sends, and forgets what it sent.

import { byId, element, openSheet, toast } from "./elements.js";
import { summary } from "./message.js";
import { SAMPLES } from "./samples.js";
import { post } from "./server.js";
import { chosen, word } from "./words.js";

const LONGEST = 4096;
const LARGEST_FILE = 50 * 1024 * 1024;
const TOUCH = matchMedia("(pointer: coarse)");

/** Set up the box; `chat` tells whose chat it is and what commands there are. */
export class Composer {
  constructor(chat) {
    this.chat = chat;
    this.replyTo = null;
    this.editing = null;
    this.file = null;
    this.listen();
  }

  listen() {
    byId("composer").addEventListener("submit", (event) => this.submit(event));
    byId("text").addEventListener("input", () => this.refresh());
    byId("text").addEventListener("keydown", (event) => this.key(event));
    byId("text").addEventListener("paste", (event) => this.paste(event));
    byId("forward").addEventListener("click", () => this.forward(byId("origin").hidden));
    byId("attach").addEventListener("click", () => byId("file").click());
    byId("file").addEventListener("change", () => this.attach(byId("file").files[0]));
    byId("file-close").addEventListener("click", () => this.attach(null));
    byId("context-close").addEventListener("click", () => this.clearContext());
    byId("samples").addEventListener("click", () => openSheet(word("samples.title"), word("samples.text"), this.sampleItems()));
    byId("commands").addEventListener("click", () => this.openCommands());
    for (const radio of document.querySelectorAll("[name=kind]")) radio.addEventListener("change", () => this.nameOrigin());
  }

  key(event) {
    if (event.key === "Escape" && (this.editing || this.replyTo)) this.clearContext();
    // while an input method is open, Enter chooses a word; on a phone it begins a line
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || TOUCH.matches) return;
    event.preventDefault();
    byId("composer").requestSubmit();
  }

  paste(event) {
    const [file] = event.clipboardData.files;
    if (!file) return;
    event.preventDefault();
    this.attach(file);
  }

  refresh() {
    const text = byId("text");
    text.style.height = "auto";
    text.style.height = `${Math.min(text.scrollHeight + 2, innerHeight * 0.32)}px`;
    byId("send").disabled = !text.value.trim() && !this.file;
    byId("hint").hidden = text.value.length <= LONGEST;
    byId("hint").textContent = word("hint", { count: Math.ceil(text.value.length / LONGEST) });
  }

  forward(on) {
    byId("origin").hidden = !on;
    byId("forward").setAttribute("aria-pressed", String(on));
    if (on) this.nameOrigin();
  }

  kind() {
    return document.querySelector("[name=kind]:checked").value;
  }

  nameOrigin() {
    byId("origin-name").value = word(`name.${this.kind()}`);
  }

  attach(file) {
    if (file && file.size > LARGEST_FILE) toast(word("file.large"));
    this.file = file && file.size <= LARGEST_FILE ? file : null;
    byId("file").value = "";
    byId("attachment").hidden = !this.file;
    byId("file-name").textContent = this.file?.name ?? "";
    byId("photo-choice").hidden = !this.file?.type.startsWith("image/");
    this.refresh();
    if (this.file) byId("text").focus();
  }

  put(text, forwarded = false) {
    this.clearContext();
    byId("text").value = text;
    this.forward(forwarded);
    this.refresh();
    byId("text").focus();
    byId("text").setSelectionRange(0, 0);
    byId("text").scrollTop = 0;
  }

  reply(message) {
    this.clearContext();
    this.replyTo = message;
    const name = message.from?.is_bot ? message.from.first_name : word("you");
    this.showContext("reply", word("replying", { name }), summary(message));
  }

  edit(message) {
    this.put(message.text ?? message.caption ?? "");
    this.editing = message;
    this.showContext("edit", word("editing"), summary(message));
  }

  showContext(icon, title, text) {
    byId("context-icon").setAttribute("href", `#i-${icon}`);
    byId("context-title").textContent = title;
    byId("context-text").textContent = text;
    byId("context").hidden = false;
    byId("text").focus();
  }

  clearContext() {
    if (this.editing) byId("text").value = "";
    this.replyTo = this.editing = null;
    byId("context").hidden = true;
    this.refresh();
  }

  /** Return what goes along with a text: its origin, and what it replies to. */
  more() {
    const origin = byId("origin").hidden ? null : { kind: this.kind(), name: byId("origin-name").value.trim() };
    return { origin, reply_to: this.replyTo?.message_id ?? null };
  }

  async submit(event) {
    event.preventDefault();
    const text = byId("text").value.trim();
    if (!text && !this.file) return;
    byId("send").disabled = true;
    try {
      await this.deliver(text);
      this.clearAll();
    } catch (error) {
      toast(word("failed", { reason: error.message }));
    }
    this.refresh();
    byId("text").focus();
  }

  deliver(text) {
    const chat = `/sim/chats/${this.chat.person.id}`;
    if (this.editing) {
      const caption = this.editing.text === undefined;
      return post(`${chat}/edit`, { message_id: this.editing.message_id, text, caption });
    }
    if (!this.file) return post(`${chat}/message`, { text, ...this.more() });
    const form = new FormData();
    form.append("file", this.file, this.file.name);
    form.append("caption", text);
    const picture = this.file.type.startsWith("image/") && byId("as-photo").checked;
    form.append("more", JSON.stringify({ ...this.more(), as_photo: picture }));
    return post(`${chat}/file`, form);
  }

  clearAll() {
    byId("text").value = "";
    this.editing = null;
    this.clearContext();
    this.attach(null);
    this.forward(false);
  }

  sampleItems() {
    const place = chosen() === "en" ? 1 : 0;
    return SAMPLES.map((sample) => ({
      label: sample.title[place],
      detail: shortened(sample.text),
      icon: sample.forwarded ? "forward" : "sample",
      act: () => this.put(sample.text, sample.forwarded),
    }));
  }

  openCommands() {
    const items = this.chat.commands.map(({ command, description }) => ({
      label: `/${command}`,
      detail: description,
      act: () => this.send(`/${command}`),
    }));
    openSheet(word("commands.title"), items.length ? "" : word("commands.none"), items);
  }

  /** Send a command at once. */
  async send(command) {
    try {
      await post(`/sim/chats/${this.chat.person.id}/message`, { text: command });
    } catch (error) {
      toast(word("failed", { reason: error.message }));
    }
  }

  /** Show the samples as cards in an empty chat. */
  showCards() {
    const cards = this.sampleItems().map((item) => {
      const card = element("button", { type: "button" }, element("b", {}, item.label), element("small", {}, item.detail));
      card.addEventListener("click", item.act);
      return card;
    });
    byId("cards").replaceChildren(...cards);
  }
}

function shortened(text) {
  const line = text.replace(/\s+/g, " ");
  return line.length > 44 ? `${line.slice(0, 44)}…` : line;
}
