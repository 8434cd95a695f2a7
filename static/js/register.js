// The register on a phone: each tap is saved at once, and kept on this phone until it is.
//
// <form data-register data-url="/…/taps/" data-key="register:12:7" data-worker="/…/register-sw.js">
// The server answers {"rows", "later", "refused", "counts", "saved_at"}; 401, 403 or a redirect when
// signed out; any other answer may have "words". A tap says how long ago it was made, not when: phones'
// clocks are wrong. The server keeps the later tap on a person, so sending one twice makes no difference.

const TOKEN = "csrfmiddlewaretoken";
const FIRST_RETRY = 2000;
const LAST_RETRY = 60000;
const LOOK_AGAIN = 20000; // for what others tapped, and who signed in by code
const ABSENCES = ["absent", "apologies", "excused"];

const form = document.querySelector("[data-register]");
const status = form.querySelector("[data-status]");
const rows = new Map([...form.querySelectorAll("[data-pioneer]")].map((row) => [row.dataset.pioneer, row]));

let kept = {}; // taps that the server does not have, by Pioneer
let keeps = true; // false where the browser keeps nothing for us
let retry = FIRST_RETRY;
let timer = null;
let sending = false;
let told = ""; // words of the last refusal of all, while it lasts

// --- What this phone keeps: another tab of it may have added to it --------------------------

function load() {
  try {
    kept = JSON.parse(localStorage.getItem(form.dataset.key)) || {};
  } catch {
    keeps = false;
  }
}

function store() {
  try {
    if (Object.keys(kept).length) localStorage.setItem(form.dataset.key, JSON.stringify(kept));
    else localStorage.removeItem(form.dataset.key);
    keeps = true;
  } catch {
    keeps = false;
  }
}

// What the server last said, for a page that was kept before that: states by number, no names.
const SEEN = `${form.dataset.key}:seen`;

function remember({ at, rows: said }) {
  try {
    localStorage.setItem(SEEN, JSON.stringify({ at, rows: said }));
  } catch {
    // Then an old page stays as old as it is.
  }
}

function recall() {
  try {
    const seen = JSON.parse(localStorage.getItem(SEEN));
    if (seen && seen.at > Number(form.dataset.at)) seen.rows.forEach((one) => showSaid(one));
  } catch {
    // Nothing was kept.
  }
}

const waiting = () => Object.values(kept).filter((tap) => !tap.refused);

// --- Rows ------------------------------------------------------------------------------------

const field = (row, kind) => row.querySelector(kind);
const chosen = (row) => field(row, "[type=radio]:checked")?.value || "";
const isLate = (row) => field(row, "[type=checkbox]").checked;

function show(row, { state, late, reason }) {
  for (const radio of row.querySelectorAll("[type=radio]")) radio.checked = radio.value === state;
  field(row, "[type=checkbox]").checked = Boolean(late);
  field(row, "select").value = reason || "";
}

function showSaid(one, words = one.note) {
  const row = rows.get(String(one.pioneer));
  if (!row) return;
  show(row, { ...one, state: one.state === "expected" ? "" : one.state });
  form.elements.namedItem(`was-${one.pioneer}`).value = one.mark;
  note(row, words);
}

function choose(row, state) {
  const radio = field(row, `[type=radio][value="${state}"]`);
  if (radio) radio.checked = true;
}

function keep(row, extra = {}) {
  if (keeps) load();
  const tap = { state: chosen(row), late: isLate(row), reason: field(row, "select").value, at: Date.now(), ...extra };
  kept[row.dataset.pioneer] = tap;
  store();
  paint();
}

function tapped(event) {
  const row = event.target.closest("[data-pioneer]");
  if (!row) return;
  const late = field(row, "[type=checkbox]");
  if (event.target === late && late.checked && chosen(row) !== "part") choose(row, "present");
  if (event.target === late && !late.checked && !chosen(row)) return;
  if (ABSENCES.includes(chosen(row))) late.checked = false;
  else field(row, "select").value = "";
  keep(row);
  send();
}

function everyoneCame() {
  for (const row of rows.values()) {
    if (chosen(row)) continue;
    choose(row, "present");
    keep(row, { unless_chosen: true });
  }
  send();
}

// --- Words -----------------------------------------------------------------------------------

function count() {
  const found = { late: 0, "": 0, present: 0, part: 0, absent: 0, apologies: 0, excused: 0 };
  for (const row of rows.values()) {
    found[chosen(row)] += 1;
    if (isLate(row)) found.late += 1;
  }
  return [
    `${found.present + found.part} of ${rows.size} came${found.late ? `, ${found.late} of them late` : ""}`,
    found.apologies && `${found.apologies} sent apologies`,
    found.excused && `${found.excused} excused`,
    found.absent && `${found.absent} absent`,
    found[""] && `${found[""]} to mark`,
  ].filter(Boolean).join(" · ");
}

function paint() {
  form.querySelector("[data-counts]").textContent = count();
  const everyone = form.querySelector("[data-everyone]");
  if (everyone) everyone.hidden = [...rows.values()].every(chosen);
  for (const [pioneer, row] of rows) {
    row.toggleAttribute("data-waiting", pioneer in kept);
    if (kept[pioneer]?.refused) note(row, `Not saved: ${kept[pioneer].refused}`);
  }
}

function note(row, words) {
  field(row, "[data-note]").textContent = words || "";
}

function say(state, words, more) {
  if (status.dataset.state === state && status.dataset.words === words) return;
  Object.assign(status.dataset, { state, words });
  status.textContent = words;
  if (more) status.append(" ", more);
}

function sayKept(why = "") {
  const many = Object.keys(kept).length;
  if (!many) return;
  const words = keeps ? `Kept on this phone, not sent yet: ${many}.` : `Not sent yet: ${many}. Please keep this page open.`;
  say("waiting", why ? `${words} ${why}` : words);
}

function saySignedOut() {
  const link = document.createElement("a");
  link.href = `/accounts/login/code/?next=${encodeURIComponent(window.location.pathname)}`;
  link.textContent = "Sign in again";
  const many = Object.keys(kept).length;
  say("signed-out", many ? `You have been signed out. Kept on this phone, not sent yet: ${many}.` : "You have been signed out.", link);
}

function sayRefused() {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-link";
  button.textContent = "Forget what was not saved";
  button.addEventListener("click", forgetRefused);
  const words = Object.values(kept).map((tap) => tap.refused).find(Boolean);
  say("refused", `Not saved, kept on this phone: ${Object.keys(kept).length}. ${words}`, button);
}

function forgetRefused() {
  load();
  kept = Object.fromEntries(Object.entries(kept).filter(([, tap]) => !tap.refused));
  store();
  look();
}

// --- Sending ---------------------------------------------------------------------------------

// Signing in again changes the token of the form; the newest is in the cookie.
function token() {
  const cookie = document.cookie.match(/(?:^|; )(?:__Host-)?csrftoken=([^;]+)/)?.[1];
  return cookie || form.elements.namedItem(TOKEN).value;
}

async function ask(taps) {
  const request = { credentials: "same-origin", redirect: "manual", cache: "no-store", headers: { Accept: "application/json" } };
  if (taps) {
    const body = new FormData();
    body.set("taps", JSON.stringify(taps));
    request.method = "POST";
    request.body = body;
    request.headers["X-CSRFToken"] = token();
    request.keepalive = true; // a tap is small, and may be the last before the page is closed
  }
  const response = await fetch(form.dataset.url, request);
  if (response.type === "opaqueredirect" || [401, 403].includes(response.status)) return { signedOut: true };
  if (response.status >= 500) throw new Error(`The server answered ${response.status}`);
  return response.json();
}

function sendIn(pause) {
  clearTimeout(timer);
  timer = setTimeout(send, pause);
}

function later() {
  sendIn(retry);
  retry = Math.min(retry * 2, LAST_RETRY);
}

async function send() {
  clearTimeout(timer);
  if (sending) return;
  if (keeps) load();
  const sent = Object.fromEntries(Object.entries(kept).filter(([, tap]) => !tap.refused));
  if (!Object.keys(sent).length) return;
  sending = true;
  sayKept(told || (navigator.onLine ? "" : "No signal: it goes by itself as soon as there is one."));
  try {
    const now = Date.now();
    const taps = Object.entries(sent).map(([pioneer, { at, ...tap }]) => ({ pioneer, ago: Math.max(0, now - at), ...tap }));
    const answer = await ask(taps);
    retry = FIRST_RETRY;
    answered(answer, sent);
  } catch {
    sayKept("No signal: it goes by itself as soon as there is one.");
    later();
  } finally {
    sending = false;
  }
  // What was tapped meanwhile.
  if (waiting().length && !told && status.dataset.state !== "signed-out" && retry === FIRST_RETRY) sendIn(0);
}

function answered(answer, sent) {
  if (answer.signedOut) return saySignedOut();
  told = answer.words || "";
  if (told) {
    sayKept(told);
    return later();
  }
  if (keeps) load();
  for (const [pioneer, tap] of Object.entries(sent)) {
    if (kept[pioneer]?.at !== tap.at) continue; // tapped again meanwhile
    const words = answer.refused[pioneer];
    if (words) kept[pioneer].refused = words;
    else delete kept[pioneer];
  }
  store();
  take(answer);
  return Object.keys(kept).length === 0 && say("saved", `Saved at ${answer.saved_at}`);
}

function take(answer) {
  remember(answer);
  const strangers = answer.rows.some((one) => !rows.has(String(one.pioneer)));
  for (const one of answer.rows) {
    if (!(String(one.pioneer) in kept)) showSaid(one, answer.later[one.pioneer] || one.note);
  }
  paint();
  if (waiting().length) return;
  if (Object.keys(kept).length) sayRefused();
  else if (strangers) sayMore();
}

function sayMore() {
  const link = document.createElement("a");
  link.href = window.location.pathname;
  link.textContent = "Show them";
  say("more", "Somebody was added to this register.", link);
}

// What others have chosen meanwhile. Taps that wait go first, and bring the same answer.
async function look() {
  if (sending) return;
  if (waiting().length) {
    send();
    return;
  }
  try {
    const answer = await ask();
    if (answer.signedOut) saySignedOut();
    else if (!answer.words && !sending) take(answer);
  } catch {
    // No signal, and nothing to send: nothing to say.
  }
}

// --- So that it opens without a signal -------------------------------------------------------

async function keepThisPage() {
  if (!("serviceWorker" in navigator)) return;
  try {
    const scope = window.location.pathname;
    await navigator.serviceWorker.register(form.dataset.worker, { scope });
    const ready = await navigator.serviceWorker.ready;
    const parts = performance.getEntriesByType("resource").map((one) => one.name);
    const own = parts.filter((name) => name.startsWith(window.location.origin) && name.includes("/static/"));
    ready.active.postMessage({ keep: [...new Set([window.location.href.split("#")[0], ...own])] });
  } catch {
    // Without it, a page that is open works on all the same.
  }
}

function start() {
  form.dataset.scripted = "true";
  recall();
  load();
  for (const [pioneer, tap] of Object.entries(kept)) {
    delete tap.refused; // the reason may have gone
    if (rows.has(pioneer)) show(rows.get(pioneer), tap);
  }
  form.addEventListener("change", tapped);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (event.submitter?.name === "everyone") everyoneCame();
    else send();
  });
  window.addEventListener("online", () => { retry = FIRST_RETRY; look(); });
  window.addEventListener("storage", (event) => {
    if (event.key !== form.dataset.key) return;
    load();
    paint();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") return;
    retry = FIRST_RETRY;
    look();
  });
  setInterval(() => {
    if (document.visibilityState === "visible" && navigator.onLine && !waiting().length) look();
  }, LOOK_AGAIN);
  paint();
  if (waiting().length) send();
  else if (navigator.onLine) look();
  if (document.readyState === "complete") keepThisPage();
  else window.addEventListener("load", keepThisPage);
}

start();
