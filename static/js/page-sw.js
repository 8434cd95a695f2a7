// Opens one page without a signal: as it was last seen, with what it is drawn with. A register, an update.
//
// It looks after the address of that one page only (its scope). The network always goes first, so nobody
// is shown an old page who could be shown a new one; what is sent is never answered from here. A page
// that could no longer be opened (signed out, not one's own, a link that ran out) is forgotten.

const CACHE = "pages-v1";
const PAGE = new URL(self.registration.scope).pathname;
const PATIENCE = 5000; // a signal too weak to use is no signal
const KEPT_FOR = 24 * 3600 * 1000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("message", (event) => {
  if (event.data?.keep) event.waitUntil(Promise.all(event.data.keep.map(keep)));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate" && url.pathname === PAGE) event.respondWith(page(event));
  else if (request.mode !== "navigate" && url.pathname.startsWith("/static/")) event.respondWith(part(request));
});

async function keep(address) {
  try {
    const answer = await fetch(address, { credentials: "same-origin" });
    if (answer.ok && !answer.redirected) await (await caches.open(CACHE)).put(new URL(address).pathname, answer);
  } catch {
    // No signal now: it is kept the next time.
  }
}

async function kept(path) {
  const answer = await (await caches.open(CACHE)).match(path);
  const since = Date.now() - new Date(answer?.headers.get("Date") || Date.now()).getTime();
  return answer && since < KEPT_FOR ? answer : undefined;
}

async function page(event) {
  const fresh = fetch(event.request).then(async (answer) => {
    const cache = await caches.open(CACHE);
    // With a query it shows something that has just been done.
    if (answer.ok && !new URL(event.request.url).search) await cache.put(PAGE, answer.clone());
    else if (!answer.ok && answer.status < 500) await cache.delete(PAGE);
    return answer;
  });
  fresh.catch(() => {});
  event.waitUntil(fresh.catch(() => {}));
  const patience = new Promise((enough) => { setTimeout(enough, PATIENCE); });
  const first = await Promise.race([fresh.catch(() => undefined), patience]);
  return first || (await kept(PAGE)) || fresh;
}

async function part(request) {
  try {
    return await fetch(request);
  } catch (error) {
    const answer = await kept(new URL(request.url).pathname);
    if (answer) return answer;
    throw error;
  }
}
