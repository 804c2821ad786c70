// The large parts of the page: fetched once, unpacked, checked and kept.

const KEPT = "ketacalc-engine";
const GZIP = [0x1f, 0x8b];

async function opened() {
  try {
    return await caches.open(KEPT);
  } catch {
    return null; // storage is blocked: all is fetched each time
  }
}

async function hash(bytes) {
  const found = await crypto.subtle.digest("SHA-256", bytes);
  return Array.from(new Uint8Array(found), (each) => each.toString(16).padStart(2, "0"))
    .join("");
}

// Some servers unpack on the way; a part that still begins as gzip does is packed.
async function unpacked(response) {
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (bytes[0] !== GZIP[0] || bytes[1] !== GZIP[1]) return bytes;
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

async function checked(response, part) {
  if (!response?.ok) return null;
  try {
    const bytes = await unpacked(response);
    return (await hash(bytes)) === part.sha256 ? bytes : null;
  } catch {
    return null; // cut off on the way
  }
}

async function fetched(url, cache) {
  try {
    return await fetch(url, { cache });
  } catch {
    return null; // offline
  }
}

// Return the bytes of a part; throws where they cannot be had.
export async function part(told) {
  const store = await opened();
  const url = new URL(told.url, import.meta.url).href;
  const kept = await checked(await store?.match(url), told);
  if (kept) return { bytes: kept };
  for (const cache of ["default", "reload"]) {
    const response = await fetched(url, cache);
    const copy = response?.clone();
    const bytes = await checked(response, told);
    if (bytes) return { bytes, unkept: !(await put(store, url, copy)) };
  }
  throw new Error(`no part ${told.url}`);
}

async function put(store, url, response) {
  try {
    await store.put(url, response);
    return true;
  } catch {
    return false; // full, or blocked
  }
}

// Drop what an older build left.
export async function tidy(parts) {
  const store = await opened();
  if (!store) return;
  const wanted = new Set(parts.map((each) => new URL(each.url, import.meta.url).href));
  for (const { url } of await store.keys()) if (!wanted.has(url)) await store.delete(url);
}
