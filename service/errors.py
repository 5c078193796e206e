"""What a use case may answer instead of a result.

``ServiceError``
 ├── ``NotFound``             no such thing in this workspace (or not this workspace's)
 │    └── ``NotInForce``      no version for that period
 ├── ``Forbidden``            the key lacks a scope
 ├── ``Unauthenticated``      the token is unknown, expired or revoked
 ├── ``MissingPrecondition``  a change of something that exists, without saying which state it was made from
 ├── ``StaleETag``            the state it was made from is no longer the current one
 ├── ``FileMissing``          a row names a file that is not there
 └── ``Conflict``             the request contradicts what is stored; ``code`` says how

A document with problems is not one of these: it is ``engine.issues.Refused`` with every issue.
"""

from __future__ import annotations

from engine.issues import Issue, Words


class ServiceError(Exception):
    """``code`` is constant and kebab-case, ``words`` are for people."""

    def __init__(self, code: str, words: Words):
        super().__init__(f"{code}: {words.en}")
        self.code = code
        self.words = words


_SOUGHT = {
    "dataset": Words("数据集", "dataset"),
    "draft": Words("草稿", "draft"),
    "import": Words("导入", "import"),
    "key": Words("密钥", "key"),
    "mapping": Words("列对应关系", "mapping"),
    "person": Words("人员", "person"),
    "result": Words("成绩", "result"),
    "rule-set": Words("方案", "rule set"),
    "run": Words("运行", "run"),
    "version": Words("版本", "version"),
    "workspace": Words("工作区", "workspace"),
}


class NotFound(ServiceError):
    """``kind`` is what was looked for (``rule-set``, ``draft``, ``version``, ``key``, ``workspace``), ``name`` its
    id."""

    def __init__(self, kind: str, name: str):
        sought = _SOUGHT.get(kind, Words(kind, kind))
        super().__init__("not-found", Words(f"没有找到{sought.zh}“{name}”", f"There is no {sought.en} '{name}'"))
        self.kind = kind
        self.name = name


class NotInForce(NotFound):
    """No version of the rule set ``name`` is in force for a period."""

    def __init__(self, name: str, period: object):
        super().__init__("version", f"{name}@{period}")
        self.words = Words(
            f"方案 {name} 没有在 {period} 生效的版本", f"No version of '{name}' is in force for {period}"
        )


class Forbidden(ServiceError):
    def __init__(self, scope: str):
        super().__init__("forbidden", Words(f"此密钥没有“{scope}”权限", f"This key does not have the scope '{scope}'"))
        self.scope = scope


class Unauthenticated(ServiceError):
    """One answer for unknown, expired and revoked tokens: a caller without a valid key learns nothing about keys."""

    def __init__(self) -> None:
        super().__init__("unauthenticated", Words("密钥无效、已过期或已撤销", "The key is unknown, expired or revoked"))


class MissingPrecondition(ServiceError):
    """``current`` is the ETag to send as ``If-Match`` after reading the present state."""

    def __init__(self, current: str):
        words = Words("修改已有内容必须带 If-Match", "Changing what already exists needs If-Match with its ETag")
        super().__init__("precondition-required", words)
        self.current = current


class StaleETag(ServiceError):
    """``current`` is the present ETag, or None when the thing no longer exists."""

    def __init__(self, current: str | None):
        words = Words("内容已被他人修改，请重新读取后再改", "It was changed meanwhile; read it again, then change it")
        super().__init__("stale-etag", words)
        self.current = current


class FileMissing(ServiceError):
    """A row names a file that is not in the data directory. ``issue`` says which."""

    def __init__(self, issue: Issue):
        super().__init__(issue.code, issue.message)
        self.issue = issue


class Conflict(ServiceError):
    """Codes: ``effective-from-taken``, ``already-retired``, ``idempotency-mismatch`` (422), ``idempotency-running``,
    ``idempotency-lost``, ``already-bootstrapped``, ``workspace-taken``, ``last-admin-key``, ``period-closed``,
    ``period-open``, ``runs-unfinished``, ``run-unfinished``, ``run-state``, ``import-state``,
    ``no-run-to-compare``, ``too-many-to-compare``."""
