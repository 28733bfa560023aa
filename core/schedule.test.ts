import { describe, expect, it } from "vitest";
import { dueRequests } from "./schedule.js";

const WEEK_MS = 7 * 24 * 3_600_000;
const schedule = { experiment: "weekly", feedback: true, everyMs: WEEK_MS };
const at = (weeks: number) => new Date(weeks * WEEK_MS);

describe("a schedule", () => {
  it.each([
    { name: "nothing between two dates", after: 10.1, until: 10.9, ids: [] },
    { name: "one at its moment", after: 10.9, until: 11, ids: ["scheduled-11"] },
    { name: "none twice", after: 11, until: 11.5, ids: [] },
    {
      name: "the last one only after a long sleep",
      after: 11.5,
      until: 20.5,
      ids: ["scheduled-20"],
    },
    { name: "nothing when the clock goes back", after: 12.5, until: 11.5, ids: [] },
  ])("gives $name", ({ after, until, ids }) => {
    const requests = dueRequests(schedule, at(after), at(until));
    expect(requests.map(({ requestId }) => requestId)).toEqual(ids);
    expect(requests.every(({ onlyNewData, feedback }) => onlyNewData && feedback)).toBe(true);
  });
});
