/** The session ended while somebody was working: sign in again right here, and go on with everything as it was. */
import { Alert, Button, Form, Input, Modal, Space } from "antd";
import { useEffect, useState } from "react";
import { useNavigate } from "react-router";
import { asProblem, UNREACHABLE } from "@/api/problem";
import { useForgetSession, useSession, useSignInAgain } from "@/api/queries/session";
import { useWords, words } from "@/words/words";

const WORDS = words({
  title: { zh: "登录已失效，请重新登录", en: "Sign in again to go on" },
  about: {
    zh: (name: string) =>
      `密钥“${name}”已过期或已被撤销，或登录已超过 12 小时。此页面和未保存的修改都还在：重新登录后接着做。`,
    en: (name: string) =>
      `The key “${name}” has expired or was revoked, or twelve hours have passed. This page and what you have not saved are still here: sign in and go on.`,
  },
  key: { zh: "访问密钥", en: "Access key" },
  keyHelp: {
    zh: "如果原来的密钥已不能用，请向管理员要一把新的。",
    en: "If the former key no longer works, ask your administrator for a new one.",
  },
  keyNeeded: { zh: "请输入访问密钥", en: "Enter your access key" },
  signIn: { zh: "登录", en: "Sign in" },
  leave: { zh: "放弃并去登录页", en: "Leave for the sign-in page" },
  wrong: { zh: "密钥无效、已过期或已撤销", en: "The key is unknown, expired or revoked" },
  unreachable: { zh: "连接不到服务器，请稍后重试", en: "The server cannot be reached; try again in a moment" },
});

export function SignInAgain() {
  const say = useWords(WORDS);
  const former = useSession().data;
  const signIn = useSignInAgain();
  const forget = useForgetSession();
  const navigate = useNavigate();
  useFocusBack();
  const problem = signIn.error ? asProblem(signIn.error) : null;
  const send = ({ key }: { readonly key: string }) =>
    signIn.mutate(
      { key: key.trim() },
      {
        onSuccess: (session) => {
          // What is on the screen belongs to the workspace it came from.
          if (session.workspace.id !== former?.workspace.id) navigate("/");
        },
      },
    );
  return (
    <Modal open title={say.title} closable={false} keyboard={false} footer={null} zIndex={1500}>
      <p>{say.about(former?.key.name ?? "")}</p>
      {problem && (
        <Alert
          type="error"
          showIcon
          role="alert"
          style={{ marginBottom: 12 }}
          title={
            problem.code === UNREACHABLE
              ? say.unreachable
              : problem.status === 401
                ? say.wrong
                : problem.detail || problem.title
          }
        />
      )}
      <Form layout="vertical" requiredMark={false} onFinish={send}>
        <Form.Item
          name="key"
          label={say.key}
          extra={say.keyHelp}
          rules={[{ required: true, whitespace: true, message: say.keyNeeded }]}
        >
          <Input.Password autoComplete="off" autoFocus spellCheck={false} maxLength={200} />
        </Form.Item>
        <Space wrap>
          <Button type="primary" htmlType="submit" loading={signIn.isPending}>
            {say.signIn}
          </Button>
          <Button onClick={() => void forget()}>{say.leave}</Button>
        </Space>
      </Form>
    </Modal>
  );
}

/** Whoever was in a field is in it again afterwards. */
function useFocusBack() {
  const [before] = useState(() => document.activeElement);
  useEffect(() => () => (before instanceof HTMLElement ? before.focus() : undefined), [before]);
}
