"""What somebody waits for: from the moment a key or button goes down until the picture that shows what came of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from playwright.sync_api import Page

# The browser stamps what comes in before anything of the page hears of it. A letter that is composed, as Chinese ones
# are, comes without a key.
LISTEN = """() => {
  if (window.keys) return;
  window.keys = new Map();
  for (const kind of ["keydown", "beforeinput", "click"])
    addEventListener(kind, (event) => { window.acted ??= event.timeStamp; }, { capture: true });
  new PerformanceObserver((list) => {
    for (const { interactionId, duration, name } of list.getEntries())
      if (interactionId && name.startsWith("key"))
        window.keys.set(interactionId, Math.max(duration, window.keys.get(interactionId) ?? 0));
  }).observe({ type: "event", durationThreshold: 16 });
}"""
WATCH = """([seen, waiting, soonest]) => {
  const text = () => document.querySelector(seen || "body")?.textContent;
  const before = text();
  const changed = () => seen === "" || text() !== before;
  const settled = () => waiting === "" || !document.querySelector(waiting);
  const there = () => performance.now() > window.acted + soonest && changed() && settled();
  window.acted = undefined;
  window.shown = new Promise((done, failed) => {
    const end = performance.now() + 10000;
    // what is there when a picture is about to be drawn is in it; the next one tells that it was drawn
    const look = (late) => requestAnimationFrame(() => {
      if (late && there()) done(performance.now());
      else if (performance.now() > end) failed(new Error(`nothing changed in ${seen}`));
      else look(there());
    });
    look(false);
  });
}"""
SINCE = "async () => (await window.shown) - window.acted"
SLOW_KEYS = "() => { const found = [...window.keys.values()]; window.keys.clear(); return found; }"


@dataclass(frozen=True, slots=True)
class Waits:
    """Milliseconds of every time that the same was done."""

    what: str
    goal: int
    times: Sequence[float]

    @property
    def middle(self) -> float:
        return median(self.times)

    @property
    def most(self) -> float:
        return max(self.times)


def waited(page: Page, act: Callable[[], object], seen: str = "", waiting: str = "", soonest: int = 0) -> float:
    """Milliseconds from the first key or click of ``act`` until the text of ``seen`` is another and nothing matches
    ``waiting`` any more. What is there before ``soonest`` milliseconds is no answer to it yet."""
    page.evaluate(LISTEN)
    page.evaluate(WATCH, [seen, waiting, soonest])
    act()
    took = float(page.evaluate(SINCE))
    # what else the page asks for is not in the way of the next act
    page.wait_for_load_state("networkidle")
    return took


def keys_waited(page: Page, act: Callable[[], int]) -> list[float]:
    """Milliseconds until the picture after each of the keys that ``act`` presses and counts, as the browser tells them.
    Those that took less than 16 are told as 16."""
    page.evaluate(LISTEN)
    page.evaluate(SLOW_KEYS)
    pressed = act()
    page.wait_for_timeout(500)
    told = [float(one) for one in page.evaluate(SLOW_KEYS)]
    return told + [16.0] * (pressed - len(told))
