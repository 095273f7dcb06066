// Counts down on the screen for the hall. Without it the page shows the state of when it was opened.
const main = document.querySelector("[data-hall]");
const heading = document.querySelector("[data-hall-round]");
const left = document.querySelector("[data-hall-left]");
const said = document.querySelector("[data-hall-said]");
const sound = document.querySelector("[data-hall-sound]");
let ahead = 0; // by how much the clock of the house is ahead of the clock of this screen
let soon = 0; // so many seconds ahead one counts; before that the page names the day
let stages = [];
let audio = null;

const now = () => Date.now() + ahead;
const fill = (words, number) => (words || "").replace("{number}", number ?? "");

async function ask() {
  try {
    const answer = await fetch(main.dataset.hall, { cache: "no-store" });
    if (!answer.ok) return;
    const told = await answer.json();
    ahead = Date.parse(told.now) - Date.now();
    soon = told.soon;
    stages = told.stages.map((one) => ({ ...one, until: one.until && Date.parse(one.until) }));
  } catch {
    // no network: the times that are known go on
  }
}

function ring() {
  if (!audio) return;
  for (const [at, tone] of [[0, 660], [0.35, 880], [0.7, 660]]) {
    const voice = audio.createOscillator();
    const volume = audio.createGain();
    voice.frequency.value = tone;
    volume.gain.setValueAtTime(0.25, audio.currentTime + at);
    volume.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + at + 0.3);
    voice.connect(volume).connect(audio.destination);
    voice.start(audio.currentTime + at);
    voice.stop(audio.currentTime + at + 0.3);
  }
}

function show() {
  if (!stages.length) return;
  const { stage, number, until } = stages.find((one) => one.until === null || now() < one.until);
  const title = fill(heading.dataset[stage], number);
  if (main.dataset.stage !== stage || heading.textContent !== title) {
    // a stage begins: everything on the page belongs to it, so the page is asked for anew
    ring();
    said.textContent = title;
    main.classList.replace(`pf-hall--${main.dataset.stage}`, `pf-hall--${stage}`);
    main.dataset.stage = stage;
    heading.textContent = title;
    refresh();
  }
  const seconds = until === null ? 0 : Math.max(0, Math.ceil((until - now()) / 1000));
  if (until === null) left.textContent = "";
  if (until === null || seconds > soon) return;
  const minutes = Math.ceil(seconds / 60);
  left.textContent =
    seconds < 60 ? fill(left.dataset.seconds, seconds) : minutes === 1 ? left.dataset.minute : fill(left.dataset.minutes, minutes);
}

async function refresh() {
  try {
    const answer = await fetch(location.href, { cache: "no-store" });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const name of [".pf-hall__isles", ".pf-hall__next", ".pf-hall__bar"]) {
      const fresh = page.querySelector(name);
      if (fresh) document.querySelector(name)?.replaceWith(fresh);
    }
  } catch {
    // no network: what stands there stays
  }
}

sound.hidden = false;
sound.addEventListener("click", () => {
  audio = audio || new AudioContext();
  sound.querySelector("span").textContent = sound.dataset.on;
  sound.disabled = true;
  ring();
});
await ask();
show();
setInterval(show, 1000);
setInterval(ask, 30000);
setInterval(refresh, 60000);
