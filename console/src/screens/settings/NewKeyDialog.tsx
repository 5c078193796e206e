/** Making a key. Its token is shown here once and never again. */
import { Alert, Button, Checkbox, DatePicker, Form, Input, Modal, Typography } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { useCreateKey } from "@/api/queries/keys";
import { FormDialog } from "@/parts/FormDialog";
import { useWords, words } from "@/words/words";
import { ALL_SCOPES, SCOPES, SCOPES_EXPLAINED, type Scope } from "./scopes";

const WORDS = words({
  title: { zh: "新建密钥", en: "New key" },
  name: { zh: "名称", en: "Name" },
  nameHelp: { zh: "写明谁在用，例如“CRM 系统”。", en: "Say who uses it, for example “CRM”." },
  nameNeeded: { zh: "请填写名称", en: "Give it a name" },
  scopes: { zh: "权限", en: "Scopes" },
  scopesHelp: { zh: "权限之间互不包含，请逐项选择。", en: "No scope includes another." },
  scopesNeeded: { zh: "至少选一项权限", en: "Choose at least one" },
  expires: { zh: "到期时间", en: "Expires" },
  expiresHelp: { zh: "留空则不过期", en: "Leave it empty for a key that does not expire" },
  make: { zh: "新建", en: "Make the key" },
  made: { zh: "密钥已建好", en: "The key is ready" },
  once: {
    zh: "请现在复制并妥善保存：关闭后无法再次查看。",
    en: "Copy it now and keep it safe: it cannot be shown again.",
  },
  close: { zh: "我已保存", en: "I have kept it" },
});

interface Values {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly expires_at?: Dayjs | null;
}

export function NewKeyDialog({ close }: { readonly close: () => void }) {
  const say = useWords(WORDS);
  const create = useCreateKey();
  if (create.data) {
    return (
      <Modal
        open
        title={say.made}
        closable={false}
        footer={
          <Button type="primary" onClick={close}>
            {say.close}
          </Button>
        }
      >
        <Alert type="warning" showIcon title={say.once} style={{ marginBottom: 12 }} />
        <Typography.Paragraph className="code" copyable style={{ overflowWrap: "anywhere" }}>
          {create.data.token ?? ""}
        </Typography.Paragraph>
      </Modal>
    );
  }
  return <KeyForm create={create} close={close} />;
}

function KeyForm({ create, close }: { readonly create: ReturnType<typeof useCreateKey>; readonly close: () => void }) {
  const say = useWords(WORDS);
  const scopes = useWords(SCOPES);
  const explained = useWords(SCOPES_EXPLAINED);
  const [form] = Form.useForm<Values>();
  return (
    <FormDialog<Values>
      title={say.title}
      okText={say.make}
      form={form}
      initialValues={{ scopes: ["read"] }}
      onFinish={({ name, scopes: chosen, expires_at }) =>
        create.mutate({ name: name.trim(), scopes: [...chosen], expires_at: expires_at?.toISOString() ?? null })
      }
      act={create}
      close={close}
    >
      <Form.Item
        name="name"
        label={say.name}
        extra={say.nameHelp}
        rules={[{ required: true, whitespace: true, message: say.nameNeeded }]}
      >
        <Input maxLength={200} autoFocus />
      </Form.Item>
      <Form.Item
        name="scopes"
        label={say.scopes}
        extra={say.scopesHelp}
        rules={[{ type: "array", min: 1, message: say.scopesNeeded }]}
      >
        <Checkbox.Group style={{ flexDirection: "column", gap: 6 }}>
          {ALL_SCOPES.map((scope) => (
            <Checkbox key={scope} value={scope}>
              {scopes[scope]} <span className="quiet">– {explained[scope]}</span>
            </Checkbox>
          ))}
        </Checkbox.Group>
      </Form.Item>
      <Form.Item name="expires_at" label={say.expires} extra={say.expiresHelp}>
        <DatePicker showTime={{ format: "HH:mm" }} minDate={dayjs()} style={{ width: "100%" }} />
      </Form.Item>
    </FormDialog>
  );
}
