"""The people of the sample centre: two shops, three teams in all, sixty agents and their four supervisors."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

SEED = "sample centre"

SHOPS = ("澄海旗舰店 Clearwater", "云杉家居 Spruce Home")
PRESALES, AFTERSALES, HOTLINE = "售前 Presales", "售后 Aftersales", "热线 Hotline"
QUEUES = ("clearwater", "spruce")
INBOXES = ("3", "4")

_FAMILY = "王李张刘陈杨黄赵周吴徐孙马朱胡郭何林罗高郑梁谢宋唐许韩邓冯曹彭曾萧田董潘袁蔡蒋余"
_GIVEN = (
    "雅", "静怡", "子轩", "梦琪", "伟", "婷", "浩然", "欣怡", "磊", "诗涵", "俊杰", "晓燕", "宇航", "佳", "志强",
    "思远", "丽娜", "泽宇", "敏", "若曦",
)  # fmt: skip
_ENGLISH = (
    "Amy Carter", "Ben Hughes", "Chloe Ward", "Daniel Price", "Ella Brooks", "Finn Murphy", "Grace Bell", "Henry Cole",
    "Isla Reid", "Jack Turner", "Kate Long", "Liam Ross",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Member:
    """``skill`` from 0 to 1: who has more answers sooner, misses less, solves more."""

    id: str
    name: str
    role: str
    shop: str
    team: str
    manager: str
    skill: float
    hired: str = "2024-03-01"

    @property
    def place(self) -> int:
        """0 for the first shop, 1 for the second."""
        return SHOPS.index(self.shop)


def supervisors() -> list[Member]:
    return [
        Member("s1", "罗婷", "chat-supervisor", SHOPS[0], AFTERSALES, "", 0.8),
        Member("s2", "Nora Kent", "chat-supervisor", SHOPS[1], AFTERSALES, "", 0.6),
        Member("s3", "沈悦", "phone-supervisor", SHOPS[0], HOTLINE, "", 0.7),
        Member("s4", "Mark Hill", "phone-supervisor", SHOPS[1], HOTLINE, "", 0.5),
    ]


def agents() -> list[Member]:
    """Ten of each team in each shop; every fifth has an English name."""
    random = Random(SEED)
    found = []
    for team, letter, role, leads in (
        (PRESALES, "p", "presales-agent", ("s1", "s2")),
        (AFTERSALES, "a", "chat-agent", ("s1", "s2")),
        (HOTLINE, "h", "phone-agent", ("s3", "s4")),
    ):
        for number in range(1, 21):
            place = (number - 1) // 10
            name = _FAMILY[len(found) % len(_FAMILY)] + random.choice(_GIVEN)
            if len(found) % 5 == 4:
                name = _ENGLISH[len(found) // 5]
            skill = round(random.betavariate(5, 3), 3)
            found.append(Member(f"{letter}{number:02d}", name, role, SHOPS[place], team, leads[place], skill))
    return found


def extension(member: Member) -> str:
    """Of a phone agent, as Asterisk has it."""
    return f"PJSIP/{2000 + int(member.id[1:])}"


def user_id(member: Member) -> int:
    """Of a chat agent, as Chatwoot has it."""
    return 100 + int(member.id[1:])
