// Questions of a form: words counted while they are typed, and questions that wait for an answer.
//
// <textarea data-words="200">; <div data-shown-if="q-role" data-shown-if-answer="manager" data-question="7" hidden>
// The server judges both again: without this file a waiting question comes with the next page.

function count(text) {
  return text.split(/\s+/).filter(Boolean).length;
}

function countWords(field) {
  const most = Number(field.dataset.words);
  const place = document.createElement("p");
  place.className = "form-text word-count";
  const said = document.createElement("span");
  const told = document.createElement("span"); // read aloud only when it matters
  told.className = "visually-hidden";
  told.setAttribute("role", "status");
  place.append(said, told);
  field.insertAdjacentElement("afterend", place);
  const say = () => {
    const words = count(field.value);
    const over = words - most;
    said.textContent = `${words.toLocaleString("en-GB")} of ${most.toLocaleString("en-GB")} words`;
    const warning = over > 0 ? `. Please cut ${over.toLocaleString("en-GB")}. Everything you wrote is kept.` : "";
    if (warning) said.textContent += warning;
    place.classList.toggle("word-count-over", over > 0);
    const aloud = over > 0 ? "More words than we asked for." : "";
    if (told.textContent !== aloud) told.textContent = aloud;
  };
  field.addEventListener("input", say);
  field.form?.addEventListener("autosave:put-back", say);
  say();
}

function given(form, name) {
  const plain = (text) => text.trim().toLowerCase();
  return new FormData(form).getAll(name).map((value) => (typeof value === "string" ? plain(value) : ""));
}

function showWaiting(form) {
  const waiting = [...form.querySelectorAll("[data-shown-if]")];
  if (!waiting.length) return;
  const show = () => {
    const hidden = new Set();
    for (const box of waiting) {
      const parent = box.dataset.shownIf;
      const wanted = box.dataset.shownIfAnswer.trim().toLowerCase();
      box.hidden = hidden.has(parent) || !given(form, parent).includes(wanted);
      if (box.hidden) for (const field of box.querySelectorAll("[name]")) hidden.add(field.name);
      seen(box);
    }
  };
  form.addEventListener("input", show);
  form.addEventListener("change", show);
  form.addEventListener("autosave:put-back", show);
  show();
}

// Tells the server that the question was here to be read, so that it need not show it again.
function seen(box) {
  if (box.hidden || !box.dataset.question || box.querySelector("input[name=asked]")) return;
  const mark = document.createElement("input");
  mark.type = "hidden";
  mark.name = "asked";
  mark.value = box.dataset.question;
  box.append(mark);
}

for (const field of document.querySelectorAll("[data-words]")) countWords(field);
for (const form of document.querySelectorAll("form")) showWaiting(form);
