"""What the tests of the use cases share: a clock that is set by hand, small documents, threads."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from engine.issues import Refused, declare
from rules.document.document import Media
from rules.document.load import load
from service import rule_sets, versions
from service.versions import CheckReport
from service.work import Actor, Office

NOT_READY = declare(
    "test-document-not-ready", zh="文档未完成", en="The document is not ready", mend_zh="写完", mend_en="Finish it"
)


class SetClock:
    """Stands still until told otherwise."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 21, 9, 0, 0, 123_456, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **amount: float) -> None:
        self.now += timedelta(**amount)


def text_of(rule_set_id: str, note: str = "first") -> str:
    return f"scorewright: 1\nid: {rule_set_id}\nname: 客服 {note}\n"


def check(text: str, media: Media) -> CheckReport:
    """A check in place of the language's own: whoever writes ``unfinished`` is not ready."""
    document = load(text, media)
    if "unfinished" in text:
        return CheckReport((NOT_READY.at(("name",)),))
    name = document.data["name"]
    return CheckReport((), f'{{"name":"{name}"}}', f"sha256:{name}", 1)


def write(
    office: Office, actor: Actor, rule_set_id: str, note: str, if_match: str | None = None
) -> rule_sets.DraftText:
    with office.writing(actor) as work:
        return rule_sets.put_draft(work, rule_set_id, load(text_of(rule_set_id, note)), if_match)


def publish(
    office: Office, actor: Actor, rule_set_id: str, etag: str, effective_from: str, *, replace: bool = False
) -> versions.Published:
    with office.reading(actor) as work:
        ready = versions.ready_to_publish(work, rule_set_id, etag, check)
    with office.writing(actor) as work:
        return versions.publish(work, ready, effective_from, "a note", replace=replace)


def write_and_publish(
    office: Office, actor: Actor, rule_set_id: str, note: str, effective_from: str, *, replace: bool = False
) -> versions.Published:
    """Change the draft, whatever it is, and publish it."""
    draft = write(office, actor, rule_set_id, note, "*" if has_draft(office, actor, rule_set_id) else None)
    return publish(office, actor, rule_set_id, draft.etag, effective_from, replace=replace)


def has_draft(office: Office, actor: Actor, rule_set_id: str) -> bool:
    with office.reading(actor) as work:
        return any(item.id == rule_set_id and item.has_draft for item in rule_sets.list_rule_sets(work).items)


def codes_of(refused: Refused) -> list[str]:
    return [issue.code for issue in refused.issues]


def together(count: int, task: Callable[[int], object]) -> list[object]:
    """Run ``task(0) … task(count - 1)`` in threads that start at the same moment; results or exceptions, in order."""
    outcomes: list[object] = [None] * count
    barrier = threading.Barrier(count)

    def run(index: int) -> None:
        barrier.wait()
        try:
            outcomes[index] = task(index)
        except Exception as failure:  # noqa: BLE001  # the outcome is what the test looks at
            outcomes[index] = failure

    threads = [threading.Thread(target=run, args=(index,)) for index in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes
