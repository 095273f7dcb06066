// An island's page: cards are kept on this device under an id made here, and sent when there is a network.
// Sending one twice counts once. What is only here is never called saved.
const main = document.querySelector("[data-island]");
const list = main.querySelector("[data-cards-list]");
const form = main.querySelector("[data-card-form]");
const state = main.querySelector("[data-net-state]");
const net = main.querySelector("[data-net]");
const trouble = main.querySelector("[data-net-trouble]");
const votes = main.querySelector("[data-votes]");
const KEY = `island:${location.pathname}`;
const AT_ONCE = 100;
const EVERY = 15000;
const REFUSALS = { refused: "closed", full: "full" };

const fill = (words, values) => Object.entries(values).reduce((text, [name, value]) => text.replace(`{${name}}`, value), words || "");
const made = () => crypto.randomUUID?.() || `${Date.now()}-${Math.random().toString(36).slice(2)}${Math.random().toString(36).slice(2)}`;
const read = (name, otherwise) => { try { return JSON.parse(localStorage.getItem(`${KEY}:${name}`)) ?? otherwise; } catch { return otherwise; } };
const write = (name, value) => { try { localStorage.setItem(`${KEY}:${name}`, JSON.stringify(value)); return true; } catch { return false; } };

// What waits on this device, a change each: IndexedDB, or localStorage where a browser has none. Kept by
// the change and not by the card, so that two pages of one device never take each other's place.
async function openBox() {
  const kept = new Map();
  const prefix = `${KEY}:waiting:`;
  for (const name of Object.keys(localStorage)) if (name.startsWith(prefix)) { const entry = JSON.parse(localStorage.getItem(name)); kept.set(entry.change, entry); }
  const plain = {
    kept,
    async put(entry) { localStorage.setItem(prefix + entry.change, JSON.stringify(entry)); kept.set(entry.change, entry); },
    async drop(change) { kept.delete(change); localStorage.removeItem(prefix + change); },
  };
  const wait = (asked) => new Promise((done, failed) => { asked.onsuccess = () => done(asked.result); asked.onerror = () => failed(asked.error); });
  try {
    const opening = indexedDB.open(KEY, 2);
    opening.onupgradeneeded = () => opening.result.createObjectStore("changes", { keyPath: "change" });
    const base = await wait(opening);
    const store = () => base.transaction("changes", "readwrite").objectStore("changes");
    for (const entry of await wait(store().getAll())) kept.set(entry.change, entry);
    return {
      kept,
      async put(entry) { await wait(store().put(entry)); kept.set(entry.change, entry); },
      async drop(change) { await wait(store().delete(change)); await plain.drop(change); },
    };
  } catch {
    return plain;
  }
}

const box = await openBox();
const device = read("device", null) || made();
write("device", device);
let known = read("known", null); // what the house said last: { now, seen, cards, ahead }
if (!known || known.now <= main.dataset.now) known = { now: main.dataset.now, cards: JSON.parse(main.dataset.cards), ahead: Date.parse(main.dataset.now) - Date.now() };
let isOnline = navigator.onLine;
let isClosed = "";
let ballot = read("ballot", null); // { voter, sequence, dots, sent }
let isLeaving = false;

const waiting = () => [...box.kept.values()].sort((one, other) => one.at.localeCompare(other.at));

// The cards as they are meant: what the house has, and over it what waits here.
function cards() {
  const all = new Map(known.cards.map((card) => [card.id, { ...card, isSent: true }]));
  for (const entry of waiting()) {
    if (entry.removed) all.delete(entry.id);
    else all.set(entry.id, { number: null, row: null, other: [], hints: [], version: entry.base, ...all.get(entry.id), ...entry, isSent: false });
  }
  return [...all.values()];
}

function tell() {
  const all = cards();
  const number = box.kept.size;
  const sent = all.filter((card) => card.isSent).length;
  const parts = [fill(state.dataset.sent, { number: sent }), number ? fill(state.dataset.waiting, { number }) : "", ballot && !ballot.sent ? state.dataset.dots : ""];
  const said = [parts.filter(Boolean).join(" · "), isClosed || (isOnline ? "" : state.dataset.offline)].filter(Boolean).join(". ");
  if (state.textContent !== said) state.textContent = said;
  net.hidden = false;
  main.querySelector("[data-send-now]").hidden = !number && !(ballot && !ballot.sent);
  for (const counter of main.querySelectorAll("[data-count]")) counter.textContent = all.length;
}

function draw() {
  tell();
  if (!list) return;
  const open = new Map([...list.querySelectorAll("details[open]")].map((one) => [one.closest("[data-id]").dataset.id, one]));
  const all = cards().reverse();
  const old = new Map([...list.children].map((one) => [one.dataset.id, one]));
  const wanted = all.map((card) => {
    const sign = JSON.stringify([card.number, card.column, card.text, card.other, card.version, card.isSent, card.hints]);
    const there = old.get(card.id);
    return there && (there.dataset.sign === sign || open.has(card.id)) ? there : drawOne(card, sign);
  });
  // What is there already is not moved, so that nothing loses the focus.
  const stay = new Set(wanted);
  for (const one of [...list.children]) if (!stay.has(one)) one.remove();
  let next = list.firstElementChild;
  for (const one of wanted) {
    if (one === next) next = next.nextElementSibling;
    else list.insertBefore(one, next);
  }
  main.querySelector("[data-none]").hidden = wanted.length > 0;
}

function drawOne(card, sign) {
  const one = main.querySelector("[data-card-template]").content.firstElementChild.cloneNode(true);
  const part = (name) => one.querySelector(`[data-${name}]`);
  one.dataset.id = card.id;
  one.dataset.sign = sign;
  one.classList.add(`pf-said--${card.column}`);
  if (card.row) one.id = `card-${card.row}`;
  part("number").textContent = card.number ?? "";
  part("column").textContent = part("column").dataset[card.column];
  part("state").textContent = card.isSent ? part("state").dataset.sent : part("state").dataset.here;
  one.classList.toggle("pf-said--here", !card.isSent);
  part("text").textContent = card.text;
  part("hint").hidden = !card.hints.length;
  part("hint").textContent = card.hints.length ? fill(part("hint").dataset.words, { passages: card.hints.map((words) => `„${words}“`).join(", ") }) : "";
  const change = part("change");
  if (!change) return one;
  change.querySelector("[name=text]").value = card.text;
  change.querySelector("[name=column]").value = card.column;
  for (const field of change.querySelectorAll("[id]")) field.id = `${field.id}-${card.id}`;
  for (const label of change.querySelectorAll("label")) label.htmlFor = `${label.htmlFor}-${card.id}`;
  part("summary").setAttribute("aria-label", fill(part("summary").dataset.label, { number: card.number ?? card.text.slice(0, 20) }));
  change.addEventListener("submit", (event) => {
    event.preventDefault();
    const wanted = { text: change.querySelector("[name=text]").value, column: change.querySelector("[name=column]").value, removed: event.submitter?.name === "remove" };
    one.querySelector("details").open = false;
    keep({ id: card.id, base: card.version, at: new Date().toISOString(), ...wanted });
  });
  const both = part("both");
  both.hidden = !card.other.length;
  if (card.other.length) for (const text of [card.text, ...card.other]) both.append(choice(card, text));
  return one;
}

// Between two texts of one card the host decides; an edit of the newest version settles it.
function choice(card, text) {
  const button = main.querySelector("[data-choice-template]").content.firstElementChild.cloneNode(true);
  button.querySelector("[data-choice-text]").textContent = text;
  const sending = button.querySelector("form");
  sending.action = fill(main.dataset.card, { row: card.row });
  sending.querySelector("[name=text]").value = text;
  sending.querySelector("[name=column]").value = card.column;
  sending.querySelector("[name=base]").value = card.version;
  sending.addEventListener("submit", needsNetwork);
  return button;
}

async function keep(entry) {
  entry.text = entry.text.replace(/[\s\p{Cc}\p{Cf}\p{Cs}]+/gu, " ").trim();
  if (!entry.text) return false;
  // A change of what still waits takes its place, and names it: the house may have it already.
  const before = waiting().findLast((one) => one.id === entry.id);
  try {
    await box.put({ ...entry, change: made(), base: before ? before.base : entry.base, after: before ? [...before.after, before.change] : [] });
    if (before) await box.drop(before.change);
  } catch {
    trouble.hidden = false;
    trouble.textContent = trouble.dataset.full;
    return false;
  }
  draw();
  send();
  return true;
}

let isSending = false;
let isAskedAgain = false;
async function send() {
  isAskedAgain = isSending;
  if (isSending) return;
  isSending = true;
  try {
    do {
      const going = waiting().slice(0, AT_ONCE);
      const told = await hand(main.dataset.send, "POST", { device, waiting: box.kept.size, seen: known.seen || "", cards: going });
      for (const entry of going) await settle(entry, told.taken[entry.id]);
      known = { now: told.now, seen: told.seen, cards: told.cards || known.cards, ahead: Date.parse(told.now) - Date.now() };
      write("known", known);
      main.dataset.phaseNow = told.phase;
      if (going.some((entry) => told.taken[entry.id] === "full")) throw new Error("full");
    } while (box.kept.size);
    await sendBallot();
    isOnline = true;
    isClosed = "";
  } catch (error) {
    isOnline = error.message in REFUSALS;
    isClosed = state.dataset[REFUSALS[error.message]] || "";
  } finally {
    isSending = false;
    draw();
    notice();
  }
  if (isAskedAgain) await send();
}

// Only the change that was sent is done with: one made while it was on its way goes on waiting, and
// names it among those before it.
async function settle(entry, outcome) {
  if (outcome && outcome !== "full") await box.drop(entry.change);
}

async function hand(address, method, what) {
  const answer = await fetch(address, { method, redirect: "manual", headers: { "Content-Type": "application/json" }, body: JSON.stringify(what) });
  if (answer.status >= 400 && answer.status < 500) throw new Error("refused");
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

async function sendBallot() {
  if (!ballot || ballot.sent) return;
  const { sequence } = ballot;
  await hand(main.dataset.dots, "PUT", { voter: ballot.voter, sequence, dots: ballot.dots });
  if (ballot.sequence !== sequence) return sendBallot();
  ballot = { ...ballot, sent: true };
  write("ballot", ballot);
  const said = votes?.querySelector("[data-votes-said]");
  if (said) said.textContent = `${fill(said.dataset.left, { number: 3 - Object.values(ballot.dots).reduce((all, one) => all + one, 0) })}. ${said.dataset.laid}`;
}

function lay() {
  const dots = Object.fromEntries([...votes.querySelectorAll("select")].map((one) => [one.name.slice(5), Number(one.value)]).filter(([, number]) => number));
  const sum = Object.values(dots).reduce((all, number) => all + number, 0);
  const said = votes.querySelector("[data-votes-said]");
  said.textContent = sum > 3 ? said.dataset.many : fill(said.dataset.left, { number: 3 - sum });
  if (sum > 3) return;
  ballot = { voter: ballot?.voter || votes.dataset.voter, sequence: (ballot?.sequence || 0) + 1, dots, sent: false };
  write("ballot", ballot);
  tell();
  send();
}

// The island went on to another phase meanwhile: what to do there stands on the page itself.
function notice() {
  const moved = main.querySelector("[data-moved]");
  if (moved) moved.hidden = !main.dataset.phaseNow || main.dataset.phaseNow === main.dataset.phase;
}

function needsNetwork(event) {
  if (navigator.onLine) { isLeaving = true; return; }
  event.preventDefault();
  trouble.hidden = false;
  trouble.textContent = trouble.dataset.network;
  trouble.scrollIntoView({ block: "nearest" });
}

function backup() {
  const all = cards();
  const names = JSON.parse(main.dataset.columns);
  const file = {
    format: "praxisforum-cards/1",
    island: Number(main.dataset.island),
    made_at: new Date().toISOString(),
    title: document.title,
    readable: all.map((card) => `${card.number ?? "–"} · ${names[card.column]} · ${card.text}`),
    cards: [...known.cards.map((card) => ({ id: card.id, column: card.column, text: card.text, base: card.version })), ...waiting()].filter((card, place, every) => every.findLastIndex((other) => other.id === card.id) === place),
  };
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([JSON.stringify(file, null, 1)], { type: "application/json" }));
  link.download = fill(main.dataset.backup, { day: file.made_at.slice(0, 10) });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

// How long the round goes on, by the clock of the house.
const clock = main.querySelector("[data-clock]");
const stages = JSON.parse(clock.dataset.stages).map((one) => ({ ...one, until: one.until && Date.parse(one.until) }));
function tick() {
  const now = Date.now() + known.ahead;
  const { stage, number, until } = stages.find((one) => one.until === null || now < one.until);
  const minutes = until === null ? 0 : Math.ceil((until - now) / 60000);
  const left = until === null || minutes > 180 ? "" : minutes === 1 ? clock.dataset.minute : fill(clock.dataset.minutes, { number: minutes });
  const said = [fill(clock.dataset[stage], { number }), left].filter(Boolean).join(" · ");
  if (clock.textContent !== said) clock.textContent = said;
}

async function keepPage() {
  await navigator.serviceWorker.register(main.dataset.worker, { scope: location.pathname });
  await navigator.serviceWorker.ready;
  if (!navigator.serviceWorker.controller) await new Promise((done) => navigator.serviceWorker.addEventListener("controllerchange", done, { once: true }));
  const parts = performance.getEntriesByType("resource").map((one) => one.name).filter((name) => new URL(name).pathname.includes("/static/"));
  await Promise.all([location.pathname, ...new Set(parts)].map((one) => fetch(one)));
  main.dataset.kept = "";
}

if (form) {
  const field = form.querySelector("[name=text]");
  const usual = form.querySelector("[data-usual]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const column = event.submitter?.value || usual.value;
    const text = field.value;
    usual.value = column;
    for (const button of form.querySelectorAll("[data-column-button]")) button.setAttribute("aria-pressed", button.value === column);
    if (await keep({ id: made(), column, text, base: 0, at: new Date().toISOString(), removed: false })) {
      if (field.value === text) field.value = "";
      form.querySelector("[data-enter]").textContent = fill(form.querySelector("[data-enter]").dataset.words, { column: JSON.parse(main.dataset.columns)[column] });
    }
    field.focus();
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit(usual);
  });
  for (const button of form.querySelectorAll("[data-column-button]")) button.setAttribute("aria-pressed", button.value === usual.value);
  form.querySelector("[data-enter]").hidden = false;
}
if (votes) {
  if (ballot) for (const one of votes.querySelectorAll("select")) one.value = ballot.dots[one.name.slice(5)] || 0;
  votes.querySelector("[data-votes-send]").hidden = true;
  votes.addEventListener("change", lay);
  votes.addEventListener("submit", (event) => event.preventDefault());
}
for (const one of main.querySelectorAll("form[data-online]")) one.addEventListener("submit", needsNetwork);
main.querySelector("[data-send-now]").addEventListener("click", send);
main.querySelector("[data-backup-now]").addEventListener("click", backup);
addEventListener("online", send);
addEventListener("offline", () => { isOnline = false; tell(); });
document.addEventListener("visibilitychange", () => { if (!document.hidden) send(); });
addEventListener("beforeunload", (event) => { if (!isLeaving && box.kept.size) event.preventDefault(); });
addEventListener("pageshow", () => { isLeaving = false; });
draw();
tick();
setInterval(tick, 1000);
setInterval(send, EVERY);
if ("serviceWorker" in navigator) keepPage().catch(() => {});
await send();
