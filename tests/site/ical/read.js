// Reads a calendar from standard input and tells as JSON what ical.js understood of it.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const calendar = new ICAL.Component(ICAL.parse(readFileSync(0, "utf8")));
const text = (component, name) => component.getFirstPropertyValue(name)?.toString() ?? null;

console.log(JSON.stringify({
  name: text(calendar, "name"),
  events: calendar.getAllSubcomponents("vevent").map((component) => {
    const event = new ICAL.Event(component);
    return {
      uid: event.uid,
      summary: event.summary,
      description: event.description,
      location: event.location,
      start: event.startDate.toString(),
      end: event.endDate.toString(),
      days: event.startDate.isDate,
      sequence: event.sequence,
      status: text(component, "status"),
      url: text(component, "url"),
      categories: component.getFirstProperty("categories")?.getValues() ?? [],
      related: component.getAllProperties("related-to").map((p) => [p.getParameter("reltype"), p.getFirstValue()]),
    };
  }),
}));
