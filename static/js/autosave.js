// Saves a form while it is typed, and keeps the words on this device until the server has them.
//
// <form data-autosave-url="/…" data-autosave-key="application-12"> … <p data-autosave-status></p>
// The server answers {"saved_at": "21:04", "errors": {"field": ["words"]}}; 401 or 403 when signed out;
// with "words" it says itself why nothing was saved; "seen" is the new value of the field of that name.
// <div data-autosave-elsewhere="application-12-" data-autosave-saved="application-12-you"></div> on a page
// of the same work: what this device keeps of its other pages is offered there, the saved one forgotten.

const TOKEN = "csrfmiddlewaretoken";
const TYPING_PAUSE = 800;
const RETRY_PAUSE = 15000;
const KEEPALIVE_MOST = 60000; // browsers refuse more than 64 kB of it
const FILE_WAITS = "The file is sent when you press the button.";
const KEPT_FOR = 14 * 24 * 3600 * 1000; // as long as a session lasts

// Servers trim what they store, so spaces make no difference here.
function same(one, other) {
  const plain = (values) => JSON.stringify(values).replace(/\\r|\\n|\s/g, "");
  return plain(one) === plain(other);
}

// Signing in again in another tab changes the token of the form; the newest is in the cookie.
function cookieToken() {
  return document.cookie.match(/(?:^|; )(?:__Host-)?csrftoken=([^;]+)/)?.[1] || "";
}

// Bytes of a form as it is sent, about.
function weight(data) {
  const coder = new TextEncoder();
  let bytes = 0;
  for (const [name, value] of data) bytes += 200 + name.length + coder.encode(value).length;
  return bytes;
}

class Autosave {
  constructor(form) {
    this.form = form;
    this.url = form.dataset.autosaveUrl;
    this.key = `autosave:${form.dataset.autosaveKey || this.url}`;
    this.status = form.querySelector("[data-autosave-status]");
    this.timer = null;
    this.sending = false;
    this.waits = false; // words were typed here that the server does not have
    this.changes = 0; // counts edits, so that an answer to an old sending never says "saved" of new words
  }

  start() {
    this.last = JSON.stringify(this.values());
    this.offerBack();
    this.form.addEventListener("input", () => this.changed());
    this.form.addEventListener("change", (event) => {
      if (event.target.type === "file" && event.target.files.length) this.say("typing", FILE_WAITS);
      this.changed();
    });
    this.form.addEventListener("submit", (event) => this.submitted(event));
    window.addEventListener("online", () => this.waits && this.send());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden" && this.timer) this.send();
      // Signed in again in another tab, or the signal is back after the telephone slept.
      if (document.visibilityState === "visible" && this.waits && !this.timer) this.send();
    });
  }

  changed() {
    // Leaving a box says "change" once more: that must not take a link away under the finger.
    const values = JSON.stringify(this.values());
    if (values === this.last) return;
    this.last = values;
    this.changes += 1;
    this.waits = true;
    this.keep();
    this.say("typing", "Not saved yet");
    this.sendIn(TYPING_PAUSE);
  }

  sendIn(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), pause);
  }

  async send() {
    clearTimeout(this.timer);
    this.timer = null;
    if (this.sending) return this.sendIn(TYPING_PAUSE);
    this.sending = true;
    const sent = this.changes;
    try {
      this.answered(await this.post(), sent);
    } catch {
      this.sayNoSignal();
      this.sendIn(RETRY_PAUSE);
    } finally {
      this.sending = false;
    }
  }

  async post() {
    const data = new FormData(this.form);
    data.set(TOKEN, cookieToken() || data.get(TOKEN) || "");
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    const response = await fetch(this.url, {
      method: "POST",
      body: data,
      credentials: "same-origin",
      // So that leaving the page does not cut it off. A long text goes without: it is kept here.
      keepalive: document.visibilityState === "hidden" && weight(data) < KEEPALIVE_MOST,
      redirect: "manual",
      headers: { Accept: "application/json", "X-CSRFToken": data.get(TOKEN) },
    });
    // A redirect is the way to the sign-in page.
    if (response.type === "opaqueredirect" || response.status === 401 || response.status === 403) {
      return { signedOut: true };
    }
    if (!response.ok) throw new Error(`The server answered ${response.status}`);
    return response.json();
  }

  answered(answer, sent) {
    if (answer.signedOut) return this.saySignedOut();
    const errors = answer.errors || {};
    const mark = this.form.elements.namedItem("seen");
    if (answer.seen && mark) mark.value = answer.seen;
    this.showErrors(errors);
    if (sent !== this.changes) return undefined;
    if (answer.words) {
      this.waits = false; // nothing more to send until the button is pressed
      return this.say("typing", answer.words);
    }
    if (answer.saved_at) {
      this.waits = false;
      this.forget();
    }
    const file = [...this.form.elements].some((field) => field.type === "file" && field.files.length > 0);
    const saved = file ? `Words saved at ${answer.saved_at}. ${FILE_WAITS}` : `Saved at ${answer.saved_at}`;
    const words = answer.saved_at ? saved : "Not saved yet";
    const wrong = Object.keys(errors).length > 0;
    return this.say(answer.saved_at ? "saved" : "typing", wrong ? `${words}. Something needs another look.` : words);
  }

  // The words under a field that autosave itself put there; those of a full send are left alone.
  showErrors(errors) {
    for (const old of this.form.querySelectorAll("[data-autosave-error]")) old.remove();
    for (const [name, words] of Object.entries(errors)) {
      const field = this.form.elements.namedItem(name);
      const last = field instanceof RadioNodeList ? field[field.length - 1] : field;
      if (!last || last.type === "hidden") continue;
      const place = document.createElement("p");
      place.className = "invalid-feedback";
      place.dataset.autosaveError = name;
      place.textContent = words.join(" ");
      (last.closest(".form-check") || last).insertAdjacentElement("afterend", place);
    }
  }

  say(state, words) {
    if (!this.status) return;
    this.status.dataset.state = state;
    if (this.status.textContent !== words) this.status.textContent = words;
  }

  sayNoSignal() {
    const kept = this.keeps ? " Your words are kept on this device." : " Please keep this page open.";
    this.say("waiting", `Not saved yet: no signal, we keep trying.${kept}`);
  }

  saySignedOut() {
    this.say("signed-out", "You have been signed out. Your words are kept on this device. ");
    if (!this.status) return;
    const link = document.createElement("a");
    link.href = `/accounts/login/code/?next=${encodeURIComponent(window.location.pathname)}`;
    link.textContent = "Sign in again";
    this.status.append(link);
  }

  // --- What this device keeps -------------------------------------------------------------

  values() {
    const kept = {};
    for (const [name, value] of new FormData(this.form)) {
      if (name === TOKEN || value instanceof File) continue;
      if (this.form.elements.namedItem(name)?.type === "hidden") continue; // marks, not words
      (kept[name] ||= []).push(value);
    }
    return kept;
  }

  keep() {
    try {
      const page = { url: window.location.pathname + window.location.search, title: document.querySelector("h1")?.textContent.trim() };
      localStorage.setItem(this.key, JSON.stringify({ at: Date.now(), values: this.values(), ...page }));
      this.keeps = true;
    } catch {
      this.keeps = false;
      // Full or forbidden: saving to the server goes on without the copy.
    }
  }

  kept() {
    try {
      return JSON.parse(localStorage.getItem(this.key));
    } catch {
      return null;
    }
  }

  isKept() {
    return this.kept() !== null;
  }

  forget() {
    try {
      localStorage.removeItem(this.key);
    } catch {
      // Nothing was kept.
    }
  }

  submitted(event) {
    // The browser's own page without signal would take the words from the screen.
    if (navigator.onLine === false) {
      event.preventDefault();
      this.keep();
      this.waits = true;
      return this.sayNoSignal();
    }
    clearTimeout(this.timer);
    this.timer = null;
    if (cookieToken()) this.form.elements.namedItem(TOKEN).value = cookieToken();
    this.changes += 1; // so that no answer still on its way forgets what this device keeps
    return undefined;
  }

  offerBack() {
    const kept = this.kept();
    if (!kept) return;
    if (Date.now() - kept.at > KEPT_FOR || same(kept.values, this.values())) {
      this.forget();
      return;
    }
    const offer = document.createElement("div");
    offer.className = "notice notice-warning";
    offer.setAttribute("role", "status");
    const words = document.createElement("p");
    words.textContent = `This device kept words from ${new Date(kept.at).toLocaleString("en-GB", {
      weekday: "long", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit",
    })} that did not reach us.`;
    const row = document.createElement("div");
    row.className = "button-row";
    row.append(
      this.button("Put them back", "btn btn-primary", () => this.putBack(kept.values, offer)),
      this.button("Throw them away", "btn btn-link", () => { this.forget(); offer.remove(); }),
    );
    const box = document.createElement("div");
    box.append(words, row);
    offer.append(box);
    this.form.prepend(offer);
  }

  button(words, className, press) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = className;
    button.textContent = words;
    button.addEventListener("click", press);
    return button;
  }

  putBack(values, offer) {
    for (const field of this.form.elements) {
      if (!field.name || field.type === "file" || field.type === "hidden") continue;
      const kept = values[field.name] || [];
      if (field.type === "checkbox" || field.type === "radio") field.checked = kept.includes(field.value);
      else if (field.multiple) for (const option of field.options) option.selected = kept.includes(option.value);
      else if (kept.length) field.value = kept[0];
    }
    offer.remove();
    this.form.dispatchEvent(new Event("autosave:put-back"));
    this.changed();
  }
}

// What this device keeps of the other pages of the same work, each with the way there.
function offerElsewhere(place) {
  const prefix = `autosave:${place.dataset.autosaveElsewhere}`;
  const here = [...document.querySelectorAll("form[data-autosave-url]")].map((form) => `autosave:${form.dataset.autosaveKey}`);
  try {
    if (place.dataset.autosaveSaved) localStorage.removeItem(`autosave:${place.dataset.autosaveSaved}`);
    for (const key of Object.keys(localStorage)) {
      if (!key.startsWith(prefix) || here.includes(key)) continue;
      const kept = JSON.parse(localStorage.getItem(key));
      if (!kept?.url?.startsWith("/") || kept.url.startsWith("//")) continue;
      if (Date.now() - kept.at > KEPT_FOR) localStorage.removeItem(key);
      else place.append(waysBack(kept, key));
    }
  } catch {
    // This device keeps nothing that we could offer.
  }
}

// The page may be gone by now, or not this person's any more: then the words can be thrown away here.
function waysBack(kept, key) {
  const offer = document.createElement("div");
  offer.className = "notice notice-warning";
  offer.setAttribute("role", "status");
  const words = document.createElement("p");
  const link = document.createElement("a");
  link.href = kept.url;
  link.textContent = `Go to “${kept.title || "that page"}”`;
  words.append("This device kept words of another page that did not reach us. ", link, " to put them back.");
  const throwAway = document.createElement("button");
  throwAway.type = "button";
  throwAway.className = "btn btn-link";
  throwAway.textContent = "Throw them away";
  throwAway.addEventListener("click", () => { localStorage.removeItem(key); offer.remove(); });
  const box = document.createElement("div");
  box.append(words, throwAway);
  offer.append(box);
  return offer;
}

for (const place of document.querySelectorAll("[data-autosave-elsewhere]")) offerElsewhere(place);

for (const form of document.querySelectorAll("form[data-autosave-url]")) new Autosave(form).start();
