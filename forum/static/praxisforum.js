// Everything works without this file. It moves the focus to the list of errors after a form came back.
document.getElementById("errors")?.focus();
