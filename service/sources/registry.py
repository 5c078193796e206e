"""All sources. Another one is a file of its own and one line here."""

from __future__ import annotations

from collections.abc import Mapping

from engine.issues import Path, Refused, declare, did_you_mean
from service.sources.asterisk_queue_log import ASTERISK_QUEUE_LOG
from service.sources.chatwoot_reporting_events import CHATWOOT_REPORTING_EVENTS
from service.sources.source import Source

SOURCES: Mapping[str, Source] = {
    source.id: source for source in (ASTERISK_QUEUE_LOG, CHATWOOT_REPORTING_EVENTS)
}  # fmt: skip

SOURCE_UNKNOWN = declare(
    "source-unknown",
    zh="没有名为“{name}”的来源。",
    en="There is no source '{name}'.",
    mend_zh="可用：{known}；普通表格不写来源。",
    mend_en="Known are: {known}; for an ordinary table name none.",
)


def source_of(name: str, path: Path = ("source",)) -> Source:
    """Raises :class:`Refused`."""
    found = SOURCES.get(name)
    if found is None:
        hint = did_you_mean(name, SOURCES)
        raise Refused([SOURCE_UNKNOWN.at(path, name=name[:60], known=", ".join(SOURCES), hint=hint)])
    return found
