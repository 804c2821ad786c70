// Ask the calculator, which is a worker; it is started anew where it does not answer.

const PATIENCE = 20_000; // ms
const NEEDED = ["Worker", "WebAssembly", "DecompressionStream", "crypto"];

export class Engine {
  constructor(tell) {
    this.tell = tell;
    this.waiting = new Map();
    this.next = 0;
    this.start();
  }

  start() {
    this.ready = false;
    if (NEEDED.some((each) => !(each in globalThis)) || !globalThis.crypto.subtle) {
      this.tell({ state: "unable" });
      return;
    }
    this.worker?.terminate();
    this.worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
    this.worker.onmessage = ({ data }) => this.heard(data);
    this.worker.onerror = (event) => {
      event.preventDefault();
      this.heard({ broken: "worker" });
    };
    this.tell({ state: "loading" });
  }

  heard(data) {
    if (data.loaded) this.tell({ state: "loaded", part: data.loaded });
    if (data.kept) this.tell({ state: "kept" });
    if (data.ready) {
      this.ready = true;
      this.tell({ state: "ready", unkept: data.unkept });
      for (const each of this.waiting.values()) this.send(each);
    }
    if (data.broken) {
      this.worker.terminate();
      this.tell({ state: "broken", reason: data.broken });
    }
    if ("id" in data) this.answered(data);
  }

  answered({ id, answer, failed }) {
    const asked = this.waiting.get(id);
    if (!asked) return;
    clearTimeout(asked.timer);
    this.waiting.delete(id);
    asked.resolve(failed ? { failed } : JSON.parse(answer));
  }

  // Return a promise of the answer; before the calculator is there it waits for it.
  ask(request) {
    return new Promise((resolve) => {
      const asked = { id: this.next++, request, resolve };
      this.waiting.set(asked.id, asked);
      if (this.ready) this.send(asked);
    });
  }

  send(asked) {
    this.worker.postMessage({ id: asked.id, request: asked.request });
    if (asked.request.what === "curve") return; // which may have to be fetched first
    asked.timer = setTimeout(() => {
      this.answered({ id: asked.id, failed: "slow" });
      this.start();
    }, PATIENCE);
  }
}
