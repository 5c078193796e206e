"""The queue log of Asterisk, line by line; the logs are written as Asterisk and its documentation write them."""

import gzip
from pathlib import Path
from typing import Any

import pytest

from engine.issues import Refused
from tests.service.sources.reading import Held, Record, Told, read

BOOK = """\
1292281046|psy1-1292281041.87|7100|NONE|ENTERQUEUE||4165551212|1
1292281046|psy1-1292281041.87|7100|Local/9996@MemberConnector|RINGNOANSWER|0
1292281048|psy1-1292281041.87|7100|Local/9990@MemberConnector|CONNECT|2|psy1-1292281046.90|0
1292284121|psy1-1292281041.87|7100|Local/9990@MemberConnector|COMPLETECALLER|2|3073|1
1292284222|MANAGER|7100|Local/9990@MemberConnector|REMOVEMEMBER|
"""


@pytest.fixture
def log(tmp_path: Path) -> Any:
    def of(content: str | bytes, **setting: Any) -> Told:
        return read("asterisk-queue-log", content, tmp_path, **setting)

    return of


def only(told: Told, kind: str = "call") -> list[Record]:
    return [record for record in told[0] if record["kind"] == kind]


def test_a_call_from_entering_to_its_end(log: Any) -> None:
    """The second agent answers: the first has a missed ring, the call is the second one's."""
    told = log(BOOK)
    assert only(told) == [
        {
            "event_id": "psy1-1292281041.87/7100/1",
            "agent": "Local/9990@MemberConnector",
            "extension": "Local/9990@MemberConnector",
            "at": "2010-12-13T22:57:26Z",
            "kind": "call",
            "call": "psy1-1292281041.87",
            "queue": "7100",
            "outcome": "answered",
            "waited": "2",
            "rang": "0",
            "talked": "3073",
            "ended_by": "caller",
            "transferred": "false",
            "position": "1",
        }
    ]
    (ring,) = only(told, "ring")
    assert (ring["agent"], ring["outcome"], ring["rang"]) == ("Local/9996@MemberConnector", "missed", "0")
    assert told[1] == []
    # the member left a queue that it had been in since before the file begins
    assert told[2]["source-not-begun"].message.en.startswith("1 ")


@pytest.mark.parametrize(
    ("line", "outcome", "waited"),
    [
        ("ABANDON|2|3|17", "abandoned", "17"),
        ("EXITWITHTIMEOUT|1|3|60", "timed_out", "60"),
        ("EXITWITHTIMEOUT|1", "timed_out", "40"),
        ("EXITWITHKEY|1|2|3|21", "left_by_key", "21"),
        ("EXITEMPTY|1|3|9", "queue_empty", "9"),
        ("ABANDON|2|3|17.25", "abandoned", "17.25"),
    ],
)
def test_calls_that_nobody_answered_belong_to_the_queue(log: Any, line: str, outcome: str, waited: str) -> None:
    """Where an old log does not say how long, it follows from the time of entering."""
    told = log(f"1366720340|1.1|sales|NONE|ENTERQUEUE||555|3\n1366720380|1.1|sales|NONE|{line}\n")
    (call,) = only(told)
    assert (call["outcome"], call["waited"], call["agent"]) == (outcome, waited, "queue/sales")
    assert call["position"] == "3" and "talked" not in call
    assert "'queue/sales'" in told[2]["source-nobody"].message.en


@pytest.mark.parametrize(
    ("line", "talked"),
    [
        ("COMPLETEAGENT|5|120|1", "120"),
        ("COMPLETEAGENT|5|120", "120"),
        ("BLINDTRANSFER|200|internal|5|90|1", "90"),
        ("TRANSFER|200|internal|5|90", "90"),
        ("ATTENDEDTRANSFER|BRIDGE|5f1e|5|80|1", "80"),
        ("ATTENDEDTRANSFER|LINK|SIP/1-01|SIP/2-02|5|70|1", "70"),
        ("ATTENDEDTRANSFER|BRIDGE|5f1e|5|60|1|", "60"),
    ],
)
def test_talks_end_in_many_ways(log: Any, line: str, talked: str) -> None:
    told = log(
        "1366720340|1.1|sales|NONE|ENTERQUEUE||555|1\n1366720345|1.1|sales|SIP/1001|CONNECT|5|1.2|3\n"
        f"1366720500|1.1|sales|SIP/1001|{line}\n"
    )
    (call,) = only(told)
    assert (call["outcome"], call["waited"], call["rang"], call["talked"]) == ("answered", "5", "3", talked)
    assert call["transferred"] == ("true" if "TRANSFER" in line else "false")
    assert call["position"] == "1"


def test_a_second_end_of_the_same_call_counts_no_more(log: Any) -> None:
    """Some systems write the transfer and then the completion."""
    told = log(
        "1366720340|1.1|sales|NONE|ENTERQUEUE||555|1\n1366720345|1.1|sales|SIP/1001|CONNECT|5|1.2|3\n"
        "1366720400|1.1|sales|SIP/1001|BLINDTRANSFER|200|internal|5|55|1\n"
        "1366720401|1.1|sales|SIP/1001|COMPLETEAGENT|5|56|1\n"
    )
    assert [call["talked"] for call in only(told)] == ["55"]


def test_a_call_that_comes_to_another_queue_or_comes_again(log: Any) -> None:
    told = log(
        "1366720340|1.1|sales|NONE|ENTERQUEUE||555|1\n1366720370|1.1|sales|NONE|EXITWITHTIMEOUT|1|1|30\n"
        "1366720371|1.1|care|NONE|ENTERQUEUE||555|1\n1366720391|1.1|care|NONE|EXITWITHKEY|1|1|1|20\n"
        "1366720400|1.1|sales|NONE|ENTERQUEUE||555|1\n1366720403|1.1|sales|NONE|ABANDON|1|1|3\n"
    )
    assert {(call["event_id"], call["outcome"]) for call in only(told)} == {
        ("1.1/sales/1", "timed_out"), ("1.1/care/1", "left_by_key"), ("1.1/sales/2", "abandoned"),
    }  # fmt: skip


def test_several_agents_ring_before_one_answers(log: Any) -> None:
    """Rings are in milliseconds there, and in seconds when a call is answered. Two rings of one agent are two."""
    told = log(
        "1|1.1|sales|NONE|ENTERQUEUE||555|1\n16|1.1|sales|SIP/1001|RINGNOANSWER|15000\n"
        "16|1.1|sales|SIP/1002|RINGNOANSWER|15000\n16|1.1|sales|SIP/1002|RINGNOANSWER|0\n"
        "31|1.1|sales|SIP/1001|RINGNOANSWER|14987\n33|1.1|sales|SIP/1003|RINGCANCELED|1837\n"
        "35|1.1|sales|SIP/1004|CONNECT|34|1.9|4\n95|1.1|sales|SIP/1004|COMPLETEAGENT|34|60|1\n"
    )
    rings = only(told, "ring")
    assert [(ring["agent"], ring["rang"], ring["outcome"]) for ring in rings] == [
        ("SIP/1001", "15", "missed"), ("SIP/1002", "15", "missed"), ("SIP/1002", "0", "missed"),
        ("SIP/1001", "14.987", "missed"), ("SIP/1003", "1.837", "cancelled"),
    ]  # fmt: skip
    assert len({ring["event_id"] for ring in rings}) == 5
    assert [call["agent"] for call in only(told)] == ["SIP/1004"]


@pytest.mark.parametrize("agent", ["SIP/1001", "PJSIP/1001", "Agent/1001", "Local/1001@from-queue/n", "1001"])
def test_agents_by_their_number(log: Any, agent: str) -> None:
    line = f"1366720345|1.1|sales|{agent}|COMPLETEAGENT|5|120|1\n"
    assert only(log(line))[0]["agent"] == agent
    assert only(log(line, bare=True))[0]["extension"] == "1001"
    assert only(log(line, people={"1001": "u17"}))[0]["agent"] == "u17"
    assert only(log(line, people={"1001": "u17", agent: "u18"}))[0]["agent"] == "u18"


def test_queues_may_have_somebody_who_answers_for_them(log: Any) -> None:
    told = log("1366720380|1.1|sales|NONE|ABANDON|2|3|17\n", people={"queue/sales": "s1"})
    assert only(told)[0]["agent"] == "s1" and "source-nobody" not in told[2]


def test_what_began_before_the_file_follows_from_its_end(log: Any) -> None:
    """The time of entering is the end less the talk and the wait."""
    told = log("1366720500|1.1|sales|SIP/1001|COMPLETEAGENT|5|120|2\n")
    assert (only(told)[0]["at"], only(told)[0]["waited"]) == ("2013-04-23T12:32:55Z", "5")
    assert only(log("1366720380|1.2|sales|NONE|ABANDON|2|3|17\n"))[0]["at"] == "2013-04-23T12:32:43Z"


def test_what_has_not_ended_is_kept_as_open(log: Any) -> None:
    told = log(
        "1366720340|1.1|sales|NONE|ENTERQUEUE||555|1\n1366720341|1.2|sales|NONE|ENTERQUEUE||556|2\n"
        "1366720345|1.2|sales|SIP/1001|CONNECT|4|1.3|3\n1366720346|NONE|sales|SIP/1002|PAUSE|lunch\n"
    )
    assert [(r["event_id"], r["agent"], r["outcome"], r.get("waited")) for r in told[0]] == [
        ("1.1/sales/1", "queue/sales", "open", None), ("1.2/sales/1", "SIP/1001", "open", "4"),
        ("pause/SIP/1002/1366720346", "SIP/1002", "open", None),
    ]  # fmt: skip
    assert told[2]["source-not-ended"].message.en.startswith("3 ")


def test_the_next_file_goes_on_with_it(log: Any) -> None:
    """With the id, the position and the time that the dataset holds; a pause has its length from there."""
    held = Held(
        {"event_id": "1.2/sales/2", "agent": "u17", "at": "1366720341000000", "kind": "call", "outcome": "open",
         "waited": "4.00000000", "rang": "3.00000000", "position": "2"},
        {"event_id": "pause/u18/1366720346", "agent": "u18", "at": "1366720346000000", "kind": "pause",
         "outcome": "open", "reason": "lunch", "queue": "sales"},
    )  # fmt: skip
    told = log(
        "1366720466|1.2|sales|SIP/1001|COMPLETEAGENT|4|120|2\n1366720946|NONE|sales|SIP/1002|UNPAUSE|\n",
        earlier=held, people={"1001": "u17", "1002": "u18"},
    )  # fmt: skip
    pause, call = told[0]
    assert (call["event_id"], call["at"], call["rang"], call["talked"]) == (
        "1.2/sales/2", "2013-04-23T12:32:21Z", "3", "120",
    )  # fmt: skip
    assert (pause["event_id"], pause["paused"], pause["reason"]) == ("pause/u18/1366720346", "600", "lunch")


def test_what_is_complete_in_the_dataset_stays_so(log: Any) -> None:
    """The files came in the wrong order: the end of the call is there already."""
    held = Held(
        {"event_id": "1.1/sales/1", "agent": "u17", "at": "1366720340000000", "kind": "call", "outcome": "answered"}
    )
    told = log("1366720340|1.1|sales|NONE|ENTERQUEUE||555|1\n", earlier=held)
    assert told[0] == [] and told[2]["source-ended-already"].message.en.startswith("Of what")


def test_a_pause_in_several_queues_is_one_pause(log: Any) -> None:
    """Asterisk writes PAUSEALL and then a line for every queue; another reason is another pause."""
    told = log(
        "100|NONE|NONE|SIP/1001|PAUSEALL|\n100|NONE|sales|SIP/1001|PAUSE|lunch\n100|NONE|care|SIP/1001|PAUSE|lunch\n"
        "700|NONE|NONE|SIP/1001|UNPAUSEALL|\n700|NONE|sales|SIP/1001|UNPAUSE|\n700|NONE|care|SIP/1001|UNPAUSE|\n"
        "800|NONE|sales|SIP/1001|PAUSE|coffee\n850|NONE|care|SIP/1001|PAUSE|coffee\n900|NONE|sales|SIP/1001|UNPAUSE|\n"
        "950|NONE|care|SIP/1001|UNPAUSE|\n1000|NONE|sales|SIP/1001|PAUSE|tea\n1060|NONE|sales|SIP/1001|PAUSE|talk\n"
        "1100|NONE|sales|SIP/1001|UNPAUSE|\n"
    )
    assert [(r["reason"], r["paused"], r.get("queue")) for r in told[0]] == [
        ("lunch", "600", None), ("coffee", "150", None), ("tea", "60", "sales"), ("talk", "40", "sales"),
    ]  # fmt: skip
    assert told[2] == {}


def test_sessions_last_until_the_last_queue_is_left(log: Any) -> None:
    """Whoever leaves is no longer on pause. An agent's channel says itself how long it was logged in."""
    told = log(
        "100|NONE|sales|SIP/1001|ADDMEMBER|\n110|NONE|care|SIP/1001|ADDMEMBER|\n200|NONE|sales|SIP/1001|PAUSE|lunch\n"
        "300|NONE|sales|SIP/1001|REMOVEMEMBER|\n400|NONE|care|SIP/1001|REMOVEMEMBER|\n"
        "5000|NONE|NONE|Agent/1002|AGENTLOGOFF|SIP/1002-01|3600\n"
    )
    assert [(r["kind"], r["agent"], r.get("logged_in"), r.get("paused"), r["at"]) for r in told[0]] == [
        ("session", "SIP/1001", "300", None, "1970-01-01T00:01:40Z"),
        ("pause", "SIP/1001", None, "200", "1970-01-01T00:03:20Z"),
        ("session", "Agent/1002", "3600", None, "1970-01-01T00:23:20Z"),
    ]  # fmt: skip


def test_every_broken_line_is_told_with_its_number(log: Any) -> None:
    told = log(
        "1366720340|1.1|sales|NONE|ENTERQUEUE||555|1\n\nhalf a li\nyesterday|1.1|sales|NONE|ABANDON|1|1|3\n"
        "1366720345|1.1|sales|NONE|CONNECT|5|1.2|3\n1366720346|1.1|sales|SIP/1|CONNECT|soon|1.2|3\n"
        "1366720347|1.1|sales|SIP/1|\n1366720350|1.1|sales|NONE|ABANDON|1|1|10\n"
    )
    assert told[1] == [
        (3, "This line makes no sense: it needs 5 fields or more with | between them."),
        (4, "This line makes no sense: 'yesterday' is no time."),
        (5, "This line makes no sense: CONNECT names no agent."),
        (6, "This line makes no sense: 'soon' is no length of time."),
        (7, "This line makes no sense: it names no event."),
    ]
    assert [(call["outcome"], call["waited"]) for call in only(told)] == [("abandoned", "10")]


def test_a_last_line_that_may_be_half_of_one_is_not_used(log: Any) -> None:
    whole = (
        "1366720340|1.1|sales|NONE|ENTERQUEUE||555|1\n1366720345|1.1|sales|SIP/1|CONNECT|5|1.2|3\n"
        "1366720445|1.1|sales|SIP/1|COMPLETEAGENT|5|100|1\n"
    )
    told = log(whole.removesuffix("0|1\n"))
    assert told[1] == [(3, "This line makes no sense: it has no line end, so it may be half a line.")]
    assert [(call["outcome"], "talked" in call) for call in only(told)] == [("open", False)]
    assert "file-ends-open" in told[2]
    assert [call["talked"] for call in only(log(whole))] == ["100"]


def test_unknown_kinds_of_lines_are_counted(log: Any) -> None:
    told = log("1|NONE|NONE|NONE|CONFIGRELOAD|\n2|1.1|sales|NONE|JOINEMPTY|\n3|1.2|sales|NONE|JOINEMPTY|\n")
    assert told[0] == [] and told[2]["source-unused"].message.en == "2 entries 'JOINEMPTY' are not used."


def test_a_restart_leaves_calls_open(log: Any) -> None:
    told = log("1|1.1|sales|NONE|ENTERQUEUE||555|1\n2|NONE|NONE|NONE|QUEUESTART|\n")
    assert [call["outcome"] for call in only(told)] == ["open"]


def test_times_with_fractions_and_from_a_database(log: Any) -> None:
    """The clock of the server is that of the import."""
    told = log(
        "1366720340.303267|1.1|sales|NONE|ENTERQUEUE||555|1\n1366720350.5|1.1|sales|NONE|ABANDON|1|1|10\n"
        "2012-07-03 15:27:23.896208|1.2|sales|NONE|ABANDON|1|1|0\n"
    )
    assert [call["at"] for call in only(told)] == ["2013-04-23T12:32:20.303267Z", "2012-07-03T07:27:23.896208Z"]
    assert "source-order" in told[2]


def test_a_packed_log_reads_the_same_and_a_bomb_is_refused(log: Any) -> None:
    assert log(gzip.compress(BOOK.encode())) == log(BOOK)
    with pytest.raises(Refused, match="too large inside"):
        log(gzip.compress(b"0" * 30_000_000, 9))
    with pytest.raises(Refused, match="cannot be read as gzip"):
        log(gzip.compress(BOOK.encode())[:-20])


def test_names_of_members_in_another_encoding(log: Any) -> None:
    """A log whose members have Chinese names, written by a system that uses GB18030."""
    line = (
        "1366720345|1.1|sales|王芳|COMPLETEAGENT|5|120|1\n1366720346|1.2|sales|李雷的队列成员|COMPLETEAGENT|5|120|1\n"
    )
    assert [call["agent"] for call in only(log(line.encode("gb18030")))] == ["王芳", "李雷的队列成员"]


def test_a_call_that_was_in_the_queue_in_an_earlier_file(log: Any) -> None:
    """It comes again: another record, which corrects nothing. The same lines once more are the same record."""
    call = "1366720300.1"
    first = {
        "event_id": f"{call}/sales/1",
        "agent": "u1",
        "at": "1366720301000000",
        "kind": "call",
        "outcome": "answered",
    }
    content = f"1366720800|{call}|sales|NONE|ENTERQUEUE||555|1\n1366720830|{call}|sales|NONE|ABANDON|1|1|30\n"
    (again,) = only(log(content, earlier=Held(first)))
    assert again["event_id"] == f"{call}/sales/2"
    second = {**first, "event_id": f"{call}/sales/2", "at": "1366720800000000", "outcome": "abandoned"}
    assert only(log(content, earlier=Held(first, second)))[0]["event_id"] == f"{call}/sales/2"
    assert only(log(content))[0]["event_id"] == f"{call}/sales/1"
    later = content + f"1366720900|{call}|sales|NONE|ENTERQUEUE||555|1\n1366720930|{call}|sales|NONE|ABANDON|1|1|30\n"
    ids = [record["event_id"] for record in only(log(later, earlier=Held(first)))]
    assert ids == [f"{call}/sales/2", f"{call}/sales/3"]
