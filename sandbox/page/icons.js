/** Line icons, drawn on a 24 × 24 grid. `icon(name, {flip: true})` turns with the direction of its phone. */

const NAMESPACE = "http://www.w3.org/2000/svg";

const PATHS = {
  attach: "M20.5 11.5 12 20a5.5 5.5 0 0 1-7.8-7.8l8.9-8.9a3.7 3.7 0 0 1 5.2 5.2l-8.8 8.9a1.8 1.8 0 0 1-2.6-2.6l8-8",
  back: "M15 5l-7 7 7 7",
  block: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM5.7 5.7l12.6 12.6",
  camera: "M4 8h3l1.7-2.5h6.6L17 8h3a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V9a1 1 0 0 1 1-1zM12 10a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7z",
  clock: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7v5l3.500 2",
  close: "M6 6l12 12M18 6 6 18",
  copy: "M9 9h10v11H9zM15 9V5H5v11h4",
  document: "M6 3h8l5 5v13H6zM14 3v5h5M9 13h7M9 17h7",
  down: "M6 9l6 6 6-6",
  download: "M12 4v11M7 11l5 5 5-5M5 20h14",
  fault: "M12 4 2.8 20h18.4zM12 10v5M12 17.4v.3",
  forward: "M14 6l6 6-6 6v-4c-5 0-8 1-10 5 0-6 3-9 10-9z",
  language: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM3 12h18M12 3c3 3 3.5 6 3.5 9s-.5 6-3.5 9c-3-3-3.5-6-3.5-9S9 6 12 3z",
  link: "M8 16 17 7M9 7h8v8",
  list: "M8 6h12M8 12h12M8 18h12M4 6h.1M4 12h.1M4 18h.1",
  location: "M12 21s7-6.3 7-11.5A7 7 0 0 0 5 9.500C5 14.700 12 21 12 21zM12 7a2.700 2.700 0 1 0 0 5.400A2.700 2.700 0 0 0 12 7z",
  menu: "M4 7h16M4 12h16M4 17h16",
  mic: "M12 3a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3zM5.500 11a6.500 6.500 0 0 0 13 0M12 17.500V21",
  more: "M12 5v.1M12 12v.1M12 19v.1",
  pause: "M8 5v14M16 5v14",
  person: "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4 21c.6-4 3.800-6 8-6s7.400 2 8 6",
  plus: "M12 5v14M5 12h14",
  power: "M12 3v9M6.500 6.500a8 8 0 1 0 11 0",
  reply: "M10 6 4 12l6 6v-4c5 0 8 1 10 5 0-6-3-9-10-9z",
  trash: "M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13M10 11v5M14 11v5",
};

const SOLID = {
  play: "M8 5.200v13.600a.8.8 0 0 0 1.200.7l11-6.800a.8.8 0 0 0 0-1.400l-11-6.800A.8.8 0 0 0 8 5.200z",
  send: "M3.400 20.400 21 12.800a.9.9 0 0 0 0-1.600L3.400 3.600a.8.8 0 0 0-1.100 1L4.500 11l9 1-9 1-2.200 6.400a.8.8 0 0 0 1.100 1z",
};

const TICKS = {
  sending: "M12 5a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM12 8.500V12l2.500 1.500",
  sent: "M6 12.500l4 4 8-9",
  double: "M2.500 12.500l4 4 8-9M11 15.200l1.300 1.300 8-9",
  failed: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 8v5M12 15.800v.3",
};

function drawing(path, solid) {
  const svg = document.createElementNS(NAMESPACE, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("focusable", "false");
  svg.classList.add("icon");
  if (solid) svg.classList.add("solid");
  const line = document.createElementNS(NAMESPACE, "path");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}

export function icon(name, { flip = false } = {}) {
  const svg = drawing(SOLID[name] ?? PATHS[name], name in SOLID);
  svg.classList.toggle("flip", flip);
  svg.dataset.icon = name;
  return svg;
}

/** The mark of a message's status; Telegram knows no "delivered", so one tick stands until it is read. */
export function tick(status, channel) {
  const double = status === "read" || (status === "delivered" && channel === "whatsapp");
  const svg = drawing(TICKS[double ? "double" : status === "delivered" ? "sent" : status], false);
  svg.classList.add("tick", status);
  return svg;
}
