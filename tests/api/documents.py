"""Small rule sets for tests that are about the API, not about rules."""

from __future__ import annotations

YAML = {"Content-Type": "application/yaml"}

RESPONSE_TIME = """\
# kept as written
scorewright: 1
id: response-time
name: {zh: 响应时长, en: Response time}
period: month
currency: CNY
attributes: {team: text}
inputs:
  first_response: {type: duration}
  chats: {type: count, missing: 0}
metrics:
  speed:
    value: first_response
    weight: 100%
    points: {curve: [[10s, 100], [60s, 0]]}
tiers:
  - {id: quick, at_least: 60}
  - {id: slow}
rewards:
  per_chat: {amount: chats * 0.5}
tests:
  - name: half a minute
    given: {first_response: 35s, chats: 100}
    expect: {score: 50, tier: slow, rewards.per_chat: 50}
"""

FAILING_TEST = RESPONSE_TIME.replace("score: 50", "score: 51")
BROKEN = RESPONSE_TIME.replace("value: first_response", "value: first_reponse")


def named(rule_set_id: str, text: str = RESPONSE_TIME) -> str:
    return text.replace("id: response-time", f"id: {rule_set_id}", 1)
