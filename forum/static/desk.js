// The desk at the entrance: searches as one types, and goes on without a network. What is noted while
// there is none is kept on this device under an id made here, and sent later; sending it twice counts once.
const main = document.querySelector("[data-desk]");
const list = main.querySelector("[data-desk-list]");
const number = main.querySelector("[data-desk-number]");
const field = main.querySelector("#words");
const row = main.querySelector("[data-desk-row]");
const net = main.querySelector("[data-desk-net]");
const state = main.querySelector("[data-desk-state]");
const trouble = main.querySelector("[data-desk-trouble]");
const hereCount = main.querySelector("[data-desk-here]");
const KEY = `desk:${location.pathname}`;
const MOST = Number(main.dataset.most);
const AT_ONCE = Number(main.dataset.atOnce);
let people = [];
let asOf = null;
let isOnline = true;
let isSignedOut = false;
let queue = JSON.parse(localStorage.getItem(KEY) || "[]");

const fill = (words, values) => Object.entries(values).reduce((text, [name, value]) => text.replace(`{${name}}`, value), words);
const clock = (at) => at.toLocaleTimeString("de-DE", { hour: "numeric", minute: "2-digit", timeZone: "Europe/Berlin" });
const keep = () => localStorage.setItem(KEY, JSON.stringify(queue));

async function load() {
  try {
    const answer = await fetch(main.dataset.desk, { cache: "no-store", redirect: "manual" });
    if (!answer.ok) throw new Error(answer.type === "opaqueredirect" ? "signed out" : String(answer.status));
    people = await answer.json();
    isOnline = !answer.headers.has("X-From-Device");
    asOf = new Date(answer.headers.get("X-From-Device") || Date.now());
    isSignedOut = false;
    for (const kept of queue) note(kept);
  } catch (error) {
    isSignedOut = error.message === "signed out";
    isOnline = isSignedOut;
  }
  tell();
}

function note(command) {
  const one = people.find((person) => person.id === command.registration);
  if (!one) return;
  one.here = command.here;
  one.since = command.here ? clock(new Date(command.at)) : "";
  one.kept = true;
}

function tell() {
  net.hidden = false;
  const waiting = queue.length ? fill(state.dataset.waiting, { number: queue.length }) : "";
  const away = isOnline ? "" : fill(state.dataset.offline, { time: asOf ? clock(asOf) : "–" });
  const said = isSignedOut ? state.dataset.signedOut : [away, waiting].filter(Boolean).join(" ") || state.dataset.sent;
  if (state.textContent !== said) state.textContent = said;
  if (people.length) hereCount.textContent = people.filter((one) => one.here).length;
}

async function codeOf(words) {
  const token = words.trim().replace(/\/+$/, "").split("/").pop();
  if (!/^[A-Za-z0-9_-]{36}$/.test(token) || !globalThis.crypto?.subtle) return null;
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(token));
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, "0")).join("").slice(0, 24);
}

// As the server does (attendance/queries): Klöckner is found as kloeckner and as klockner.
function folded(words) {
  const letters = words.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/ß/g, "ss");
  return letters.replace(/[^\p{L}\p{N}]+/gu, " ").replace(/([aou])e/g, "$1");
}

async function search() {
  const words = field.value;
  const code = await codeOf(words);
  if (words !== field.value) return;
  const wanted = folded(words).split(" ").filter(Boolean);
  const hits = !wanted.length
    ? []
    : code
      ? people.filter((one) => one.code === code)
      : people.filter((one) => wanted.every((word) => folded(`${one.name} ${one.organisation}`).includes(word)));
  list.replaceChildren(...hits.slice(0, MOST).map(draw));
  number.textContent = !wanted.length ? "" : hits.length === 0 ? number.dataset.none : hits.length === 1 ? number.dataset.one : fill(number.dataset.many, { number: hits.length });
  return hits;
}

function draw(one) {
  const made = row.content.firstElementChild.cloneNode(true);
  const part = (name) => made.querySelector(`[data-${name}]`);
  if (one.sign) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("class", `pf-sign pf-sign--${one.colour} pf-sign--large`);
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", one.island);
    const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
    use.setAttribute("href", `${main.dataset.signs}#insel-${one.sign}`);
    svg.append(use);
    part("sign").replaceWith(svg);
  }
  part("name").textContent = one.name;
  part("org").textContent = [one.organisation, one.here && one.island, one.here && one.room].filter(Boolean).join(" · ");
  const button = part("here");
  button.setAttribute("aria-label", fill(button.dataset.label, { name: one.name }));
  button.hidden = one.here || !one.expected;
  button.addEventListener("click", () => decide(one, true));
  part("done").hidden = !one.here;
  const since = part("since");
  since.textContent = one.kept ? since.dataset.kept : one.since ? fill(since.dataset.at, { time: one.since }) : since.dataset.plain;
  const undo = part("undo");
  undo.setAttribute("aria-label", fill(undo.dataset.label, { name: one.name }));
  undo.addEventListener("click", () => decide(one, false));
  part("other").hidden = one.here || one.expected;
  part("other").textContent = one.state;
  return made;
}

async function decide(one, here) {
  const command = { id: crypto.randomUUID?.() || `${Date.now()}-${Math.random()}`, registration: one.id, here, at: new Date().toISOString() };
  queue.push(command);
  keep();
  note(command);
  tell();
  await search();
  field.focus();
  field.select();
  await send();
}

let isSending = false;
async function send() {
  if (isSending || !queue.length) return;
  isSending = true;
  const sent = [];
  const outcomes = {};
  try {
    while (queue.length) {
      const going = queue.slice(0, AT_ONCE);
      const told = await hand(going);
      if (!going.some((command) => command.id in told)) throw new Error("nothing was taken");
      sent.push(...going);
      Object.assign(outcomes, told);
      queue = queue.filter((command) => !(command.id in told));
      keep();
    }
    await load();
    report(sent, outcomes);
    await search();
  } catch {
    isOnline = isSignedOut;
    tell();
  } finally {
    isSending = false;
  }
}

async function hand(commands) {
  const answer = await fetch(main.dataset.commands, {
    method: "POST",
    redirect: "manual",
    headers: { "Content-Type": "application/json", "X-CSRFToken": main.dataset.token },
    body: JSON.stringify(commands),
  });
  isSignedOut = answer.type === "opaqueredirect" || answer.status === 400 || answer.status === 401;
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

// Where two desks noted the same, nothing needs to be said.
function report(sent, outcomes) {
  const said = sent
    .map((command) => ({ ...command, outcome: outcomes[command.id], one: people.find((person) => person.id === command.registration) }))
    .filter(({ outcome, one, here }) => outcome === "impossible" || (outcome === "overtaken" && one?.here !== here))
    .map(({ outcome, one }) => fill(trouble.dataset[outcome], { name: one?.name || "" }));
  trouble.hidden = !said.length;
  trouble.textContent = [...new Set(said)].join(" ");
}

main.querySelector(".pf-desk__go").hidden = true;
main.querySelector("[data-desk-form]").addEventListener("submit", async (event) => {
  event.preventDefault();
  const hits = await search();
  if (hits?.length === 1) list.querySelector("[data-here]:not([hidden])")?.focus();
});
field.addEventListener("input", search);
addEventListener("online", () => load().then(send));
addEventListener("offline", () => { isOnline = false; tell(); });
if ("serviceWorker" in navigator) navigator.serviceWorker.register(main.dataset.worker, { scope: location.pathname }).catch(() => {});
await load();
if (field.value) await search();
await send();
setInterval(() => (queue.length ? send() : load().then(() => field.value && search())), 15000);
