// Everything works without this file. It moves the focus to the list of errors after a form came back.
document.getElementById("errors")?.focus();

// Buttons that print appear only where they work.
for (const button of document.querySelectorAll("[data-prints]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
