/** The door: an access key, or a link that opens once. */
import { Alert, Button, Card, Form, Input } from "antd";
import { useEffect, useRef } from "react";
import { Navigate, useNavigate, useSearchParams } from "react-router";
import { type ApiProblem, asProblem, UNREACHABLE } from "@/api/problem";
import { useSession, useSignIn } from "@/api/queries/session";
import { LanguageSwitch } from "@/shell/LanguageSwitch";
import mark from "@/shell/mark.svg?no-inline";
import { useWords, words } from "@/words/words";
import { safeNext } from "./next";
import "./sign-in.css";

const WORDS = words({
  title: { zh: "登录", en: "Sign in" },
  product: { zh: "绩效规则与计分", en: "Performance rules and scores" },
  key: { zh: "访问密钥", en: "Access key" },
  keyHelp: {
    zh: "以 sw_ 开头，由管理员提供。密钥不会保存在浏览器中。",
    en: "It begins with sw_ and comes from your administrator. It is not kept in this browser.",
  },
  keyNeeded: { zh: "请输入访问密钥", en: "Enter your access key" },
  signIn: { zh: "登录", en: "Sign in" },
  byLink: { zh: "正在用链接登录…", en: "Signing in with the link…" },
  linkUsed: { zh: "链接已用过或已过期", en: "The link was used before, or has expired" },
  linkUsedHint: {
    zh: "请用访问密钥登录，或请管理员生成新的链接。",
    en: "Sign in with an access key, or ask for a new link.",
  },
  wrong: { zh: "密钥无效、已过期或已撤销", en: "The key is unknown, expired or revoked" },
  unreachable: { zh: "连接不到服务器，请稍后重试", en: "The server cannot be reached; try again in a moment" },
  ended: { zh: "请登录后继续", en: "Sign in to go on" },
});

export function Component() {
  const say = useWords(WORDS);
  const [search] = useSearchParams();
  const session = useSession();
  const signIn = useSignIn();
  const navigate = useNavigate();
  const link = search.get("link");
  const next = safeNext(search.get("next"));
  useEffect(() => {
    document.title = `${say.title} · Scorewright`;
  }, [say.title]);

  const tried = useRef(false);
  useEffect(() => {
    if (link === null || tried.current) return;
    tried.current = true;
    // The link leaves the address bar and the history before anything else happens.
    window.history.replaceState(window.history.state, "", "/sign-in");
    signIn.mutate({ link }, { onSuccess: () => navigate(next, { replace: true }) });
  }, [link, next, navigate, signIn.mutate]);

  if (session.data && !signIn.isPending && link === null) return <Navigate to={next} replace />;
  const byLink = link !== null && (signIn.isPending || signIn.isIdle);
  return (
    <main className="sign-in">
      <div className="sign-in-language">
        <LanguageSwitch />
      </div>
      <Card className="sign-in-card">
        <div className="sign-in-brand">
          <img src={mark} alt="" />
          <div>
            <h1>Scorewright</h1>
            <p className="quiet">{say.product}</p>
          </div>
        </div>
        {search.has("next") && !signIn.isError && <Alert type="info" showIcon title={say.ended} />}
        {signIn.isError && <Refused problem={asProblem(signIn.error)} byLink={"link" in (signIn.variables ?? {})} />}
        {byLink ? (
          <p role="status">{say.byLink}</p>
        ) : (
          <Form
            layout="vertical"
            requiredMark={false}
            onFinish={({ key }: { key: string }) =>
              signIn.mutate({ key: key.trim() }, { onSuccess: () => navigate(next, { replace: true }) })
            }
          >
            <Form.Item
              name="key"
              label={say.key}
              extra={say.keyHelp}
              rules={[{ required: true, whitespace: true, message: say.keyNeeded }]}
            >
              <Input.Password autoComplete="off" autoFocus spellCheck={false} maxLength={200} />
            </Form.Item>
            <Button type="primary" htmlType="submit" block loading={signIn.isPending}>
              {say.signIn}
            </Button>
          </Form>
        )}
      </Card>
    </main>
  );
}

function Refused({ problem, byLink }: { readonly problem: ApiProblem; readonly byLink: boolean }) {
  const say = useWords(WORDS);
  const [title, description] =
    problem.code === UNREACHABLE
      ? [say.unreachable, undefined]
      : problem.status !== 401
        ? [problem.title, problem.detail]
        : byLink
          ? [say.linkUsed, say.linkUsedHint]
          : [say.wrong, undefined];
  return <Alert type="error" showIcon title={title} description={description} role="alert" />;
}
