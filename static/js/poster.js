// A poster's words beside its sheet: counts them, and shows the sheet again when typing pauses.
//
// The words are posted to a page that forgets them, into a new frame each time: the old one stays
// until the new one is there, so that nothing flickers and "Back" does not step through previews.

const PAUSE = 700;

function counted(box) {
  return box.value.split(/\s+/).filter(Boolean).length;
}

function showCounts(form) {
  for (const place of form.querySelectorAll("[data-count-of]")) {
    const box = document.getElementById(place.dataset.countOf);
    if (!box) continue;
    const words = counted(box);
    place.querySelector("[data-count]").textContent = words;
    place.classList.toggle("count-over", words > Number(box.dataset.fits));
  }
}

class Preview {
  constructor(form, place) {
    this.form = form;
    this.place = place;
    this.timer = null;
    this.number = 0;
  }

  start() {
    this.form.querySelector("[data-show-it]").hidden = true;
    for (const kind of ["input", "change", "autosave:put-back"]) {
      this.form.addEventListener(kind, () => {
        showCounts(this.form);
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.show(), PAUSE);
      });
    }
  }

  show() {
    for (const waiting of this.place.querySelectorAll(".sheet-page-coming")) waiting.remove();
    const old = this.place.querySelector("iframe");
    const frame = old.cloneNode();
    this.number += 1;
    frame.name = `poster-sheet-${this.number}`;
    frame.removeAttribute("src");
    frame.classList.add("sheet-page-coming");
    this.place.append(frame);
    const copy = this.copy(frame.name);
    document.body.append(copy);
    frame.addEventListener("load", () => {
      if (!frame.isConnected || !this.loaded(frame)) return;
      frame.classList.remove("sheet-page-coming");
      for (const other of this.place.querySelectorAll("iframe")) if (other !== frame) other.remove();
    });
    copy.submit();
    copy.remove();
  }

  // The empty page that every frame begins with also says that it is loaded.
  loaded(frame) {
    try {
      return frame.contentDocument.URL !== "about:blank" && frame.contentDocument.querySelector(".poster") !== null;
    } catch {
      return false; // an error page of the browser: what was shown stays
    }
  }

  copy(target) {
    const copy = document.createElement("form");
    copy.method = "post";
    copy.action = this.form.dataset.previewUrl;
    copy.target = target;
    copy.hidden = true;
    for (const [name, value] of new FormData(this.form)) {
      const box = document.createElement("input");
      box.type = "hidden";
      box.name = name;
      box.value = value;
      copy.append(box);
    }
    return copy;
  }
}

const form = document.getElementById("poster-form");
const place = document.querySelector("[data-preview-place]");
if (form && place) {
  showCounts(form);
  new Preview(form, place).start();
}
