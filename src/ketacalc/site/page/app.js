// The page: its views, and what is asked and shown in them.  What is worked out, judged
// and said comes from the calculator.

import { BUILD } from "./build.js";
import { drawn, follow, make, reachable } from "./draw.js";
import { Engine } from "./engine.js";
import { Practice } from "./practice.js";
import { Store } from "./store.js";

const PAUSE = 250; // ms after the last key
const said = JSON.parse(document.getElementById("messages").textContent);
const by = (id) => document.getElementById(id);
const views = [...document.querySelectorAll("main > section")];

// ------------------------------------------------------------------ the calculator

const status = by("engine");
let loaded = 0;
const FIRST = Object.keys(BUILD.parts).length - 1; // all but what solves a curve

function tell({ state, unkept }) {
  const seen = document.documentElement.dataset;
  if (state === "kept") seen.kept = "yes";
  else if (state !== "loaded") seen.engine = state;
  if (state === "ready") say(unkept ? said.unkept : "");
  if (state === "unable" || state === "broken") say(said[state]);
  if (state === "broken") status.append(" ", retry());
  if (state === "loading") loaded = 0;
  else if (state === "loaded") loaded += 1;
  if (seen.engine === "loading") say(said.loading, { loaded, steps: FIRST });
}

function say(sentence, fields = {}) {
  status.textContent = sentence.replace(/\{(\w+)\}/g, (all, name) => fields[name] ?? all);
}

function retry() {
  const button = make("button", { type: "button" }, said.again);
  button.addEventListener("click", () => engine.start());
  return button;
}

const engine = new Engine(tell);

// ------------------------------------------------------------------ showing

const store = new Store();
const switches = [...by("settings").elements];
for (const each of switches) each.checked = store.settings[each.name] ?? false;

by("settings").addEventListener("change", () => {
  store.settings = settings();
  OPENED[views.find((each) => !each.hidden).id](new URLSearchParams(), true);
});

function settings() {
  return Object.fromEntries(switches.map((each) => [each.name, each.checked]));
}

// Return the answer, drawn where it belongs; null where a newer one is on its way.
const newest = new WeakMap();

async function show(place, request, form = null) {
  const turn = Symbol("turn");
  newest.set(place, turn);
  place.setAttribute("aria-busy", "true");
  const answer = await engine.ask({ ...settings(), ...request });
  if (newest.get(place) !== turn) return null;
  place.removeAttribute("aria-busy");
  mark(form, answer.error, place);
  put(place, answer);
  return answer;
}

function put(place, answer) {
  const { right, report } = answer;
  if (report) place.replaceChildren(...drawn(report));
  else place.replaceChildren(make("p", { class: "wrong" }, refusal(answer)));
  verdict(place, right);
  reachable(place);
}

// A verdict has its sentence, and a sign beside its colour.
function verdict(place, right) {
  const first = place.querySelector("p");
  if (typeof right === "boolean") first?.classList.add("verdict", right ? "right" : "wrong");
}

function refusal({ error, failed }) {
  if (error) return sentence(error.sentence);
  return failed === "unfetched" ? said.unfetched : sentence(said.failed);
}

function sentence(text) {
  const whole = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.?!]$/.test(whole) ? whole : `${whole}.`;
}

// The field that is wrong is marked, and says with which sentence.
function mark(form, error, place) {
  for (const each of form?.querySelectorAll("[aria-invalid]") ?? []) {
    each.removeAttribute("aria-invalid");
    each.removeAttribute("aria-describedby");
  }
  const wrong = error?.field && form?.elements[error.field];
  if (!(wrong instanceof Element)) return;
  wrong.setAttribute("aria-invalid", "true");
  wrong.setAttribute("aria-describedby", place.id);
}

function announce(place, otherwise = "tbody tr, p") {
  const told = place.querySelector(".verdict, .wrong");
  const first = told ?? place.querySelector(otherwise);
  by("live").textContent = first?.innerText.replaceAll("\t", " ") ?? "";
}

// Bring what was asked for into sight: below the field of a phone is its keyboard.
function bring(place) {
  const first = place.querySelector(".verdict, .wrong") ?? place.firstElementChild;
  first?.scrollIntoView({ block: "nearest" });
}

// ------------------------------------------------------------------ work out

const work = by("work-form");
let pause = 0;

async function workOut(typing = true) {
  const text = work.elements.text.value;
  if (!text.trim()) return;
  if (!await show(by("work-answer"), { do: "work", text }, work)) return;
  announce(by("work-answer"));
  if (!typing) bring(by("work-answer"));
}

work.addEventListener("input", () => {
  clearTimeout(pause);
  pause = setTimeout(workOut, PAUSE);
});
work.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(pause);
  workOut(false);
});

// ------------------------------------------------------------------ check

const checking = by("check-form");

async function judge(hint) {
  const { text, answer } = checking.elements;
  const request = { do: "check", text: text.value, answer: answer.value, hint };
  if (!await show(by("check-answer"), request, checking)) return;
  announce(by("check-answer"));
  bring(by("check-answer"));
}

checking.addEventListener("submit", (event) => {
  event.preventDefault();
  judge(event.submitter?.value === "hint");
});

// ------------------------------------------------------------------ look up

const shelves = [...document.querySelectorAll("form.shelf")];
const choice = by("look-what");

function shelf(name) {
  const known = shelves.some((each) => each.dataset.what === name);
  choice.value = known ? name : shelves[0].dataset.what;
  for (const each of shelves) each.hidden = each.dataset.what !== choice.value;
  return shelves.find((each) => !each.hidden);
}

function filled(form) {
  const told = {};
  for (const each of form.elements) {
    if (!each.name) continue;
    told[each.name] = each.type === "checkbox" ? each.checked : each.value;
  }
  return told;
}

async function lookUp(form, wanted = false) {
  const request = { ...filled(form), do: "look-up", what: form.dataset.what };
  if (form.dataset.what === "curve") by("look-answer").replaceChildren(make("p", {}, said.curve));
  if (!await show(by("look-answer"), request, form)) return;
  announce(by("look-answer"), "h2");
  if (wanted) bring(by("look-answer"));
}

choice.addEventListener("change", () => {
  const form = shelf(choice.value);
  by("look-answer").replaceChildren();
  if (!form.elements.weight?.required) lookUp(form);
});
for (const form of shelves) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    lookUp(form, true);
  });
}

// ------------------------------------------------------------------ practise

const practice = new Practice({
  ask: (request) => engine.ask({ ...settings(), ...request }), put, announce, bring, said,
  store,
});

// ------------------------------------------------------------------ chips

let last = null; // the field that the caret was in
document.addEventListener("focusin", ({ target }) => {
  if (target.matches("textarea, input[type=text]")) last = target;
});

document.addEventListener("click", (event) => {
  follow(event);
  const chip = event.target.closest(".chips button");
  if (chip) insert(fieldOf(chip), chip.value);
  if (event.target.closest(".copy")) copy(event.target.closest("section"));
});

function fieldOf(chip) {
  const form = chip.closest("form");
  return last && form.contains(last) ? last : form.querySelector("textarea, input[type=text]");
}

function insert(field, text) {
  const { value, selectionStart: start, selectionEnd: end } = field;
  const before = value.slice(0, start);
  const gap = before && !/\s$/.test(before) ? " " : "";
  field.setRangeText(`${gap}${text}`, start, end, "end");
  field.focus();
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

// ------------------------------------------------------------------ links

// A link carries its problem behind the #, which no browser sends to anybody.
function route() {
  const told = new URLSearchParams(location.hash.slice(1));
  const name = [...told.keys()][0] ?? "work";
  const view = views.find((each) => each.id === name) ?? views[0];
  for (const each of views) each.hidden = each !== view;
  for (const each of document.querySelectorAll("nav a")) {
    if (each.hash === `#${view.id}`) each.setAttribute("aria-current", "page");
    else each.removeAttribute("aria-current");
  }
  document.title = `${view.querySelector("h2").textContent} - ${said.title}`;
  OPENED[view.id](told);
}

const OPENED = {
  work: (told, again = false) => {
    if (told.get("work")) work.elements.text.value = told.get("work");
    if (told.get("work") || again) workOut(again);
  },
  check: (told) => {
    if (!told.get("check")) return;
    checking.elements.text.value = told.get("check");
    checking.elements.answer.value = told.get("answer") ?? "";
    by("check-answer").replaceChildren();
    if (told.get("answer")) judge(false);
  },
  practise: (told) => practice.open(told),
  look: (told, again = false) => {
    const form = shelf(told.get("look") || choice.value);
    for (const each of form.elements) {
      const given = told.get(each.name);
      if (!each.name || given === null) continue;
      if (each.type === "checkbox") each.checked = given === "on";
      else each.value = given;
    }
    const wanted = Boolean(told.get("look"));
    if (wanted || again || !by("look-answer").hasChildNodes()) lookUp(form, wanted);
  },
};

const LINKED = {
  work: () => ({ work: work.elements.text.value }),
  check: () => ({ check: checking.elements.text.value, answer: checking.elements.answer.value }),
  practise: () => practice.told(),
  look: () => {
    const told = Object.entries(filled(shelf(choice.value)));
    const set = told.filter(([, value]) => value && value !== "").map(
      ([name, value]) => [name, value === true ? "on" : value]);
    return { look: choice.value, ...Object.fromEntries(set) };
  },
};

async function copy(view) {
  const told = Object.entries(LINKED[view.id]()).filter(([, value]) => value);
  const link = new URL(`#${new URLSearchParams(told)}`, location.href).href;
  const place = view.querySelector(".link");
  try {
    await navigator.clipboard.writeText(link);
    place.replaceChildren(said.copied);
  } catch {
    place.replaceChildren(make("a", { href: link }, link));
  }
  by("live").textContent = said.copied;
}

addEventListener("hashchange", route);
route();

// ------------------------------------------------------------------ offline

let asked = false; // by this page; another one goes on with what it has

async function keep() {
  if (!("serviceWorker" in navigator)) return;
  const there = Boolean(navigator.serviceWorker.controller);
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    if (asked) location.reload();
    else if (there) offer(() => location.reload());
  });
  const found = await navigator.serviceWorker.register("sw.js", { updateViaCache: "none" });
  // A version that came while the page was closed: nothing is lost by changing now.
  if (found.waiting && there) takeOver(found.waiting);
  const watch = (fresh) => fresh?.addEventListener("statechange", () => {
    if (fresh.state === "installed" && there) offer(() => takeOver(fresh));
  });
  watch(found.installing); // which may have begun before this
  found.addEventListener("updatefound", () => watch(found.installing));
  if (there) await found.update(); // a browser may look for a newer one much later
}

function takeOver(fresh) {
  asked = true;
  fresh.postMessage("take over");
}

function offer(change) {
  const button = make("button", { type: "button" }, said.reload);
  button.addEventListener("click", change);
  by("version").replaceChildren(said.newer, " ", button);
}

keep().catch(() => {}); // where it is blocked the page works as long as there is a network
