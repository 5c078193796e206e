import { expect, test } from "vitest";
import { readScheme } from "@/scheme/text/read";
import { accepted } from "./accept";

const TEXT = `tests:
  - name: ordinary
    given: {quality: 5}
    expect: {score: 83.75, tier: gold, metrics.quality.points: 80, outcomes: [star]}   # by hand
  - name: nobody
    expect:
      score: null
      payout: {net: 5.00}
`;

test("what comes out is expected, where it was expected before", () => {
  const told = [
    { path: ["tests", 0, "expect", "score"], got: "83.86" },
    { path: ["tests", 0, "expect", "tier"], got: "silver" },
    { path: ["tests", 0, "expect", "metrics.quality.points"], got: "81" },
    { path: ["tests", 0, "expect", "outcomes"], got: "star, coach" },
    { path: ["tests", 1, "expect", "score"], got: "0" },
    { path: ["tests", 1, "expect", "payout", "net"], got: null },
  ].map((one) => ({ subject: "subject", where: "", expected: null, met: false, ...one }));
  expect(accepted(TEXT, told, readScheme(TEXT).data)).toBe(`tests:
  - name: ordinary
    given: {quality: 5}
    expect: {score: 83.86, tier: silver, metrics.quality.points: 81, outcomes: [star, coach]}   # by hand
  - name: nobody
    expect:
      score: 0
      payout: {net: null}
`);
});
