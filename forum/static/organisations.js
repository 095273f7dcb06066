// Suggests organisations while somebody types. Without this file the form asks once it is sent.
const QUIET = 250;

class Suggestions {
  constructor(box) {
    this.box = box;
    this.input = box.querySelector("input[name=organisation]");
    this.token = this.input.form.elements.csrf_token;
    this.list = document.createElement("ul");
    this.list.className = "pf-complete__list";
    this.list.id = "organisation-options";
    this.list.hidden = true;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", box.dataset.list);
    this.status = document.createElement("p");
    this.status.className = "kern-sr-only";
    this.status.setAttribute("role", "status");
    this.input.parentElement.append(this.list, this.status);
    this.input.removeAttribute("list");
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", this.list.id], ["aria-expanded", "false"]])
      this.input.setAttribute(name, value);
    this.input.addEventListener("input", () => this.typed());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => this.close());
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.choose(option);
    });
  }

  typed() {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.say("", "");
    this.timer = setTimeout(() => this.ask(), QUIET);
  }

  async ask() {
    const text = this.input.value.trim();
    if (text.length < 3) return this.close();
    this.asking = new AbortController();
    const body = new URLSearchParams({ organisation: text, csrf_token: this.token.value });
    try {
      const answer = await fetch(this.box.dataset.suggest, { method: "POST", body, signal: this.asking.signal });
      this.show(answer.ok ? (await answer.json()).options : []);
    } catch {
      this.close(); // no network, or typed on: the form asks once it is sent
    }
  }

  show(options) {
    if (!options.length || document.activeElement !== this.input) return this.close();
    this.list.replaceChildren(
      ...options.map((one, number) => {
        const option = document.createElement("li");
        option.id = `organisation-option-${number}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.dataset.value = one.value;
        option.dataset.label = one.label;
        option.textContent = one.label;
        if (one.more) {
          const more = document.createElement("span");
          more.className = "pf-table__sub";
          more.textContent = one.more;
          option.append(more);
        }
        return option;
      }),
    );
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.status.textContent = this.box.dataset.found;
  }

  close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  key(event) {
    if (this.list.hidden) return;
    const options = [...this.list.children];
    const at = options.findIndex((one) => one.getAttribute("aria-selected") === "true");
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      this.point(options, at < 0 && step < 0 ? options.length - 1 : (at + step + options.length) % options.length);
    } else if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      this.choose(options[at]);
    } else if (event.key === "Escape") {
      event.preventDefault();
      this.close();
    }
  }

  point(options, number) {
    options.forEach((one, i) => one.setAttribute("aria-selected", String(i === number)));
    options[number].scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", options[number].id);
  }

  choose(option) {
    const { value, label } = option.dataset;
    if (value.startsWith("same-")) this.input.value = label;
    if (value === "without") this.input.value = "";
    if (value === "new" || value.startsWith("part-")) this.say(value, this.input.value);
    this.status.textContent = label;
    this.close();
  }

  // What was said of which text; as radio buttons where the form came back and asks.
  say(value, text) {
    this.box.querySelector("#organisation_choice")?.remove();
    for (const [name, content] of [["organisation_choice", value], ["organisation_asked", text]]) {
      let field = this.box.querySelector(`input[type=hidden][name=${name}]`);
      if (!field) {
        field = Object.assign(document.createElement("input"), { type: "hidden", name });
        this.box.append(field);
      }
      field.value = content;
    }
  }
}

for (const box of document.querySelectorAll("[data-suggest]")) new Suggestions(box);
