// Draw the blocks of a report.  A text goes in as text only, whatever it holds.

const SVG = "http://www.w3.org/2000/svg";
const SHAPES = new Set(["svg", "path", "circle", "polyline", "text"]);
const TOLD = new Set([
  "aria-hidden", "aria-label", "class", "cx", "cy", "d", "fill", "font-size", "points",
  "r", "role", "stroke-dasharray", "stroke-width", "text-anchor", "viewBox", "x", "y",
]);

export function make(tag, told = {}, ...parts) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(told)) made.setAttribute(name, value);
  made.append(...parts);
  return made;
}

// A text of pieces: a string, or a string with where it leads.
function text(pieces) {
  return pieces.map((each) => {
    if (typeof each === "string") return each;
    const [said, href] = each;
    const leads = href.startsWith("https://") || href.startsWith("#source-");
    return leads ? make("a", { href }, said) : said;
  });
}

function picture(told) {
  if (!SHAPES.has(told.tag)) return "";
  const made = document.createElementNS(SVG, told.tag);
  for (const [name, value] of Object.entries(told.told))
    if (TOLD.has(name)) made.setAttribute(name, value);
  made.append(told.text, ...told.parts.map(picture));
  return made;
}

const DRAWN = {
  note: (block) => {
    const said = text(block.text);
    if (block.heading) return [make("h3", {}, ...said)];
    return [make("p", {}, ...(block.strong ? [make("strong", {}, ...said)] : said))];
  },
  listing: (block, level) => {
    const drawn = [];
    if (block.heading) drawn.push(make(`h${level}`, {}, ...text(block.heading)));
    if (block.text) drawn.push(make("p", {}, ...text(block.text)));
    const cites = block.items.some((each) => each.id);
    const items = block.items.map((each) =>
      make("li", each.id ? { id: each.id, tabindex: -1 } : {}, ...text(each.text)));
    drawn.push(make("ul", { class: cites ? "sources" : "list" }, ...items));
    return drawn;
  },
  columns: (block) => [table(block)],
  bars: (block) => {
    const rows = block.rows.map((row) => {
      const [name, ...cells] = row.cells.map(text);
      return make("tr", {},
        make("th", { scope: "row" }, ...name),
        ...cells.map((each) => make("td", {}, ...each)),
        make("td", { class: "bar" }, picture(row.picture)));
    });
    const heads = block.heads.map((each) => make("th", { scope: "col" }, ...text(each)));
    const whole = framed(caption(block.caption, false), heads, rows);
    whole.classList.add("bars");
    return [whole];
  },
  drawing: (block) => [
    make("figure", {}, picture(block.picture)),
    ...(block.told ? [table(block.told)] : []),
  ],
};

function caption(said, named) {
  if (named) return make("caption", {}, ...text(said));
  return make("caption", {}, make("span", { class: "again" }, ...text(said)));
}

function framed(name, heads, rows) {
  const all = make("table", {}, name,
    make("thead", {}, make("tr", {}, ...heads)), make("tbody", {}, ...rows));
  return make("div", { class: "table" }, all);
}

function kind(block, column) {
  const kinds = [];
  if (block.numbers.includes(column)) kinds.push("number");
  if (block.accent === column) kinds.push("accent");
  return kinds.length ? { class: kinds.join(" ") } : {};
}

function table(block) {
  const heads = block.heads.map((each, column) =>
    each.join("")
      ? make("th", { scope: "col", ...kind(block, column) }, ...text(each))
      : make("td"));
  const rows = block.rows.map((row) =>
    make("tr", {}, ...row.map((cell) => {
      const told = kind(block, cell.column);
      if (cell.pad) told["data-pad"] = cell.pad;
      if (cell.head) told.scope = "row";
      if (cell.rows !== 1) told.rowspan = cell.rows;
      return make(cell.head ? "th" : "td", told, ...text(cell.text));
    })));
  const whole = framed(caption(block.caption, block.named), heads, rows);
  if (block.grid) whole.classList.add("grid");
  return whole;
}

// The elements of a report: its title, where it has one, and its blocks.
export function drawn(report) {
  const title = report.title.join("") ? [make("h2", {}, ...text(report.title))] : [];
  let level = 3;
  const blocks = report.blocks.flatMap((each) => {
    const made = DRAWN[each.kind](each, level);
    if (each.heading === true) level = 4;
    return made;
  });
  return [...title, ...blocks];
}

// What is wider than its place is moved with the keyboard too.
export function reachable(root) {
  for (const each of root.querySelectorAll(".table")) {
    if (each.scrollWidth <= each.clientWidth) continue;
    const name = each.querySelector("caption").textContent;
    for (const [told, value] of Object.entries({ role: "region", tabindex: 0, "aria-label": name }))
      each.setAttribute(told, value);
  }
}

// A source is on this page: go there, and leave the address as it is.
export function follow(event) {
  const link = event.target.closest('a[href^="#source-"]');
  if (!link) return;
  event.preventDefault();
  const here = link.closest(".answer") ?? document;
  const source = here.querySelector(`[id="${CSS.escape(link.hash.slice(1))}"]`);
  source?.focus();
  source?.scrollIntoView({ block: "center" });
}
