"""Problem answers (RFC 9457): one shape for everything that goes wrong, whoever noticed it.

A :class:`Kind` is a status, a title and an issue code. A use case's refusal, Werkzeug's own errors and whatever nobody
expected all become one of the kinds below, so a caller handles errors in one place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask import Response, g, request

from api.json import write_json
from api.languages import language_of, said
from engine.issues import Code, Issue, Words, by_place, declare
from service.runs.codes import RUN_FILE_MISSING

MEDIA = "application/problem+json"
KINDS: dict[str, Kind] = {}


@dataclass(frozen=True, slots=True)
class Kind:
    """``title`` is the same for every occurrence; the code's message is the detail of one."""

    status: int
    title: Words
    code: Code


class Problem(Exception):
    """The request ends here with ``kind``. ``issues`` are the things found wrong in what was sent, often none."""

    def __init__(
        self,
        kind: Kind,
        issues: Iterable[Issue] = (),
        headers: Mapping[str, str] | None = None,
        detail: Words | None = None,
        **facts: object,
    ):
        super().__init__(kind.code.name)
        self.kind = kind
        self.issues = by_place(list(issues))
        self.headers = dict(headers or {})
        self.detail = detail or kind.code.message.format(**facts)


def kind(status: int, name: str, *, title_zh: str, title_en: str, zh: str, en: str, mend_zh: str, mend_en: str) -> Kind:
    """Declare a kind of problem; its code joins the list of issue codes, so it is documented with them."""
    declared = declare(name, zh=zh, en=en, mend_zh=mend_zh, mend_en=mend_en)
    KINDS[name] = Kind(status, Words(title_zh, title_en), declared)
    return KINDS[name]


def problem_body(problem: Problem, language: str, request_id: str) -> dict[str, object]:
    code = problem.kind.code
    return {
        "type": f"/v1/problems/{code.name}",
        "title": said(problem.kind.title, language),
        "status": problem.kind.status,
        "detail": said(problem.detail, language),
        "code": code.name,
        "hint": said(code.mend, language),
        "request_id": request_id,
        "issues": [issue.to_json() for issue in problem.issues],
    }


def problem_response(problem: Problem) -> Response:
    language = language_of(request)
    body = problem_body(problem, language, g.get("request_id", ""))
    response = Response(write_json(body), problem.kind.status, mimetype=MEDIA)
    response.headers.update(problem.headers)
    response.headers["Content-Language"] = language
    response.headers["Vary"] = "Accept-Language"
    response.headers["Cache-Control"] = "no-store"
    return response


BAD_REQUEST = kind(
    400,
    "bad-request",
    title_zh="请求格式错误",
    title_en="Malformed request",
    zh="无法读懂这个请求",
    en="The request could not be read",
    mend_zh="请对照接口文档检查请求",
    mend_en="Compare the request with the API description.",
)
BODY_UNREADABLE = kind(
    400,
    "body-unreadable",
    title_zh="请求体无法读取",
    title_en="Unreadable body",
    zh="请求体不是可接受的 JSON，共 {count} 个问题",
    en="The body is not acceptable JSON: {count} problem(s)",
    mend_zh="请按 issues 逐项修改",
    mend_en="Mend what `issues` lists.",
)
UNAUTHENTICATED = kind(
    401,
    "unauthenticated",
    title_zh="未通过身份验证",
    title_en="Not authenticated",
    zh="缺少密钥，或密钥无效、已过期、已撤销",
    en="The API key is missing, unknown, expired or revoked",
    mend_zh="请在 Authorization: Bearer 中发送有效密钥",
    mend_en="Send a valid key as `Authorization: Bearer sw_…`.",
)
FORBIDDEN = kind(
    403,
    "forbidden",
    title_zh="权限不足",
    title_en="Not allowed",
    zh="此密钥没有“{scope}”权限",
    en="This key does not have the scope '{scope}'",
    mend_zh="请使用具有该权限的密钥",
    mend_en="Use a key that has the scope.",
)
CROSS_SITE = kind(
    403,
    "cross-site-request",
    title_zh="请求来自其他网站",
    title_en="Sent by another site",
    zh="带登录 Cookie 的修改请求必须来自本控制台的页面",
    en="A change with a session cookie must come from the console's own pages",
    mend_zh="程序请改用 Authorization: Bearer；如经反向代理访问，请让代理传递原始主机名",
    mend_en="Programs use `Authorization: Bearer`. Behind a proxy, have it pass the original host on.",
)
NOT_FOUND = kind(
    404,
    "not-found",
    title_zh="没有找到",
    title_en="Not found",
    zh="没有找到所请求的内容",
    en="What was asked for does not exist",
    mend_zh="请检查名称和所用密钥的工作区",
    mend_en="Check the name, and that the key belongs to the right workspace.",
)
NO_SUCH_ADDRESS = kind(
    404,
    "no-such-address",
    title_zh="没有这个地址",
    title_en="No such address",
    zh="接口中没有这个地址",
    en="The API has no such address",
    mend_zh="请查看 /openapi.json 中的地址列表",
    mend_en="See the addresses in /openapi.json.",
)
METHOD_NOT_ALLOWED = kind(
    405,
    "method-not-allowed",
    title_zh="不支持该方法",
    title_en="Method not allowed",
    zh="此地址不支持 {method}",
    en="This address does not take {method}",
    mend_zh="可用的方法见响应头 Allow",
    mend_en="The header Allow lists the methods it takes.",
)
NOT_ACCEPTABLE = kind(
    406,
    "not-acceptable",
    title_zh="无法提供所要求的格式",
    title_en="Not acceptable",
    zh="可提供的格式：{offered}",
    en="Available here: {offered}",
    mend_zh="请修改 Accept",
    mend_en="Ask for one of them in Accept.",
)
CONFLICT = kind(
    409,
    "conflict",
    title_zh="与现有内容冲突",
    title_en="Conflict",
    zh="请求与已存储的内容冲突",
    en="The request contradicts what is stored",
    mend_zh="请先读取现状",
    mend_en="Read the present state first.",
)
STALE = kind(
    412,
    "stale-etag",
    title_zh="内容已变化",
    title_en="Changed in the meantime",
    zh="内容在读取之后已被修改",
    en="It was changed after it was read",
    mend_zh="请重新读取，合并修改后再提交",
    mend_en="Read it again, merge, and send the change with the new ETag.",
)
TOO_LARGE = kind(
    413,
    "body-too-large",
    title_zh="请求体过大",
    title_en="Body too large",
    zh="请求体超过 {limit} 字节",
    en="The body is larger than {limit} bytes",
    mend_zh="请分多次发送",
    mend_en="Send it in several parts.",
)
UNSUPPORTED_MEDIA = kind(
    415,
    "unsupported-media-type",
    title_zh="不支持的内容类型",
    title_en="Unsupported media type",
    zh="此处接受的内容类型：{accepted}",
    en="Accepted here: {accepted}",
    mend_zh="请设置正确的 Content-Type，且不要压缩",
    mend_en="Set Content-Type accordingly, and send the body uncompressed.",
)
REQUEST_REFUSED = kind(
    422,
    "request-refused",
    title_zh="请求内容有误",
    title_en="Invalid request",
    zh="请求中有 {count} 个问题",
    en="The request has {count} problem(s)",
    mend_zh="请按 issues 逐项修改",
    mend_en="Mend what `issues` lists.",
)
RULE_SET_REFUSED = kind(
    422,
    "rule-set-refused",
    title_zh="规则文档有误",
    title_en="Rule set refused",
    zh="规则文档中有 {count} 个错误",
    en="The rule set has {count} error(s)",
    mend_zh="请按 issues 逐项修改",
    mend_en="Mend what `issues` lists.",
)
PRECONDITION_REQUIRED = kind(
    428,
    "precondition-required",
    title_zh="缺少前提条件",
    title_en="Precondition required",
    zh="修改已有内容必须带 If-Match",
    en="A change of what exists needs If-Match",
    mend_zh="请先读取，并把得到的 ETag 作为 If-Match 发送",
    mend_en="Read it, and send its ETag as If-Match.",
)
TOO_MANY_REQUESTS = kind(
    429,
    "too-many-requests",
    title_zh="请求过于频繁",
    title_en="Too many requests",
    zh="超过了 {limit} 的限制",
    en="More than {limit}",
    mend_zh="请等待 Retry-After 给出的秒数",
    mend_en="Wait for the seconds given in Retry-After.",
)
INTERNAL_ERROR = kind(
    500,
    "internal-error",
    title_zh="服务器内部错误",
    title_en="Internal error",
    zh="服务器出错了，未作任何修改",
    en="Something failed on our side; nothing was changed",
    mend_zh="请稍后重试；如仍出错，请附上 request_id 联系管理员",
    mend_en="Try again later; if it stays, report it with the request_id.",
)
UNAVAILABLE = kind(
    503,
    "unavailable",
    title_zh="暂时不可用",
    title_en="Temporarily unavailable",
    zh="数据库暂时不可用",
    en="The database is not available at the moment",
    mend_zh="请在 Retry-After 之后重试",
    mend_en="Try again after Retry-After.",
)
EFFECTIVE_FROM_TAKEN = kind(
    409,
    "effective-from-taken",
    title_zh="该起始期间已有版本",
    title_en="A version already starts then",
    zh="已有版本从同一期间起生效",
    en="Another version takes effect from the same period",
    mend_zh="换一个起始期间，或带上 replace: true 取代它",
    mend_en="Choose another period, or send replace: true to put this one in its place.",
)
ALREADY_RETIRED = kind(
    409,
    "already-retired",
    title_zh="版本已停用",
    title_en="Already retired",
    zh="该版本已经停用",
    en="The version is retired already",
    mend_zh="无需再停用",
    mend_en="Nothing is left to do.",
)
LAST_ADMIN_KEY = kind(
    409,
    "last-admin-key",
    title_zh="最后一个管理密钥",
    title_en="Last admin key",
    zh="这是最后一个管理密钥，不能撤销",
    en="This is the last admin key",
    mend_zh="请先新建另一个具有 admin 权限的密钥",
    mend_en="Make another key with the scope admin first.",
)
PERSON_IN_USE = kind(
    409,
    "person-in-use",
    title_zh="人员已被使用",
    title_en="Person in use",
    zh="此人已有下属、数据或结果，不能删除",
    en="Somebody reports to this person, or they have figures or results",
    mend_zh="离开的人不删除：提交一次 ended 为 true 的变动",
    mend_en="People who leave are not removed: tell a change with ended true.",
)
PERIOD_CLOSED = kind(
    409,
    "period-closed",
    title_zh="期间已关账",
    title_en="The period is closed",
    zh="该期间已关账，只能为更正而修改",
    en="The period is closed; it changes for a correction only",
    mend_zh="如为更正，带上 correction: true 和 reason：先更正数据，再发起更正运行；或请管理员重新打开该期间",
    mend_en="To correct it, send correction: true and a reason, first with the figures, then with a run; "
    "or have an admin open the period again.",
)
PERIOD_OPEN = kind(
    409,
    "period-open",
    title_zh="期间没有关账",
    title_en="The period is open",
    zh="该期间没有关账",
    en="The period is not closed",
    mend_zh="无需打开",
    mend_en="Nothing is left to do.",
)
RUNS_UNFINISHED = kind(
    409,
    "runs-unfinished",
    title_zh="还有未完成的运行",
    title_en="Runs are not finished",
    zh="该期间还有未完成的运行",
    en="Runs of the period are not finished",
    mend_zh="等它们完成，或取消它们",
    mend_en="Wait until they are, or cancel them.",
)
RUN_UNFINISHED = kind(
    409,
    "run-unfinished",
    title_zh="运行还没有结果",
    title_en="No results yet",
    zh="该次运行还没有结果",
    en="The run has no results yet",
    mend_zh="等它完成；失败的运行可以重试，取消的可以继续",
    mend_en="Wait until it is done; a failed run can be retried, a cancelled one resumed.",
)
RUN_STATE = kind(
    409,
    "run-state",
    title_zh="运行的状态不允许这样做",
    title_en="Not in this state",
    zh="该次运行现在的状态不允许这样做",
    en="The state of the run does not allow that now",
    mend_zh="排队或运行中的可以取消，取消的可以继续，失败的可以重试",
    mend_en="What is queued or running can be cancelled, what is cancelled resumed, what failed retried.",
)
IMPORT_STATE = kind(
    409,
    "import-state",
    title_zh="导入已经结束",
    title_en="The import has ended",
    zh="这次导入已经结束，不能停止",
    en="The import has ended; it cannot be stopped",
    mend_zh="只有排队或读取中的导入可以停止；已导入的记录可以撤回（withdrawn）",
    mend_en="What is queued or being read can be stopped; events that were imported can be withdrawn.",
)
NO_RUN_TO_COMPARE = kind(
    409,
    "no-run-to-compare",
    title_zh="还没有可比较的运行",
    title_en="Nothing to compare with",
    zh="该方案还没有完成过运行",
    en="No run of the rule set is done yet",
    mend_zh="先运行一个期间，之后就能看到草稿的影响",
    mend_en="Run a period first; from then on the effect of a draft can be seen.",
)
TOO_MANY_TO_COMPARE = kind(
    409,
    "too-many-to-compare",
    title_zh="人数太多，不能当场比较",
    title_en="Too many people to compare at once",
    zh="人数超过可当场比较的上限",
    en="There are more people than can be compared while somebody waits",
    mend_zh="发布后运行一次，再看运行的差异；或选择人数较少的运行",
    mend_en="Publish, run the period and read the run's differences; or choose a smaller run.",
)
RUN_FILES_MISSING = Kind(503, Words("运行的数据文件不在", "Files of the run are missing"), RUN_FILE_MISSING)
KINDS[RUN_FILE_MISSING.name] = RUN_FILES_MISSING
IDEMPOTENCY_RUNNING = kind(
    409,
    "idempotency-running",
    title_zh="相同请求处理中",
    title_en="Still running",
    zh="带有此 Idempotency-Key 的请求仍在处理",
    en="The request with this Idempotency-Key is still being worked on",
    mend_zh="请等待 Retry-After 后重试",
    mend_en="Ask again after Retry-After.",
)
IDEMPOTENCY_LOST = kind(
    409,
    "idempotency-lost",
    title_zh="已由另一次重试接手",
    title_en="Taken over",
    zh="另一次重试已接手该请求",
    en="Another attempt has taken this request over",
    mend_zh="请用同一 Idempotency-Key 再次请求以取得其结果",
    mend_en="Ask again with the same Idempotency-Key for its answer.",
)
IDEMPOTENCY_MISMATCH = kind(
    422,
    "idempotency-mismatch",
    title_zh="Idempotency-Key 已用于其他请求",
    title_en="Idempotency-Key used before",
    zh="此 Idempotency-Key 已用于另一个请求",
    en="This Idempotency-Key was used for another request",
    mend_zh="不同的请求请使用不同的键",
    mend_en="Use another key for another request.",
)
