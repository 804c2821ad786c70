// Practise: a set of problems, one after the other.  What was answered is kept here.

import { make } from "./draw.js";
import { now } from "./store.js";

const by = (id) => document.getElementById(id);

// A number of a link, or the text that is none.
const whole = (text) => (/^\d{1,9}$/.test(text) ? Number(text) : text);

function drawn(most) {
  return crypto.getRandomValues(new Uint32Array(1))[0] % (most + 1);
}

export class Practice {
  constructor(page) {
    Object.assign(this, page);
    this.setup = by("practise-form");
    this.form = by("go-form");
    this.setup.addEventListener("submit", (event) => {
      event.preventDefault();
      this.begin();
    });
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.go(event.submitter?.value || this.form.elements.typed.value);
    });
    by("next").addEventListener("click", () => this.next());
    by("more").addEventListener("click", () => this.again());
    by("progress").addEventListener("click", () => this.progress());
    by("export").addEventListener("click", () => this.save());
    by("erase").addEventListener("click", () => by("sure").showModal());
    by("sure").addEventListener("close", () => this.closed());
    by("undo").addEventListener("click", () => this.undo());
  }

  // What a link to this set carries.
  told() {
    const { seed, count, level, task } = this.setup.elements;
    const topics = this.topics();
    return {
      practise: seed.value || this.set?.seed || "",
      count: count.value, level: level.value, task: task.value, topics: topics.join(" "),
    };
  }

  // Begin the set of a link; what it has that cannot be is for the calculator to refuse.
  open(link) {
    if (!link.get("practise")) return;
    this.setup.reset();
    const told = { seed: whole(link.get("practise")), evenly: true };
    for (const name of ["count", "level"])
      if (link.get(name)) told[name] = whole(link.get(name));
    if (link.get("task")) told.task = link.get("task");
    told.topics = (link.get("topics") ?? "").split(" ").filter(Boolean);
    for (const name of ["seed", "count", "level", "task"])
      if (name in told) this.setup.elements[name].value = told[name];
    for (const each of this.boxes()) each.checked = told.topics.includes(each.value);
    this.begin(told);
  }

  boxes() {
    return [...this.setup.querySelectorAll("input[name=topic]")];
  }

  topics() {
    return this.boxes().filter((each) => each.checked).map((each) => each.value);
  }

  begin(told = {}) {
    const { seed, count, level, task } = this.setup.elements;
    this.set = {
      seed: seed.value ? Number(seed.value) : drawn(Number(seed.max)),
      evenly: Boolean(seed.value),
      topics: this.topics(),
      level: Number(level.value),
      task: task.value,
      count: Number(count.value),
      number: 0,
      ...told,
    };
    this.own = [];
    by("more").hidden = true;
    by("setup").open = false;
    by("practise-summary").replaceChildren();
    return this.next();
  }

  async next() {
    const set = { ...this.set, number: this.set.number + 1 };
    by("next").hidden = true;
    if (set.number > 1 && set.number > set.count) return this.sumUp();
    const asked = { ...set, do: "ask", now: now(), kept: set.weights ? [] : this.store.all() };
    const found = await this.ask(asked);
    this.put(by("question"), found);
    by("practise-answer").replaceChildren();
    this.form.hidden = Boolean(found.error || found.failed);
    by("setup").open = this.form.hidden;
    if (this.form.hidden) {
      this.announce(by("question"));
      this.bring(by("question"));
      return null;
    }
    this.set = { ...set, weights: found.weights };
    this.place = { attempt: 1, hints: 0 };
    this.form.elements.typed.value = "";
    this.form.elements.typed.focus();
    return null;
  }

  async go(typed) {
    if (!typed.trim() || this.busy) return;
    this.busy = true;
    const found = await this.ask({ ...this.set, ...this.place, do: "go", typed });
    this.busy = false;
    this.put(by("practise-answer"), found);
    this.announce(by("practise-answer"));
    this.bring(by("practise-answer"));
    if (found.kept) this.keep(found.kept);
    if (found.attempt) this.place = { attempt: found.attempt, hints: found.hints };
    if (!found.over) return;
    this.form.hidden = true;
    by("next").hidden = false;
    by("next").focus();
  }

  keep(attempt) {
    const kept = this.store.add(attempt);
    this.own.push(this.store.all().at(-1));
    by("unkept").textContent = kept ? "" : this.said.unwritten;
  }

  async sumUp() {
    this.form.hidden = true;
    by("question").replaceChildren();
    by("practise-answer").replaceChildren();
    const found = await this.ask({ do: "sum-up", own: this.own, kept: this.store.all() });
    this.put(by("practise-summary"), found);
    by("practise-summary").focus();
    by("more").hidden = false;
  }

  // Another set of the same kind.
  again() {
    this.setup.elements.seed.value = "";
    return this.begin();
  }

  async progress() {
    const found = await this.ask({ do: "progress", now: now(), kept: this.store.all() });
    this.put(by("practise-summary"), found);
    this.buttons();
    return found;
  }

  buttons() {
    const none = !this.store.all().length;
    by("export").hidden = none;
    by("erase").hidden = none;
    by("undo").hidden = !this.store.canUndo;
  }

  async save() {
    const { report } = await this.progress();
    if (!report) return;
    const text = JSON.stringify(report.record, null, 2);
    const href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    make("a", { href, download: "ketacalc-progress.json" }).click();
    setTimeout(() => URL.revokeObjectURL(href), 10_000);
  }

  closed() {
    if (by("sure").returnValue !== "erase") return;
    this.store.erase();
    this.progress();
  }

  undo() {
    this.store.undo();
    this.progress();
  }
}
