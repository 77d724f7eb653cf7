// Small makers of DOM nodes.

const SVG = "http://www.w3.org/2000/svg";

/** Return the element of the page with this id. */
export const byId = (id) => document.getElementById(id);

/** Return a new element with properties and children; text children stay text. */
export function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

/** Return one of the icons that index.html defines. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
}

/** Show a sentence for a moment; screen readers say it. */
export function toast(sentence) {
  const place = byId("toast");
  place.textContent = sentence;
  place.hidden = false;
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => (place.hidden = true), 2600 + sentence.length * 60);
}

/** Put a text on the clipboard and say so on the button; return whether it worked. */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text); // an old browser, or one that asks for permission
  }
}

function copyBySelection(text) {
  const area = element("textarea", { value: text, className: "unseen", readOnly: true });
  const before = document.activeElement;
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  before?.focus();
  return done;
}

/** Open the sheet with a title, an explanation and items {label, detail, icon, act}; close it when one is chosen. */
export function openSheet(title, explanation, items) {
  const sheet = byId("sheet");
  byId("sheet-title").textContent = title;
  byId("sheet-text").textContent = explanation;
  byId("sheet-text").hidden = !explanation;
  byId("sheet-items").replaceChildren(...items.map((item) => element("li", {}, sheetButton(sheet, item))));
  sheet.showModal();
}

function sheetButton(sheet, item) {
  const words = element("span", {}, element("b", {}, item.label));
  if (item.detail) words.append(element("small", {}, item.detail));
  const button = element("button", { type: "button" }, ...(item.icon ? [icon(item.icon)] : []), words);
  button.addEventListener("click", () => {
    sheet.close();
    item.act();
  });
  return button;
}
