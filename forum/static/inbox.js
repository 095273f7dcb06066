// The keys 1 to 4 answer like the buttons, wherever no text is being typed.
const buttons = new Map([...document.querySelectorAll("button[data-key]")].map((one) => [one.dataset.key, one]));
for (const hint of document.querySelectorAll("[data-keys], .pf-key")) hint.hidden = false;
document.addEventListener("keydown", (event) => {
  const button = buttons.get(event.key);
  if (!button || event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
  if (event.target.matches("input:not([type=radio]):not([type=checkbox]), textarea, select")) return;
  event.preventDefault();
  button.click();
  for (const one of buttons.values()) one.disabled = true;
});
