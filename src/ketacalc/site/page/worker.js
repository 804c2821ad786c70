// The calculator: Python in a worker, so that the page never waits for it.

import { BUILD } from "./build.js";
import { part, tidy } from "./parts.js";

const START = `
import sys
sys.path[:0] = ["/core.zip", "/libraries.zip"]
from ketacalc.browser.answer import answer
`;

let unkept = false;
const loading = Object.fromEntries(
  ["wasm", "stdlib", "libraries", "core"].map((name) => [name, load(name)]));
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

async function start() {
  const fetches = self.fetch.bind(self);
  const base = new URL(BUILD.engine, import.meta.url).href;
  const [{ loadPyodide }] = await Promise.all([
    import(`${base}pyodide.mjs`),
    import(`${base}pyodide.asm.mjs`), // which the engine would ask for last
    ...Object.values(loading), // each has its own way to fetch
  ]);
  self.fetch = serve();
  const python = await loadPyodide({
    indexURL: base,
    packageBaseUrl: base,
    lockFileContents: BUILD.lock,
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
async function withCurve() {
  const { python } = await started;
  curve ??= load("curve").then((bytes) => {
    python.FS.writeFile("/curve.zip", bytes);
    python.runPython('sys.path.append("/curve.zip")');
  });
  return curve.catch((error) => {
    curve = null;
    throw error;
  });
}

onmessage = async ({ data: { id, request } }) => {
  try {
    const { answer } = await started;
    if (request.what === "curve") await withCurve();
    postMessage({ id, answer: answer(JSON.stringify(request)) });
  } catch (error) {
    postMessage({ id, failed: String(error) });
  }
};

started.then(
  async () => {
    postMessage({ ready: true, unkept });
    await withCurve().catch(() => {});
    const scripts = ["pyodide.mjs", "pyodide.asm.mjs"].map((each) => BUILD.engine + each);
    await tidy(Object.values(BUILD.parts), scripts).catch(() => {});
    postMessage({ kept: true });
  },
  (error) => postMessage({ broken: String(error) }));
