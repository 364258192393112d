/** Reaching for a message: swipe and long press on a touch screen, the context menu with a mouse. */

const LONG = 450;
const SLACK = 10;
const FAR = 56;
const LIMIT = 76;

/**
 * Listens on `scroller`. `reply(id)` follows a swipe, `menu(id, x, y)` a long press or a right click.
 * `towards` is 1 for a swipe to the right, -1 to the left.
 */
export function listen(scroller, { reply, menu, towards }) {
  let held = null;

  const rowOf = (target) => target.closest?.("[data-message]:not(.system)");

  function release() {
    if (!held) return;
    clearTimeout(held.timer);
    held.row.style.removeProperty("--swipe");
    held.row.classList.remove("swiping", "ready");
    held = null;
  }

  scroller.addEventListener("pointerdown", (event) => {
    const row = rowOf(event.target);
    if (!row || event.pointerType === "mouse") return;
    release();
    const { clientX: x, clientY: y } = event;
    const timer = setTimeout(() => {
      const id = row.dataset.message;
      release();
      navigator.vibrate?.(10);
      menu(id, x, y);
    }, LONG);
    held = { row, x, y, timer, pointer: event.pointerId };
  });

  scroller.addEventListener("pointermove", (event) => {
    if (!held || event.pointerId !== held.pointer) return;
    const [dx, dy] = [(event.clientX - held.x) * towards, Math.abs(event.clientY - held.y)];
    if (dy > SLACK && !held.row.classList.contains("swiping")) return release();
    if (dx > SLACK) {
      clearTimeout(held.timer);
      held.row.classList.add("swiping");
      held.row.classList.toggle("ready", dx > FAR);
      held.row.style.setProperty("--swipe", `${Math.min(dx, LIMIT) * towards}px`);
    }
  });

  scroller.addEventListener("pointerup", () => {
    if (held?.row.classList.contains("ready")) reply(held.row.dataset.message);
    release();
  });
  scroller.addEventListener("pointercancel", release);

  scroller.addEventListener("contextmenu", (event) => {
    const row = rowOf(event.target);
    if (!row || event.target.closest("a, img, video")) return;
    if (event.pointerType !== "mouse") return event.preventDefault();
    if (String(getSelection())) return;
    event.preventDefault();
    menu(row.dataset.message, event.clientX, event.clientY);
  });
}
