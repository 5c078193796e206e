/** Access keys: made, shown once, revoked, and when each was last used. */
import { PlusOutlined } from "@ant-design/icons";
import { App, Button, Popconfirm, Tag } from "antd";
import { useState } from "react";
import { asProblem } from "@/api/problem";
import { useKeys, useRevokeKey } from "@/api/queries/keys";
import { useSession } from "@/api/queries/session";
import type { Key } from "@/api/schema";
import { Answered } from "@/parts/Answered";
import { DataTable } from "@/parts/DataTable";
import { useFormat } from "@/words/format";
import { useWords, words } from "@/words/words";
import { keyState } from "./keyState";
import { NewKeyDialog } from "./NewKeyDialog";
import { SCOPES } from "./scopes";

const WORDS = words({
  keys: { zh: "访问密钥", en: "Access keys" },
  create: { zh: "新建密钥", en: "New key" },
  name: { zh: "名称", en: "Name" },
  scopes: { zh: "权限", en: "Scopes" },
  state: { zh: "状态", en: "State" },
  usable: { zh: "可用", en: "usable" },
  expired: { zh: "已过期", en: "expired" },
  revoked: { zh: "已撤销", en: "revoked" },
  expires: { zh: "到期", en: "Expires" },
  never: { zh: "不过期", en: "never" },
  used: { zh: "上次使用", en: "Last used" },
  unused: { zh: "从未使用", en: "never" },
  yours: { zh: "当前登录", en: "signed in with it" },
  actions: { zh: "操作", en: "Actions" },
  revoke: { zh: "撤销", en: "Revoke" },
  sure: { zh: "撤销后立即失效，且不能恢复。", en: "It stops working at once, for good." },
  sureOwn: { zh: "您正用它登录：撤销后您会被退出。", en: "You are signed in with it: revoking it signs you out." },
  yes: { zh: "撤销", en: "Revoke" },
  no: { zh: "取消", en: "Cancel" },
  done: { zh: (name: string) => `已撤销“${name}”`, en: (name: string) => `“${name}” is revoked` },
  more: { zh: "再显示一些", en: "Show more" },
});

export function Keys() {
  const say = useWords(WORDS);
  const keys = useKeys();
  const [creating, setCreating] = useState(false);
  return (
    <Answered query={keys}>
      {({ pages }) => (
        <>
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setCreating(true)} style={{ marginBottom: 12 }}>
            {say.create}
          </Button>
          <KeyTable keys={pages.flatMap((page) => page.items)} />
          {keys.hasNextPage && <Button onClick={() => keys.fetchNextPage()}>{say.more}</Button>}
          {creating && <NewKeyDialog close={() => setCreating(false)} />}
        </>
      )}
    </Answered>
  );
}

const COLOURS = { usable: "success", expired: "warning", revoked: "default" } as const;

function KeyTable({ keys }: { readonly keys: readonly Key[] }) {
  const say = useWords(WORDS);
  const scopes = useWords(SCOPES);
  const format = useFormat();
  const own = useSession().data?.key.id;
  return (
    <DataTable<Key>
      aria-label={say.keys}
      rowKey="id"
      dataSource={keys}
      columns={[
        {
          title: say.name,
          render: (_, key) => (
            <>
              {key.name} <span className="quiet code">{key.hint}…</span>{" "}
              {key.id === own && <Tag color="blue">{say.yours}</Tag>}
            </>
          ),
        },
        { title: say.scopes, render: (_, key) => key.scopes.map((scope) => scopes[scope]).join(" · ") },
        {
          title: say.state,
          render: (_, key) => <Tag color={COLOURS[keyState(key, new Date())]}>{say[keyState(key, new Date())]}</Tag>,
        },
        { title: say.expires, render: (_, key) => (key.expires_at ? format.time(key.expires_at) : say.never) },
        { title: say.used, render: (_, key) => (key.last_used_at ? format.time(key.last_used_at) : say.unused) },
        { title: say.actions, render: (_, key) => <Revoke keyShown={key} own={key.id === own} /> },
      ]}
    />
  );
}

function Revoke({ keyShown, own }: { readonly keyShown: Key; readonly own: boolean }) {
  const say = useWords(WORDS);
  const { message } = App.useApp();
  const revoke = useRevokeKey();
  if (keyShown.revoked_at !== null) return null;
  const act = () =>
    revoke.mutate(keyShown.id, {
      onSuccess: () => message.success(say.done(keyShown.name)),
      onError: (thrown) => message.error(asProblem(thrown).detail),
    });
  return (
    <Popconfirm
      placement="topRight"
      title={own ? say.sureOwn : say.sure}
      okText={say.yes}
      cancelText={say.no}
      okButtonProps={{ danger: true }}
      onConfirm={act}
    >
      <Button size="small" danger loading={revoke.isPending} aria-label={`${say.revoke} ${keyShown.name}`}>
        {say.revoke}
      </Button>
    </Popconfirm>
  );
}
