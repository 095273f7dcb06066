// Keeps the page of the islands fresh while it is looked at; what is open or has the focus stays as it is.
const EVERY = 15000;

async function refresh() {
  const shown = document.querySelector("[data-live]");
  if (document.hidden || shown.contains(document.activeElement) || shown.querySelector("details[open]")) return;
  try {
    const answer = await fetch(location.href, { cache: "no-store", redirect: "manual" });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-live]");
    if (fresh) shown.replaceWith(fresh);
  } catch {
    // no network: what stands there stays
  }
}

setInterval(refresh, EVERY);
document.addEventListener("visibilitychange", refresh);
