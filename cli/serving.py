"""``scorewright serve`` and ``scorewright migrate``."""

from __future__ import annotations

import http.client
import os
import shlex
import socket
import sys
import time
from pathlib import Path
from typing import NoReturn

import click
import simplejson

from cli.office import opened, settings_of
from cli.talk import UNUSABLE, Talk, done, pass_talk
from service.logs import configure_logging
from service.sample import Demo, set_up_demo
from service.worker import terms_of
from store.migrate import newest_revision

PLACE = Path(__file__).resolve().parents[1]
PATIENCE = 60
"""Seconds in which the server has to answer before its address is announced."""


@click.command()
@pass_talk
def migrate(talk: Talk) -> None:
    """把数据库升级到本版本的表结构。 Bring the database up to this version's tables."""
    with opened(talk):
        talk.say(f"数据库已是最新（{newest_revision()}）", f"The database is up to date ({newest_revision()})")


@click.command()
@click.option("--sample", is_flag=True, help="带示例数据，并打印可直接运行的 curl。 With sample data and a curl line.")
@click.option("--centre", is_flag=True, help="再加一个示例中心。 With a sample centre of sixty agents as well.")
@click.option("--host", default="127.0.0.1", show_default=True, help="监听地址。 Address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="端口。 Port.")
@click.option("--workers", type=click.IntRange(1, 256), help="进程数，默认为处理器数。 Processes; default: the CPUs.")
@pass_talk
def serve(talk: Talk, sample: bool, centre: bool, host: str, port: int, workers: int | None) -> None:
    """升级数据库并启动服务。 Bring the database up to date and start the server."""
    settings = settings_of(talk)
    _require_free(talk, host, port)
    with opened(talk) as office:
        terms = terms_of(settings) if centre else None
        if centre:
            talk.note("正在准备示例中心……", "Getting the sample centre ready …")
            configure_logging("WARNING")
        demo = set_up_demo(office, Path.cwd() / "var", terms) if sample or centre else None
    environment = {**os.environ, "SCOREWRIGHT_BIND": f"[{host}]:{port}" if ":" in host else f"{host}:{port}"}
    environment["SCOREWRIGHT_SECRET_KEY"] = settings.secret_key
    environment["SCOREWRIGHT_DATABASE_URL"] = settings.database_url
    if workers is not None:
        environment["SCOREWRIGHT_WORKERS"] = str(workers)
    address = _address(host, port)
    _announce_when_ready(talk, host, port, _said_of(talk, address, demo))
    _become_server(environment)


def _become_server(environment: dict[str, str]) -> NoReturn:
    """Go on as gunicorn: signals, exit code and process id are then the server's own."""
    sys.stdout.flush()
    command = [sys.executable, "-m", "gunicorn", "-c", str(PLACE / "gunicorn.conf.py"), "--pythonpath", str(PLACE)]
    os.execve(sys.executable, command, environment)


def _announce_when_ready(talk: Talk, host: str, port: int, words: str) -> None:
    """A short-lived process that waits until the server answers and then says how to reach it."""
    sys.stdout.flush()
    server = os.getpid()
    if os.fork():
        return
    try:
        if _answers(host, port, server):
            talk.plain(words)
            sys.stdout.flush()
    except KeyboardInterrupt:
        pass
    finally:
        # nothing of the parent's may be flushed, closed or handled a second time
        os._exit(0)


def _answers(host: str, port: int, server: int) -> bool:
    patience = time.monotonic() + PATIENCE
    while time.monotonic() < patience and os.getppid() == server:
        try:
            connection = http.client.HTTPConnection(_reachable(host), port, timeout=2)
            connection.request("GET", "/readyz")
            if connection.getresponse().status == 200:
                return True
        except OSError:
            pass
        time.sleep(0.1)
    return False


def _said_of(talk: Talk, address: str, demo: Demo | None) -> str:
    if demo is None:
        return f"Scorewright: {address}  ({address}/docs)"
    chinese = talk.language == "zh"
    body = simplejson.dumps(demo.request, ensure_ascii=False, use_decimal=True, default=str)
    lines = [
        "",
        ("控制台    " if chinese else "console   ") + f"{address}/sign-in?link={demo.link}",
        (
            "          （链接只能用一次，10 分钟内有效；之后用下面的密钥登录）"
            if chinese
            else "          (the link works once, within 10 minutes; later, sign in with the key below)"
        ),
        ("地址      " if chinese else "address   ") + address,
        ("接口文档  " if chinese else "API pages ") + f"{address}/docs",
        ("API 密钥  " if chinese else "API key   ") + demo.token,
        ("方案      " if chinese else "rule sets ") + ", ".join(demo.rule_sets),
        "",
        "给一名示例客服计分：" if chinese else "Score a sample agent:",
        "",
        f"curl -s {address}/v1/scores -H 'Authorization: Bearer {demo.token}' "
        f"-H 'Content-Type: application/json' -d {shlex.quote(body)}",
        "",
    ]
    return "\n".join(lines)


def _address(host: str, port: int) -> str:
    host = _reachable(host)
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _reachable(host: str) -> str:
    """Where a server that listens everywhere can be called from this machine."""
    return {"0.0.0.0": "127.0.0.1", "": "127.0.0.1", "::": "::1"}.get(host, host)


def _require_free(talk: Talk, host: str, port: int) -> None:
    """Say now that the port is taken, rather than talk to whoever has it."""
    try:
        family, kind, protocol, _, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as place:
            place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            place.bind(where)
    except OSError as error:
        why = error.strerror or str(error)
        talk.note(
            f"无法监听 {host}:{port}：{why}。换一个端口：--port {port + 1}",
            f"Cannot listen on {host}:{port}: {why}. Choose another port: --port {port + 1}",
            style="red",
        )
        done(UNUSABLE)
