/** A bottom sheet inside one phone; the rest of the phone rests while it is open. */

import { el } from "./dom.js";
import { icon } from "./icons.js";
import { say } from "./words.js";

export class Sheet {
  constructor(screen, language) {
    this.screen = screen;
    this.language = language;
    this.view = el("div", { class: "sheet-frame", hidden: true });
    this.view.addEventListener("click", (event) => event.target === this.view && this.close());
    this.view.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      this.close();
    });
    this.returnTo = null;
  }

  open(title, ...content) {
    this.returnTo = document.activeElement;
    const close = el("button", { type: "button", class: "round", "data-role": "sheet-close", "aria-label": say(this.language, "close"), on: { click: () => this.close() } }, icon("close"));
    const heading = el("h3", { dir: "auto" }, title);
    const dialog = el("div", { class: "sheet", role: "dialog", "aria-modal": "true", "aria-label": title, "data-role": "sheet" }, el("header", {}, close, heading), el("div", { class: "sheet-body" }, ...content));
    this.view.replaceChildren(dialog);
    this.view.hidden = false;
    for (const child of this.screen.children) child.inert = child !== this.view;
    (dialog.querySelector("[data-focus]") ?? dialog.querySelector(".sheet-body button, .sheet-body input") ?? close).focus({ preventScroll: true });
  }

  close() {
    if (this.view.hidden) return;
    this.view.hidden = true;
    this.view.replaceChildren();
    for (const child of this.screen.children) child.inert = false;
    this.returnTo?.focus?.({ preventScroll: true });
  }

  /** A list message: every item with its description and a radio mark; the chosen one is sent at once. */
  openList(list, choose) {
    const items = list.items.map((item) => {
      const about = el("span", { class: "about" }, el("span", { class: "title", dir: "auto" }, item.title), item.description ? el("span", { class: "description", dir: "auto" }, item.description) : null);
      const node = el("button", { type: "button", class: "item", role: "radio", "aria-checked": "false", "data-button": item.id }, about, el("span", { class: "radio", "aria-hidden": "true" }));
      node.addEventListener("click", () => {
        if (group.dataset.chosen) return;
        group.dataset.chosen = item.id;
        node.setAttribute("aria-checked", "true");
        choose(item.id);
        setTimeout(() => this.close(), 180);
      });
      return node;
    });
    const group = el("div", { class: "items", role: "radiogroup", "aria-label": list.button }, items);
    this.open(list.button, group);
  }

  /** The bot's commands, as Telegram's menu button shows them. */
  openMenu(commands, choose) {
    const items = commands.map(({ command, description }) => {
      const words = `/${command.replace(/^\//, "")}`;
      const node = el("button", { type: "button", class: "item", "data-command": words }, el("span", { class: "about" }, el("span", { class: "title", dir: "auto" }, description)), el("span", { class: "slash", dir: "ltr" }, words));
      node.addEventListener("click", () => {
        this.close();
        choose(words);
      });
      return node;
    });
    this.open(say(this.language, "menu"), el("div", { class: "items" }, items));
  }

  /** A form of labelled inputs; `send(values)` gets them by name. `before` stands above the fields. */
  openForm(title, fields, send, before = null) {
    const form = el("form", { class: "form" }, before);
    for (const { name, word, ...attributes } of fields) {
      form.append(el("label", {}, el("span", {}, say(this.language, word)), el("input", { name, dir: "auto", autocomplete: "off", ...attributes })));
    }
    form.append(el("button", { type: "submit", class: "primary", "data-role": "sheet-send" }, say(this.language, "send")));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.close();
      send(Object.fromEntries(new FormData(form)));
    });
    this.open(title, form);
    return form;
  }
}
