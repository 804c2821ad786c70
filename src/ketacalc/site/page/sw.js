// Keep the page for where there is no network: one cache a build.  The large parts are
// kept by the worker in a cache of their own.

const CACHE = `ketacalc-shell-${SHELL.build}`;

self.addEventListener("install", (event) => event.waitUntil(keep()));

async function keep() {
  const cache = await caches.open(CACHE);
  const files = SHELL.files.map((each) => new Request(each, { cache: "reload" }));
  await cache.addAll(files);
}

self.addEventListener("activate", (event) => event.waitUntil(drop()));

async function drop() {
  const old = (await caches.keys()).filter(
    (each) => each.startsWith("ketacalc-shell-") && each !== CACHE);
  await Promise.all(old.map((each) => caches.delete(each)));
  await self.clients.claim();
}

self.addEventListener("message", ({ data }) => {
  if (data === "take over") self.skipWaiting();
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const here = new URL(request.url).origin === self.location.origin;
  if (request.method === "GET" && here) event.respondWith(served(request));
});

async function served(request) {
  const url = new URL(request.url);
  const page = request.mode === "navigate" && url.pathname === new URL("./", location).pathname;
  const asked = page ? new URL("index.html", location).href : request.url;
  const cache = await caches.open(CACHE);
  return (await cache.match(asked)) ?? fetch(request);
}
