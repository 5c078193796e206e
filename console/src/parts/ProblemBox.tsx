/** Something went wrong: what, how to mend it, and a way on. Every screen shows failures with this. */
import { ApiOutlined, FileSearchOutlined, LockOutlined, WarningOutlined } from "@ant-design/icons";
import { Button, Space } from "antd";
import { Link } from "react-router";
import { type ApiProblem, UNREACHABLE } from "@/api/problem";
import { useWords, words } from "@/words/words";
import { IssueList } from "./IssueList";

const WORDS = words({
  again: { zh: "重试", en: "Try again" },
  home: { zh: "回到首页", en: "Go to home" },
  signIn: { zh: "重新登录", en: "Sign in again" },
  request: { zh: (id: string) => `请求编号 ${id}`, en: (id: string) => `Request ${id}` },
  unreachable: { zh: "连接不到服务器", en: "The server cannot be reached" },
  unreachableHint: {
    zh: "请检查网络；如果网络正常，服务可能正在重启，请稍后重试。您未保存的修改仍在此页面中。",
    en: "Check the network. If it works, the service may be restarting: try again in a moment. What you have not saved is still on this page.",
  },
  ended: { zh: "登录已失效", en: "You are no longer signed in" },
  endedHint: {
    zh: "密钥已过期或已撤销，或登录已超过 12 小时。",
    en: "The key has expired or was revoked, or twelve hours have passed.",
  },
  notAllowed: { zh: "您的密钥没有这项权限", en: "Your key does not allow this" },
  notFound: { zh: "没有找到", en: "Not found" },
  unexpected: { zh: "页面出错了", en: "This page failed" },
  unexpectedHint: {
    zh: "请重新加载；如仍出错，请联系管理员。",
    en: "Load it again; if it stays, tell your administrator.",
  },
});

interface Props {
  readonly problem: ApiProblem;
  readonly again?: () => void;
  /** In place of a whole page rather than of a part of one. */
  readonly whole?: boolean;
}

export function ProblemBox({ problem, again, whole = false }: Props) {
  const say = useWords(WORDS);
  const { title, hint, icon } = told(problem, say);
  return (
    <div className="state-box" role="alert" style={whole ? { paddingTop: "22vh" } : undefined}>
      <span aria-hidden style={{ fontSize: 34, color: problem.status === 404 ? "#8793a1" : "#9a5b00" }}>
        {icon}
      </span>
      <h2>{title}</h2>
      {problem.status !== 0 && problem.status !== 401 && problem.detail && problem.detail !== title && (
        <p>{problem.detail}</p>
      )}
      {hint && <p>{hint}</p>}
      {problem.issues.length > 0 && <IssueList issues={problem.issues} />}
      <Space>
        {problem.status === 401 ? (
          <Link to="/sign-in">
            <Button type="primary">{say.signIn}</Button>
          </Link>
        ) : (
          again && (
            <Button type="primary" onClick={again}>
              {say.again}
            </Button>
          )
        )}
        {problem.status === 404 && (
          <Link to="/">
            <Button>{say.home}</Button>
          </Link>
        )}
      </Space>
      {problem.requestId && problem.status >= 500 && <p className="quiet code">{say.request(problem.requestId)}</p>}
    </div>
  );
}

function told(problem: ApiProblem, say: ReturnType<typeof useWords<typeof WORDS>>) {
  if (problem.code === UNREACHABLE) return { title: say.unreachable, hint: say.unreachableHint, icon: <ApiOutlined /> };
  if (problem.status === 0) return { title: say.unexpected, hint: say.unexpectedHint, icon: <WarningOutlined /> };
  if (problem.status === 401) return { title: say.ended, hint: say.endedHint, icon: <LockOutlined /> };
  if (problem.status === 403) return { title: say.notAllowed, hint: problem.hint, icon: <LockOutlined /> };
  if (problem.status === 404) return { title: say.notFound, hint: "", icon: <FileSearchOutlined /> };
  return { title: problem.title || problem.detail, hint: problem.hint, icon: <WarningOutlined /> };
}
