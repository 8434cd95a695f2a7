// The timetable as a calendar: what is proposed is dragged to another day, or moved by buttons
// and arrow keys. The list below is the truth: it is what the calendar is drawn from, it follows
// each move, and everything here can be done in it without this script.

const calendar = document.getElementById("calendar");
const list = document.querySelector("#sessions tbody");
const rows = new Map();
const chips = new Map();
const DAY = 86400000;
const NAMES = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"];
const STEPS = [
  ["A week earlier", { weeks: -1 }, "ArrowUp"],
  ["A day earlier", { days: -1 }, "ArrowLeft"],
  ["A day later", { days: 1 }, "ArrowRight"],
  ["A week later", { weeks: 1 }, "ArrowDown"],
];
let chosen = null;
let drag = null;
let busy = false;

const closed = JSON.parse(document.getElementById("closed-days").textContent);
const date = (iso) => new Date(`${iso}T00:00:00Z`);
const iso = (day) => day.toISOString().slice(0, 10);
const words = (day, options) =>
  date(day).toLocaleDateString("en-GB", { timeZone: "UTC", ...options });
const inFull = (day) =>
  words(day, { weekday: "long", day: "numeric", month: "long", year: "numeric" }).replace(",", "");

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

// ---- drawing ----

const help = element("p", "calendar-help", "Drag a proposed date to another day. Or choose it and press a button, or an arrow key. Nobody is told before you publish.");
const grid = element("div", "calendar-grid");
const bar = element("div", "calendar-bar");
const said = element("p", "calendar-said");
const buttons = element("div", "calendar-buttons");

function draw() {
  calendar.setAttribute("role", "group");
  calendar.setAttribute("aria-label", "Calendar of the timetable");
  const head = element("div", "calendar-week calendar-head");
  head.append(element("span"), ...NAMES.map((name) => element("span", "", name)));
  grid.append(head);
  const first = date(calendar.dataset.first);
  const last = date(calendar.dataset.last);
  let monday = new Date(first - ((first.getUTCDay() + 6) % 7) * DAY);
  let month = "";
  for (; monday <= last; monday = new Date(+monday + 7 * DAY)) {
    const week = element("div", "calendar-week");
    const friday = iso(new Date(+monday + 4 * DAY));
    const name = words(friday, { month: "short", year: "numeric" });
    week.append(element("span", "calendar-month", name === month ? "" : name));
    month = name;
    for (let n = 0; n < 5; n += 1) week.append(cell(new Date(+monday + n * DAY), first, last));
    grid.append(week);
  }
  grid.tabIndex = 0;
  grid.setAttribute("role", "region");
  grid.setAttribute("aria-label", "Weeks");
  said.setAttribute("role", "status");
  for (const [label, step] of STEPS) {
    const button = element("button", "btn btn-secondary btn-sm", label);
    button.type = "button";
    button.addEventListener("click", () => chosen && move(chosen, step));
    buttons.append(button);
  }
  buttons.hidden = true;
  bar.append(said, buttons);
  calendar.append(help, grid, bar);
  calendar.hidden = false;
}

function cell(day, first, last) {
  const made = element("div", "calendar-day");
  const outside = day < first || day > last;
  const why = closed[iso(day)];
  if (!outside) made.dataset.date = iso(day);
  if (outside || why) made.classList.add("calendar-day-closed");
  const label = day.getUTCDate() === 1 ? words(iso(day), { day: "numeric", month: "short" }) : `${day.getUTCDate()}`;
  made.append(element("span", "calendar-number", outside ? "" : label));
  if (why && !outside) made.append(element("span", "calendar-why", why));
  return made;
}

function addChip(row) {
  const movable = Boolean(row.dataset.move);
  const chip = element(movable ? "button" : "a", `chip chip-${row.dataset.kind} chip-${row.dataset.state}`);
  chip.append(element("span", "chip-title", row.dataset.title.replace(" set, meeting ", " ")));
  chip.append(element("span", "chip-time", row.dataset.time));
  if (movable) {
    chip.type = "button";
    chip.addEventListener("click", () => choose(row));
    chip.addEventListener("keydown", (event) => onKey(event, row));
    chip.addEventListener("pointerdown", (event) => onDown(event, row, chip));
  } else {
    // A published date is not dragged: it moves where one sees whom that concerns.
    chip.href = row.dataset.edit;
    chip.draggable = false;
  }
  chips.set(row.dataset.session, chip);
  place(row);
}

function place(row) {
  const chip = chips.get(row.dataset.session);
  const day = grid.querySelector(`[data-date="${row.dataset.day}"]`);
  if (day) day.append(chip);
  const state = row.dataset.state === "proposed" ? "proposed" : "published: open it to move it";
  const clashes = [...row.querySelectorAll("[data-clashes] li")].map((one) => one.textContent);
  chip.classList.toggle("chip-clash", clashes.length > 0);
  chip.setAttribute("aria-label", [`${row.dataset.title}, ${inFull(row.dataset.day)}, ${row.dataset.time}, ${state}`, ...clashes].join(". "));
  chip.title = [row.dataset.title, ...clashes].join("\n");
}

function choose(row) {
  if (chosen) chips.get(chosen.dataset.session).classList.remove("chip-chosen");
  chosen = row;
  chips.get(row.dataset.session).classList.add("chip-chosen");
  buttons.hidden = false;
  tell(row);
}

function tell(row, refused) {
  const clashes = [...row.querySelectorAll("[data-clashes] li")].map((one) => one.textContent);
  said.textContent = [refused || "", `${row.dataset.title}: ${inFull(row.dataset.day)}.`, ...clashes].join(" ").trim();
  bar.classList.toggle("calendar-bar-clash", Boolean(refused) || clashes.length > 0);
}

// ---- moving ----

async function move(row, to) {
  if (busy) return;
  busy = true;
  calendar.setAttribute("aria-busy", "true");
  const body = new FormData();
  for (const [name, value] of Object.entries(to)) body.set(name, value);
  try {
    const answer = await fetch(row.dataset.move, {
      method: "POST",
      body,
      headers: {
        Accept: "application/json",
        "X-CSRFToken": list.querySelector("[name=csrfmiddlewaretoken]").value,
      },
    });
    if (answer.status !== 200 && answer.status !== 409) throw new Error(String(answer.status));
    follow(row, await answer.json());
  } catch {
    tell(row, "That was not saved. Check your connection, then try again.");
  } finally {
    busy = false;
    calendar.removeAttribute("aria-busy");
  }
}

function follow(row, state) {
  row.dataset.day = state.day;
  row.querySelector("[data-words]").textContent = state.words;
  row.querySelector("[data-note]").textContent = state.note;
  const typed = row.querySelector("input[type=date]");
  if (typed) typed.value = state.day;
  for (const [pk, clashes] of Object.entries(state.clashes)) {
    const one = rows.get(pk);
    if (!one) continue;
    one.querySelector("[data-clashes]").replaceChildren(...clashes.map((why) => element("li", "", why)));
    place(one);
  }
  const inOrder = [...rows.values()].sort((a, b) => when(a).localeCompare(when(b)));
  const focused = document.activeElement;
  list.append(...inOrder);
  if (list.contains(focused)) focused.focus();
  choose(row);
  tell(row, state.refused);
  const chip = chips.get(row.dataset.session);
  if (grid.contains(document.activeElement) || drag) chip.focus({ preventScroll: true });
}

const when = (row) => `${row.dataset.day} ${row.dataset.at}`;

function onKey(event, row) {
  const step = STEPS.find(([, , key]) => key === event.key);
  if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  move(row, step[1]).then(() => chips.get(row.dataset.session).focus());
}

// ---- dragging ----

function onDown(event, row, chip) {
  if (event.button !== 0 || busy) return;
  drag = { row, chip, x: event.clientX, y: event.clientY, ghost: null, over: null, pointer: event.pointerId };
  chip.setPointerCapture(event.pointerId);
  chip.addEventListener("pointermove", onMove);
  chip.addEventListener("pointerup", onUp);
  chip.addEventListener("pointercancel", cancel);
}

function onMove(event) {
  if (!drag) return;
  if (!drag.ghost) {
    if (Math.hypot(event.clientX - drag.x, event.clientY - drag.y) < 6) return;
    drag.ghost = drag.chip.cloneNode(true);
    drag.ghost.classList.add("chip-ghost");
    drag.ghost.style.width = `${drag.chip.offsetWidth}px`;
    drag.ghost.setAttribute("aria-hidden", "true");
    document.body.append(drag.ghost);
    drag.chip.classList.add("chip-dragged");
    document.addEventListener("keydown", onEscape);
  }
  drag.ghost.style.transform = `translate(${event.clientX - drag.ghost.offsetWidth / 2}px, ${event.clientY - 14}px)`;
  drag.atX = event.clientX;
  drag.atY = event.clientY;
  look();
  if (!drag.scrolling) scrollAtEdge();
}

function look() {
  const under = document.elementFromPoint(drag.atX, drag.atY);
  over(under ? under.closest("[data-date]") : null);
}

// Held still at the upper or lower edge, the weeks beyond it come.
function scrollAtEdge() {
  if (!drag) return;
  const edges = grid.getBoundingClientRect();
  const step = drag.atY > edges.bottom - 40 ? 6 : drag.atY < edges.top + 60 ? -6 : 0;
  drag.scrolling = step !== 0;
  if (!step) return;
  grid.scrollBy(0, step);
  look();
  requestAnimationFrame(scrollAtEdge);
}

function over(day) {
  if (drag.over === day) return;
  if (drag.over) drag.over.classList.remove("calendar-day-over");
  drag.over = day;
  if (!day) return;
  day.classList.add("calendar-day-over");
  const why = closed[day.dataset.date];
  said.textContent = `${drag.row.dataset.title}: ${inFull(day.dataset.date)}${why ? ` (${why})` : ""}`;
}

function onUp() {
  const { row, over: day, ghost } = drag;
  stop();
  if (ghost && day && day.dataset.date !== row.dataset.day) move(row, { day: day.dataset.date });
  else if (ghost) choose(row);
}

function onEscape(event) {
  if (event.key === "Escape") cancel();
}

// The date stays where it was, and that is what is said.
function cancel() {
  const { row, ghost } = drag;
  stop();
  if (ghost) choose(row);
}

function stop() {
  if (!drag) return;
  const { chip, ghost, over: day, pointer } = drag;
  if (chip.hasPointerCapture(pointer)) chip.releasePointerCapture(pointer);
  chip.removeEventListener("pointermove", onMove);
  chip.removeEventListener("pointerup", onUp);
  chip.removeEventListener("pointercancel", cancel);
  document.removeEventListener("keydown", onEscape);
  chip.classList.remove("chip-dragged");
  if (ghost) ghost.remove();
  if (day) day.classList.remove("calendar-day-over");
  drag = null;
}

// ---- the list ----

// A day typed in the list is saved without leaving the page.
function onTyped(event) {
  const row = event.target.closest("tr[data-move]");
  if (!row) return;
  event.preventDefault();
  const pressed = event.submitter;
  move(row, pressed && pressed.name ? { [pressed.name]: pressed.value } : { day: event.target.elements.day.value });
}

draw();
for (const row of document.querySelectorAll("tr[data-session]")) {
  rows.set(row.dataset.session, row);
  if (row.dataset.state !== "cancelled") addChip(row);
}
list.addEventListener("submit", onTyped);
const firstProposed = grid.querySelector(".chip-proposed");
if (firstProposed) grid.scrollTop = Math.max(0, firstProposed.closest(".calendar-week").offsetTop - grid.offsetTop - 60);
