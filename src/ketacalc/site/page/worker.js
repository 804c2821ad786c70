// The calculator: Python in a worker, so that the page never waits for it.

import { BUILD } from "./build.js";
import { part, tidy } from "./parts.js";

const START = `
import sys
sys.path[:0] = ["/core.zip", "/libraries.zip"]
from ketacalc.browser.answer import answer
`;

let unkept = false;
const FIRST = Object.keys(BUILD.parts).filter((name) => name !== "curve");
const loading = Object.fromEntries(FIRST.map((name) => [name, load(name)]));
for (const each of Object.values(loading)) each.catch(() => {}); // told at the start
const started = start();
let curve = null;

async function load(name) {
  const found = await part(BUILD.parts[name]);
  unkept ||= Boolean(found.unkept);
  postMessage({ loaded: name });
  return found.bytes;
}

// The engine fetches two files: they are here.  It may ask for nothing else.
function serve() {
  const served = {
    "pyodide.asm.wasm": [loading.wasm, "application/wasm"],
    "python_stdlib.zip": [loading.stdlib, "application/zip"],
  };
  return async (asked) => {
    const name = new URL(asked.url ?? asked, location).pathname.split("/").pop();
    if (!(name in served)) throw new Error(`nothing is fetched from ${asked}`);
    const [bytes, type] = served[name];
    return new Response(await bytes, { headers: { "Content-Type": type } });
  };
}

// The scripts of the engine were unpacked and checked like the rest.
async function imported(name) {
  const script = new Blob([await loading[name]], { type: "text/javascript" });
  const url = URL.createObjectURL(script);
  try {
    return await import(url);
  } finally {
    URL.revokeObjectURL(url);
  }
}

async function start() {
  const [{ loadPyodide }, { default: createPyodideModule }] = await Promise.all([
    imported("loader"),
    imported("engine"),
    ...Object.values(loading), // each has its own way to fetch
  ]);
  const fetches = self.fetch.bind(self);
  self.fetch = serve();
  const base = new URL("./", import.meta.url).href;
  const python = await loadPyodide({
    indexURL: base,
    packageBaseUrl: base,
    lockFileContents: BUILD.lock,
    createPyodideModule,
  });
  self.fetch = fetches;
  for (const name of ["libraries", "core"])
    python.FS.writeFile(`/${name}.zip`, await loading[name]);
  python.runPython(START);
  const answer = python.globals.get("answer");
  const { version } = JSON.parse(answer(JSON.stringify({ do: "about" })));
  if (version !== BUILD.version) throw new Error("another version");
  return { python, answer };
}

// What solves a curve is large: it is loaded behind the first answer, or when asked for.
// Return whether it is there.
async function withCurve() {
  const { python } = await started;
  curve ??= load("curve").then((bytes) => {
    python.FS.writeFile("/curve.zip", bytes);
    python.runPython('sys.path.append("/curve.zip")');
  });
  try {
    await curve;
    return true;
  } catch {
    curve = null; // so that it is asked for anew
    return false;
  }
}

onmessage = async ({ data: { id, request } }) => {
  try {
    const { answer } = await started;
    if (request.what === "curve" && !await withCurve()) postMessage({ id, failed: "unfetched" });
    else postMessage({ id, answer: answer(JSON.stringify(request)) });
  } catch (error) {
    postMessage({ id, failed: String(error) });
  }
};

started.then(
  async () => {
    postMessage({ ready: true, unkept });
    await withCurve();
    await tidy(Object.values(BUILD.parts)).catch(() => {});
    postMessage({ kept: true });
  },
  (error) => postMessage({ broken: String(error) }));
