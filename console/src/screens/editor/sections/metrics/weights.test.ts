import { describe, expect, test } from "vitest";
import { balanced, percentText, shareOf, sumOf, WHOLE } from "./weights";

const of = (...weights: unknown[]) => weights.map((weight, index) => ({ id: `m${index}`, weight }));
const rebalanced = (...weights: unknown[]) => {
  const changed = balanced(of(...weights));
  return changed && weights.map((weight, index) => changed.get(`m${index}`) ?? weight);
};

test.each([
  ["35%", "35%"],
  ["0.35", "35%"],
  [0.35, "35%"],
  [1, "100%"],
  ["12.5 %", "12.5%"],
  ["３５％", "35%"],
  ["0%", "0%"],
  ["33.333333%", "33.333333%"],
])("%s is a share", (written, told) => {
  expect(percentText(shareOf(written) as bigint)).toBe(told);
});

test.each(["35", 35, "share / 2", "-5%", "", undefined, null, true])("%s is none", (written) => {
  expect(shareOf(written)).toBeNull();
});

test("a sum is exact and names what it leaves out", () => {
  const { total, unread } = sumOf(of("0.1", "0.2", "70%", "w", undefined));
  expect(total).toBe(WHOLE);
  expect(unread).toEqual(["m3", "m4"]);
});

describe("balanced weights", () => {
  test.each([
    [
      ["60%", "45%"],
      ["57%", "43%"],
    ],
    [
      ["35%", "30%", "20%", "10%", "10%"],
      ["33.3%", "28.6%", "19.1%", "9.5%", "9.5%"],
    ],
    [
      ["1%", "1%", "1%"],
      ["34%", "33%", "33%"],
    ],
    [
      ["50%", "50%", "50%", "50%"],
      ["25%", "25%", "25%", "25%"],
    ],
    [
      ["0.3", "0.3", "0.3"],
      ["0.34", "0.33", "0.33"],
    ],
    [
      ["60%", "40%", "0%", "x"],
      ["60%", "40%", "0%", "x"],
    ],
    [
      ["80%", "0%", "x"],
      ["100%", "0%", "x"],
    ],
    [
      ["0.5%", "0.5%"],
      ["50%", "50%"],
    ],
  ])("%j become %j", (before, wanted) => expect(rebalanced(...before)).toEqual(wanted));

  test("sum to 100% whatever they were, in nearly the same proportions", () => {
    for (let count = 1; count <= 200; count += 13) {
      const before = Array.from({ length: count }, (_, index) => `${(index * 7919) % 97}.${index % 10}%`);
      const shares = (rebalanced(...before) ?? before).map((one) => shareOf(one) as bigint);
      if (sumOf(of(...before)).total === 0n) continue;
      expect(shares.reduce((sofar, share) => sofar + share, 0n)).toBe(WHOLE);
      const total = Number(sumOf(of(...before)).total);
      shares.forEach((share, index) => {
        const exact = (Number(shareOf(before[index])) / total) * 1e14;
        expect(Math.abs(Number(share) - exact)).toBeLessThanOrEqual(exact / 50 + 1);
      });
    }
  });

  test("have no proportions where nothing weighs anything", () => {
    expect(balanced(of("0%", "0%"))).toBeNull();
    expect(balanced(of("x"))).toBeNull();
    expect(balanced([])).toBeNull();
  });
});
