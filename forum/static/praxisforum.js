// Everything works without this file. It moves the focus to the list of errors after a form came back.
document.getElementById("errors")?.focus();
// A page that waits for something looks again by itself.
const again = document.querySelector("a[data-again]");
if (again) setTimeout(() => location.replace(again.href), 1500);

// Buttons that print appear only where they work.
for (const button of document.querySelectorAll("[data-prints]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// Whoever signs out leaves no list of people on the device. What could not be sent yet stays: it names nobody.
if (document.querySelector("[data-forgets]") && globalThis.caches) {
  for (const name of await caches.keys()) if (name.startsWith("desk ")) await caches.delete(name);
}
