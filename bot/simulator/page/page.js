// The chat: whose it is, what it holds, what is new. Polls the simulator and keeps the log as it is there.

import { Composer } from "./composer.js";
import { byId, copyText, element, openSheet, toast } from "./elements.js";
import { entry } from "./message.js";
import { get, post } from "./server.js";
import { chosen, toggleLanguage, translatePage, word } from "./words.js";

const ROLES = ["admin", "colleague", "stranger"];
const TYPING = 5000; // milliseconds, as in Telegram's apps
const PATIENCE = 15000; // milliseconds for the answer to a button
const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

class Chat {
  constructor() {
    this.messages = new Map();
    this.waiting = new Map(); // presses without an answer: number -> button
    this.seq = 0;
    this.turn = 0; // grows when another chat is shown, so that answers for the one before are dropped
    this.commands = [];
    this.composer = new Composer(this);
    this.actions = {
      press: (...given) => this.press(...given),
      command: (text) => this.composer.send(text),
      more: (message) => this.more(message),
      jump: (number) => byId(`m${number}`)?.scrollIntoView({ block: "center", behavior: "smooth" }),
    };
    this.listen();
  }

  listen() {
    byId("language").addEventListener("click", () => {
      toggleLanguage();
      this.redraw();
    });
    byId("sheet-close").addEventListener("click", () => byId("sheet").close());
    byId("sheet").addEventListener("click", (event) => event.target === byId("sheet") && byId("sheet").close());
    byId("down").addEventListener("click", () => this.scrollDown());
    byId("scroll").addEventListener("scroll", () => this.scrolled(), { passive: true });
    // the box grew or shrank: whoever reads the newest message goes on reading it
    new ResizeObserver(() => this.atEnd && this.scrollDown("instant")).observe(byId("scroll"));
  }

  async start() {
    translatePage();
    await this.look();
    this.people ??= [];
    this.show(this.people[0]);
    for (;;) {
      await pause(4000);
      if (!document.hidden) await this.look();
    }
  }

  /** Ask who is there and whether the bot listens; begin anew with a simulator that did. */
  async look() {
    try {
      const info = await get("/sim/info");
      const begunAnew = this.run !== undefined && this.run !== info.run;
      this.info = info;
      this.run = info.run;
      this.people = info.people;
      this.status(info.listening ? "on" : "off");
      if (begunAnew) this.show(this.people.find(({ id }) => id === this.person?.id) ?? this.people[0]);
      this.translate();
    } catch {
      this.status("lost");
    }
  }

  status(state) {
    const place = byId("status");
    const typing = state === "on" && !byId("typing").hidden;
    place.dataset.state = state;
    place.textContent = word(typing ? "typing" : `status.${state}`);
  }

  translate() {
    byId("language").textContent = word("language");
    byId("text").placeholder = word("write");
    const menus = this.info?.menus ?? {};
    this.commands = menus[chosen() === "en" ? "en" : "zh"] ?? menus[""] ?? [];
  }

  redraw() {
    this.translate();
    this.showPeople();
    this.composer.showCards();
    this.composer.refresh();
    if (!byId("origin").hidden) this.composer.nameOrigin();
    const drawn = [...this.messages.values()].map((message) => entry(message, this.actions));
    byId("log").replaceChildren(...drawn);
    this.status(byId("status").dataset.state);
  }

  showPeople() {
    const choices = (this.people ?? []).map((person, place) => {
      const radio = element("input", { type: "radio", name: "person", checked: person.id === this.person?.id });
      radio.addEventListener("change", () => this.show(person));
      const role = ROLES[place] ? element("small", {}, word(`role.${ROLES[place]}`)) : "";
      return element("label", {}, radio, element("span", {}, element("b", {}, person.name), role));
    });
    byId("people").replaceChildren(...choices);
  }

  /** Show the chat of another person. */
  show(person) {
    if (!person) return;
    this.person = person;
    this.turn += 1;
    this.seq = 0;
    this.messages.clear();
    this.waiting.clear();
    this.composer.clearAll();
    byId("typing").hidden = true;
    this.redraw();
    this.follow(this.turn);
  }

  async follow(turn) {
    let wait = 0; // the first answer is what there is, with nothing to announce
    while (turn === this.turn) {
      try {
        const news = await get(`/sim/chats/${this.person.id}/news?after=${this.seq}&wait=${wait}`);
        if (turn !== this.turn) return;
        this.take(news, wait === 0);
        wait = 20;
      } catch {
        this.status("lost");
        await pause(1500);
        await this.look();
      }
    }
  }

  take(news, first) {
    const before = this.isAtEnd(160);
    const fresh = (news?.messages ?? []).filter((message) => this.draw(message));
    for (const number of news?.deleted ?? []) this.drop(number);
    if (!first) for (const answer of news?.answers ?? []) this.answered(answer);
    if (news) this.seq = news.seq;
    this.typing(news?.typing && !first && !fresh.some((message) => message.from?.is_bot));
    byId("empty").hidden = this.messages.size > 0;
    if (first) this.scrollDown("instant");
    else if (fresh.length) this.reveal(fresh, before);
  }

  /** Draw a message, new or changed; return whether it is new. */
  draw(message) {
    const known = this.messages.has(message.message_id);
    this.messages.set(message.message_id, message);
    const drawn = entry(message, this.actions);
    if (known) byId(`m${message.message_id}`).replaceWith(drawn);
    else byId("log").append(drawn);
    return !known;
  }

  drop(number) {
    if (this.messages.delete(number)) byId(`m${number}`).remove();
  }

  typing(on) {
    clearTimeout(this.typingEnds);
    byId("typing").hidden = !on;
    this.status(byId("status").dataset.state);
    if (on) this.typingEnds = setTimeout(() => this.typing(false), TYPING);
    if (on) this.scrollDown();
  }

  async press(message, label, button) {
    button.classList.add("pressed");
    button.setAttribute("aria-busy", "true");
    const release = () => {
      button.classList.remove("pressed");
      button.removeAttribute("aria-busy");
    };
    try {
      const { id } = await post(`/sim/chats/${this.person.id}/press`, { message_id: message.message_id, label });
      this.waiting.set(id, release);
      setTimeout(() => this.waiting.has(id) && this.answered({ id, text: word("silent") }), PATIENCE);
      if (this.early?.id === id) this.answered(this.early);
    } catch (error) {
      release();
      toast(word("failed", { reason: error.message }));
    }
  }

  answered(answer) {
    const release = this.waiting.get(answer.id);
    if (!release) {
      this.early = answer; // it came before the press was acknowledged
      return;
    }
    this.waiting.delete(answer.id);
    release();
    if (answer.alert) openSheet(answer.text, "", []);
    else if (answer.text) toast(answer.text);
  }

  more(message) {
    const text = message.text ?? message.caption;
    const items = [{ label: word("reply"), icon: "reply", act: () => this.composer.reply(message) }];
    const copy = async () => toast(word((await copyText(text)) ? "copied" : "copy.failed"));
    if (text) items.push({ label: word("copy.text"), icon: "copy", act: copy });
    if (text && !message.from?.is_bot && !message.forward_origin) {
      items.push({ label: word("edit"), icon: "edit", act: () => this.composer.edit(message) });
    }
    openSheet(word("more.title"), "", items);
  }

  scrolled() {
    this.atEnd = this.isAtEnd(40);
    byId("down").hidden = this.isAtEnd(160);
  }

  isAtEnd(margin) {
    const place = byId("scroll");
    return place.scrollHeight - place.scrollTop - place.clientHeight < margin;
  }

  scrollDown(behavior = "smooth") {
    byId("scroll").scrollTo({ top: byId("scroll").scrollHeight, behavior });
  }

  /** Bring new messages into view: a long answer from its beginning, not from its end. */
  reveal(fresh, wasAtEnd) {
    const mine = fresh.some((message) => !message.from?.is_bot);
    if (mine) this.unread = null;
    this.unread ??= fresh.find((message) => message.from?.is_bot)?.message_id ?? null;
    const top = this.unread && byId(`m${this.unread}`);
    if (!mine && !wasAtEnd && !top) return;
    const room = byId("scroll").clientHeight;
    const height = top ? byId("scroll").scrollHeight - top.offsetTop : 0;
    if (height > room) byId("scroll").scrollTo({ top: top.offsetTop - 12, behavior: "smooth" });
    else if (mine || wasAtEnd) this.scrollDown();
  }
}

new Chat().start();
