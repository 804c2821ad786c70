// What was practised, kept in this browser and nowhere else.

const KEPT = "ketacalc.progress";
const ERASED = "ketacalc.progress.erased";
const SETTINGS = "ketacalc.settings";

function read(name) {
  try {
    const found = JSON.parse(localStorage.getItem(name) ?? "[]");
    return Array.isArray(found) ? found : [];
  } catch {
    return [];
  }
}

function write(name, found) {
  try {
    localStorage.setItem(name, JSON.stringify(found));
    return true;
  } catch {
    return false; // full, or blocked
  }
}

// This moment where the learner is: 2030-01-31T12:00:00+01:00.
export function now() {
  const here = new Date();
  const ahead = -here.getTimezoneOffset();
  const [hours, minutes] = [Math.abs(ahead) / 60, Math.abs(ahead) % 60];
  const two = (number) => String(Math.trunc(number)).padStart(2, "0");
  const local = new Date(here.getTime() + ahead * 60_000).toISOString().slice(0, 19);
  return `${local}${ahead < 0 ? "-" : "+"}${two(hours)}:${two(minutes)}`;
}

// Answers that could not be written are there until the page is left.
export class Store {
  constructor() {
    this.unwritten = [];
  }

  all() {
    return [...read(KEPT), ...this.unwritten];
  }

  // Keep an answer; false where it could not be written.
  add(attempt) {
    const moment = new Date();
    const at = moment.toISOString().slice(0, 19).replace("T", " ");
    const day = moment.toLocaleDateString("sv"); // as 2030-01-31
    const found = [...this.all(), { ...attempt, at, day }];
    if (write(KEPT, found)) {
      this.unwritten = [];
      this.forget();
      return true;
    }
    this.unwritten.push(found[found.length - 1]);
    return false;
  }

  get settings() {
    return read(SETTINGS)[0] ?? {};
  }

  set settings(told) {
    write(SETTINGS, [told]);
  }

  forget() {
    try {
      localStorage.removeItem(ERASED);
    } catch {
      // blocked: nothing is there
    }
  }

  erase() {
    const found = this.all();
    this.unwritten = [];
    try {
      localStorage.removeItem(KEPT);
    } catch {
      // blocked: nothing is there
    }
    write(ERASED, found);
  }

  undo() {
    const found = read(ERASED);
    if (found.length && write(KEPT, found)) this.forget();
  }

  get canUndo() {
    return read(ERASED).length > 0 && !this.all().length;
  }
}
