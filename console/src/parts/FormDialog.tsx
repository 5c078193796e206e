/** The frame of a dialog with a form: its title, what it does and the way back, and why it was refused. */
import { Form, type FormInstance, Modal } from "antd";
import { type ReactNode, useEffect, useRef } from "react";
import { type ApiProblem, asProblem } from "@/api/problem";
import { useWords, words } from "@/words/words";
import { FormProblem } from "./FormProblem";
import { useShowIssues } from "./fieldIssues";

const WORDS = words({ cancel: { zh: "取消", en: "Cancel" } });

interface Props<Values> {
  readonly title: string;
  readonly okText: string;
  readonly width?: number;
  readonly form: FormInstance<Values>;
  readonly initialValues?: { readonly [Name in keyof Values]?: unknown };
  readonly onFinish: (values: Values) => void;
  /** What is sent: whether it is under way, and how it failed. */
  readonly act: { readonly isPending: boolean; readonly error: unknown };
  /** What is told of a refusal in place of what it says of itself. */
  readonly instead?: (problem: ApiProblem) => string | undefined;
  /** The API's names of fields as the form's. */
  readonly rename?: { readonly [name: string]: string };
  readonly close: () => void;
  /** What else can be done, before the way back. */
  readonly beside?: ReactNode;
  readonly children: ReactNode;
}

const AS_NAMED = {};

export function FormDialog<Values extends object>({
  title,
  okText,
  width,
  form,
  initialValues,
  onFinish,
  act,
  instead,
  rename = AS_NAMED,
  close,
  beside,
  children,
}: Props<Values>) {
  const say = useWords(WORDS);
  const problem = act.error ? asProblem(act.error) : null;
  const left = useShowIssues(form, problem?.issues, rename);
  // The second click of a double one comes before the button shows that something is under way.
  const underWay = useRef(false);
  useEffect(() => {
    underWay.current = act.isPending;
  });
  const send = (values: Values) => {
    if (underWay.current) return;
    underWay.current = true;
    onFinish(values);
  };
  return (
    <Modal
      open
      title={title}
      width={width}
      okText={okText}
      cancelText={say.cancel}
      confirmLoading={act.isPending}
      onOk={form.submit}
      onCancel={close}
      footer={
        beside
          ? (buttons) => (
              <>
                {beside}
                {buttons}
              </>
            )
          : undefined
      }
    >
      <Form<Values> form={form} layout="vertical" requiredMark={false} initialValues={initialValues} onFinish={send}>
        <FormProblem problem={problem} left={left} instead={problem ? instead?.(problem) : undefined} />
        {children}
      </Form>
    </Modal>
  );
}
