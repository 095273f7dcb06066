// Keeps a page of the day, the desk with its list or an island, on this device, so that it opens without a
// network. Nothing else is kept, and nothing longer than a day and a half; signing out deletes it.
const STORE = `desk ${self.registration.scope}`;
const LONGEST = 36 * 3600 * 1000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

const isKept = (url) => url.href.startsWith(self.registration.scope) && !url.pathname.endsWith("worker.js");

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin) return;
  if (isKept(url)) event.respondWith(fromNetwork(event.request, url));
  else if (url.pathname.startsWith("/static/")) event.respondWith(fromDevice(event.request));
});

async function fromNetwork(request, url) {
  const store = await caches.open(STORE);
  const plain = url.origin + url.pathname;
  try {
    const answer = await fetch(request);
    if (answer.ok && !answer.redirected) await store.put(plain, await dated(answer.clone()));
    return answer;
  } catch (error) {
    const kept = await store.match(plain);
    if (!kept) throw error;
    if (Date.now() - Date.parse(kept.headers.get("X-From-Device")) > LONGEST) {
      await store.delete(plain);
      throw error;
    }
    return kept;
  }
}

async function dated(answer) {
  const headers = new Headers(answer.headers);
  headers.set("X-From-Device", new Date().toISOString());
  return new Response(await answer.blob(), { status: answer.status, headers });
}

async function fromDevice(request) {
  const store = await caches.open(STORE);
  const kept = await store.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await store.put(request, answer.clone());
  return answer;
}
