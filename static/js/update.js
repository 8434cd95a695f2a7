// The sixty-second update on a phone: kept here the moment Save is pressed, sent as soon as there is a signal.
//
// <form data-update data-key="update:12:7" data-measure="3" data-url="/updates/…/" data-worker="/…/page-sw.js">
// The server answers {"url"} when it has it, 422 {"words", "form"} when it has a question, 404 or 410 {"words"}
// when the link no longer works; 403 or a redirect when signed out. Each update has a key made here, so that one
// sent twice is kept once by the server. What waits belongs to data-key, one project and person: on a shared
// phone nobody else sees it or sends it, and it outlives signing out.

const TOKEN = "csrfmiddlewaretoken";
const FIRST_RETRY = 2000;
const LAST_RETRY = 60000;
const LONGEST_SIDE = 1600; // as large as the server keeps a photograph
const SMALL_ENOUGH = 700_000;
const NUMBERS = ["value", "events", "out_of"];

const form = document.querySelector("[data-update]");
const status = form.querySelector("[data-status]");
const fields = form.querySelector("[data-fields]");
const parts = [...form.children].filter((part) => part !== status);

let keeps = true; // false where the browser keeps nothing for us
let here = []; // what waits where nothing is kept
let retry = FIRST_RETRY;
let timer = null;
let sending = false;
let away = form.hidden; // the form is put away while what was typed is on its way

// --- What this phone keeps -------------------------------------------------------------------

const opened = new Promise((resolve, reject) => {
  const request = indexedDB.open("updates", 1);
  request.onupgradeneeded = () => request.result.createObjectStore("kept", { keyPath: "key" });
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});
opened.catch(() => { keeps = false; });

async function store(work, mode = "readwrite") {
  const kept = (await opened).transaction("kept", mode);
  const request = work(kept.objectStore("kept"));
  return new Promise((resolve, reject) => {
    kept.oncomplete = () => resolve(request.result);
    kept.onerror = kept.onabort = () => reject(kept.error);
  });
}

async function waiting() {
  let all = here;
  if (keeps) {
    try {
      all = [...(await store((rows) => rows.getAll(), "readonly")), ...here];
    } catch {
      keeps = false;
    }
  }
  return all.filter((one) => one.owner === form.dataset.key).sort((a, b) => a.at - b.at);
}

async function keep(update) {
  try {
    await store((rows) => rows.put(update));
  } catch {
    keeps = false;
    here = [...here.filter((one) => one.key !== update.key), update];
  }
}

async function forget(update) {
  here = here.filter((one) => one.key !== update.key);
  try {
    await store((rows) => rows.delete(update.key));
  } catch {
    // It was never kept there.
  }
}

// --- The form --------------------------------------------------------------------------------

const field = (name) => form.elements.namedItem(name);

function today() {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}

function newKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// What can be known without asking the server, said before it is kept.
function isComplete() {
  const chosen = Boolean(field("photo").files.length);
  const words = field("alt_text");
  const consent = field("consent");
  words.setCustomValidity(chosen && !words.value.trim() ? "Please say what the photograph shows." : "");
  consent.setCustomValidity(chosen && !consent.checked ? "Please ask everybody in the photograph first, and tick that they agree." : "");
  for (const box of NUMBERS.map(field).filter(Boolean)) {
    const isNumber = !box.value.trim() || /^-?[\d.,\s]*\d\s*%?$/.test(box.value.trim());
    box.setCustomValidity(isNumber ? "" : "Write it as a number, such as 12 or 12.5.");
  }
  const text = field("text");
  const told = chosen || text.value.trim() || NUMBERS.some((name) => field(name)?.value.trim());
  text.setCustomValidity(told ? "" : "Write a number or a sentence, or choose a photograph: one is enough.");
  return form.reportValidity();
}

// A photograph from a phone is ten times larger than it is kept, and the signal is weak.
async function lighter(file) {
  if (file.size < SMALL_ENOUGH) return file;
  try {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const light = await new Promise((done) => { canvas.toBlob(done, "image/jpeg", 0.85); });
    return light && light.size < file.size ? light : file;
  } catch {
    return file; // the server may know this kind of picture, or says what to do
  }
}

async function collect() {
  const typed = new FormData(form);
  const photo = field("photo").files[0];
  const sent = {};
  for (const [name, value] of typed) {
    if (typeof value === "string" && ![TOKEN, "client_key"].includes(name)) sent[name] = value;
  }
  // A page that was kept since yesterday still says yesterday.
  if (field("on") && field("on").value === field("on").defaultValue && today() > field("on").value) sent.on = today();
  return {
    key: newKey(),
    owner: form.dataset.key,
    measure: form.dataset.measure,
    at: Date.now(),
    fields: sent,
    photo: photo ? await lighter(photo) : null,
  };
}

function putAway(is) {
  away = is;
  for (const part of parts) part.hidden = is;
  form.hidden = false;
}

function clear() {
  form.reset();
  for (const name of [...NUMBERS, "text", "alt_text"]) if (field(name)) field(name).value = "";
  delete fields.querySelector("[data-photo]").dataset.chosen;
}

const isEmpty = () => !field("photo").files.length && ![...NUMBERS, "text"].some((name) => field(name)?.value.trim());

// The server has a question about this one: it comes back into the form, with its photograph.
async function putBack(update) {
  await forget(update);
  form.dataset.measure = update.measure;
  fields.innerHTML = update.form;
  if (update.photo) {
    const files = new DataTransfer();
    files.items.add(new File([update.photo], "photo.jpg", { type: update.photo.type }));
    field("photo").files = files.files;
  }
  chosen();
  say("", "");
  putAway(false);
  fields.querySelector("[data-focus-on-load]")?.focus();
}

function chosen() {
  fields.querySelector("[data-photo]").toggleAttribute("data-chosen", Boolean(field("photo").files.length));
}

// --- Words -----------------------------------------------------------------------------------

function say(state, words, ...more) {
  status.dataset.state = state;
  status.replaceChildren();
  if (!words) return;
  const line = document.createElement("p");
  line.textContent = words;
  status.append(line, ...more);
}

function button(words, work) {
  const made = document.createElement("button");
  Object.assign(made, { type: "button", className: "btn btn-link", textContent: words });
  made.addEventListener("click", work);
  return made;
}

function link(words, href) {
  const made = document.createElement("a");
  Object.assign(made, { className: "btn btn-link", textContent: words, href });
  return made;
}

function sayKept(many) {
  const count = many > 1 ? ` There are ${many} of them.` : "";
  const words = keeps ? "Kept on this phone; it will be sent when there is a signal." : "Not sent yet, for want of a signal. Please keep this page open.";
  say("waiting", words + count, ...(away ? [button("Write something else", () => { clear(); putAway(false); sayKept(many); })] : []));
}

function saySignedOut() {
  const next = encodeURIComponent(window.location.pathname);
  say("signed-out", "You have been signed out. What you wrote is kept on this phone.", link("Sign in again", `/accounts/login/code/?next=${next}`));
}

function sayRefused(update) {
  if (away || isEmpty()) return putBack(update);
  return say("refused", `Not saved yet, kept on this phone. ${update.refused}`, button("Put it back into the form", () => putBack(update)));
}

// --- Sending ---------------------------------------------------------------------------------

// Signing in again changes the token of the form; the newest is in the cookie.
function token() {
  const cookie = document.cookie.match(/(?:^|; )(?:__Host-)?csrftoken=([^;]+)/)?.[1];
  return cookie || field(TOKEN).value;
}

async function post(update) {
  const body = new FormData();
  for (const [name, value] of Object.entries(update.fields)) body.set(name, value);
  body.set("client_key", update.key);
  if (update.photo) body.set("photo", update.photo, "photo.jpg");
  const url = `${form.dataset.url}${update.measure ? `?measure=${update.measure}` : ""}`;
  const headers = { Accept: "application/json", "X-CSRFToken": token() };
  const response = await fetch(url, { method: "POST", body, headers, credentials: "same-origin", redirect: "manual", cache: "no-store" });
  if (response.type === "opaqueredirect" || [401, 403].includes(response.status)) return { signedOut: true };
  if (response.status >= 500 || response.status === 429) throw new Error(`The server answered ${response.status}`);
  if ((response.headers.get("Content-Type") || "").includes("json")) return response.json();
  return { words: "This could not be saved as it is. Try a smaller photograph, or send the words alone." };
}

async function send() {
  clearTimeout(timer);
  if (sending) return;
  sending = true;
  let url = "";
  try {
    for (;;) {
      const update = (await waiting()).find((one) => !one.refused);
      if (!update) break;
      const answer = await post(update);
      retry = FIRST_RETRY;
      if (answer.signedOut) return saySignedOut();
      if (answer.closed) return say("refused", `${answer.words} What you wrote is kept on this phone.`, link("Sign in and send it", form.dataset.signedIn));
      if (answer.url) {
        url = answer.url;
        await forget(update);
      } else {
        Object.assign(update, { refused: answer.words, form: answer.form || "" });
        await keep(update);
      }
    }
  } catch {
    sayKept((await waiting()).length);
    timer = setTimeout(send, retry);
    retry = Math.min(retry * 2, LAST_RETRY);
    return undefined;
  } finally {
    sending = false;
  }
  return settle(url);
}

async function settle(url) {
  const [refused] = await waiting();
  if (refused?.form) return sayRefused(refused);
  if (refused) return say("refused", refused.refused, button("Forget it", async () => { await forget(refused); say("", ""); putAway(false); }));
  if (!url) return undefined;
  if (away) return window.location.assign(url);
  return say("sent", "What this phone had kept is sent.", link("See it", url));
}

async function save(event) {
  event.preventDefault();
  if (!isComplete()) return;
  const update = await collect();
  putAway(true);
  say("sending", "Saving…");
  await keep(update);
  retry = FIRST_RETRY;
  send();
}

// --- So that it opens without a signal -------------------------------------------------------

async function keepThisPage() {
  if (!("serviceWorker" in navigator) || window.location.search) return;
  try {
    await navigator.serviceWorker.register(form.dataset.worker, { scope: window.location.pathname });
    const ready = await navigator.serviceWorker.ready;
    const loaded = performance.getEntriesByType("resource").map((one) => one.name);
    const own = loaded.filter((name) => name.startsWith(window.location.origin) && name.includes("/static/"));
    ready.active.postMessage({ keep: [...new Set([window.location.href.split("#")[0], ...own])] });
  } catch {
    // Without it, a page that is open works on all the same.
  }
}

async function start() {
  form.dataset.scripted = "true";
  chosen();
  form.addEventListener("submit", save);
  form.addEventListener("change", chosen);
  form.addEventListener("input", (event) => event.target.setCustomValidity?.(""));
  window.addEventListener("online", () => { retry = FIRST_RETRY; send(); });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") return;
    retry = FIRST_RETRY;
    send();
  });
  const before = await waiting();
  if (before.length) {
    if (form.hidden) putAway(true);
    sayKept(before.length);
    for (const update of before) if (update.refused) await keep({ ...update, refused: "" }); // the reason may have gone
    send();
  }
  if (document.readyState === "complete") keepThisPage();
  else window.addEventListener("load", keepThisPage);
}

start();
