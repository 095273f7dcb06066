// What ical.js makes of a file, as plain values.
function party(property) {
  if (!property) return ["", "", ""];
  const said = (name) => property.getParameter(name) || "";
  return [said("cn"), property.getFirstValue(), said("partstat")];
}

function readCalendar(text) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  const entries = calendar.getAllSubcomponents("vevent").map((component) => {
    const one = (name) => {
      const found = component.getAllProperties(name);
      if (found.length > 1) throw new Error(`${found.length} times ${name}`);
      return found[0];
    };
    const value = (name) => one(name)?.getFirstValue() ?? "";
    const moment = (name) => {
      const time = value(name);
      if (time.zone === ICAL.Timezone.localTimezone) throw new Error(`${name} floats`);
      return time.toUnixTime();
    };
    return {
      uid: value("uid"),
      sequence: value("sequence"),
      moments: ["dtstamp", "dtstart", "dtend"].map(moment),
      texts: ["summary", "location", "description", "url", "status"].map(value),
      organiser: party(one("organizer")),
      guest: party(one("attendee")),
    };
  });
  return { method: calendar.getFirstPropertyValue("method"), entries };
}

function readCards(text) {
  const parsed = ICAL.parse(text);
  const cards = typeof parsed[0] === "string" ? [parsed] : parsed;
  return cards.map((one) => {
    const card = new ICAL.Component(one);
    const values = (name) => card.getAllProperties(name).map((p) => p.getFirstValue());
    return [values("fn")[0], values("org").flat(), values("email")[0], values("tel")];
  });
}
