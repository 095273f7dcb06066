// Everything works without this file. It moves the focus to the list of errors after a form came back.
document.getElementById("errors")?.focus();
// A page that waits for something looks again by itself.
const again = document.querySelector("a[data-again]");
if (again) setTimeout(() => location.replace(again.href), 1500);
