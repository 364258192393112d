/** The bar at the top: whose sandbox this is, its clock, Diwan's power, faults, more phones, the page's language. */

import * as api from "./api.js";
import { dayOf, now, setNow, shownNow, untilTomorrow } from "./clock.js";
import { el, popover } from "./dom.js";
import { icon } from "./icons.js";
import { label, languageHere, otherLanguage, sayHere, usePageLanguage } from "./words.js";

const AFTERWARDS = 15000;
const TOMORROW_AT = 9;
const find = (id) => document.getElementById(id);

export class Bar {
  /** `relabelled()` is called when the page's language changed, `dawned()` when it became another day. */
  constructor({ relabelled, dawned, opened }) {
    this.relabelled = relabelled;
    this.dawned = dawned;
    this.opened = opened;
    this.running = true;
    this.waited = 0;
    this.answered = 0;
    for (const holder of document.querySelectorAll("[data-icon]")) holder.prepend(icon(holder.dataset.icon));
    find("language").addEventListener("click", () => {
      usePageLanguage(otherLanguage());
      this.showClock();
      this.showPower();
      this.showFaults();
      this.relabelled();
    });
    const closeClock = popover(find("clock-open"), find("clock"), { opened: () => this.showClock() });
    for (const button of find("clock").querySelectorAll("button")) {
      button.addEventListener("click", async () => {
        const seconds = button.dataset.forward === "tomorrow" ? untilTomorrow(TOMORROW_AT) : Number(button.dataset.forward);
        if (await this.attempt(() => api.forward(seconds))) closeClock();
      });
    }
    setInterval(() => this.showClock(), 1000);
    find("power").addEventListener("click", () => this.turn());
    const closeFaults = popover(find("faults-open"), find("faults"), { opened: () => this.readFaults() });
    const closeAdd = popover(find("add-open"), find("add"), { opened: () => find("add").querySelector("input").focus() });
    find("faults").addEventListener("submit", (event) => this.addFault(event));
    find("faults-clear").addEventListener("click", () => this.change(() => api.clearFaults()));
    find("add").addEventListener("submit", async (event) => {
      event.preventDefault();
      const fields = Object.fromEntries(new FormData(event.target));
      await this.attempt(async () => {
        const phone = await api.addPhone(fields);
        event.target.reset();
        closeAdd();
        this.opened(phone);
      });
    });
    this.faults = [];
    this.closeFaults = closeFaults;
    label();
  }

  reset({ organisation, diwan }) {
    find("organisation").textContent = organisation;
    // Without an address Diwan is somebody else's process, a test's for one: it is neither shown nor killed from here.
    this.ours = Boolean(diwan.url);
    find("power").hidden = find("state").hidden = !this.ours;
    this.setRunning(diwan.running);
    this.readFaults();
  }

  setClock(at) {
    setNow(at);
    this.showClock();
  }

  showClock() {
    const { time, day, date } = shownNow(languageHere(), matchMedia("(max-width: 640px)").matches);
    find("clock-time").textContent = time;
    find("clock-day").textContent = day;
    find("clock-day").hidden = !day;
    find("clock-date").textContent = date;
    find("clock-open").title = sayHere("clock");
    find("clock-open").setAttribute("aria-label", `${sayHere("clock")} · ${date} ${time}`);
    const today = dayOf(now());
    if (this.today && this.today !== today) this.dawned();
    this.today = today;
  }

  setRunning(running) {
    if (running !== this.running) {
      clearTimeout(this.calm);
      this.back = running;
      if (running) this.calm = setTimeout(() => this.settle(), AFTERWARDS);
      else this.waited = this.answered = 0;
    }
    this.running = running;
    this.turning = false;
    this.showPower();
  }

  settle() {
    this.back = false;
    this.showPower();
  }

  /** Counts what is written while Diwan is down, and what comes of it once it is back. */
  heard(message) {
    if (!this.running && message.mine) this.waited += 1;
    else if (this.running && this.back && !message.mine) this.answered += 1;
    else return;
    this.showPower();
  }

  showPower() {
    const button = find("power");
    button.querySelector(".label").textContent = sayHere(this.turning ? (this.running ? "stopping" : "starting") : this.running ? "kill" : "start");
    button.setAttribute("aria-label", sayHere(this.running ? "kill" : "start"));
    button.title = sayHere(this.running ? "killHelp" : "start");
    button.dataset.running = String(this.running);
    button.disabled = Boolean(this.turning);
    const state = find("state");
    state.dataset.running = String(this.running);
    state.querySelector(".label").textContent = sayHere(this.running ? "diwanUp" : "diwanDown");
    const banner = find("banner");
    banner.hidden = this.unreachable ? false : !this.ours || (this.running && !this.back);
    banner.dataset.running = String(this.running && !this.unreachable);
    if (this.unreachable) banner.textContent = sayHere("unreachable");
    else if (!this.running) banner.textContent = this.waited ? sayHere("downCount", { count: this.waited }) : sayHere("downHelp");
    else banner.textContent = this.waited ? sayHere("backCount", { count: this.waited }) + sayHere("answers", { count: this.answered }) : sayHere("backHelp");
  }

  connect(up) {
    this.unreachable = !up;
    this.showPower();
  }

  async turn() {
    this.turning = true;
    this.showPower();
    const wanted = !this.running;
    if (await this.attempt(() => api.power(wanted ? "start" : "kill"))) this.setRunning(wanted);
    this.turning = false;
    this.showPower();
  }

  async attempt(act) {
    try {
      return (await act()) ?? true;
    } catch (error) {
      const toast = find("page-toast");
      toast.textContent = sayHere("sendFailed", { reason: error.message });
      toast.hidden = false;
      setTimeout(() => (toast.hidden = true), 4000);
      return null;
    }
  }

  async addFault(event) {
    event.preventDefault();
    const { target, kind, times, method, retry_after } = Object.fromEntries(new FormData(event.target));
    const fault = { target, kind, times: Number(times) };
    if (method.trim()) fault.method = method.trim();
    if (kind === "429" && retry_after) fault.retry_after = Number(retry_after);
    await this.change(() => api.addFault(fault));
  }

  async change(act) {
    await this.attempt(act);
    await this.readFaults();
  }

  async readFaults() {
    try {
      this.faults = await api.readFaults();
    } catch {
      this.faults = [];
    }
    this.showFaults();
  }

  showFaults() {
    const left = this.faults.filter((fault) => fault.times !== 0);
    const words = (fault) => [sayHere(fault.target), sayHere(`fault${fault.kind[0].toUpperCase()}${fault.kind.slice(1)}`), fault.method, `× ${fault.times}`].filter(Boolean);
    find("faults-list").replaceChildren(
      ...(left.length ? left.map((fault) => el("li", {}, ...words(fault).map((word) => el("bdi", {}, word)))) : [el("li", { class: "none" }, sayHere("faultNone"))]),
    );
    find("faults-clear").hidden = !left.length;
    const badge = find("faults-badge");
    badge.hidden = !left.length;
    badge.textContent = String(left.length);
  }
}
