/** Nothing here yet, why, and what to do about it. */
import { InboxOutlined } from "@ant-design/icons";
import type { ReactNode } from "react";

interface Props {
  readonly title: string;
  readonly children?: ReactNode;
  /** What leads on: usually a button. */
  readonly action?: ReactNode;
  readonly icon?: ReactNode;
}

export function EmptyBox({ title, children, action, icon }: Props) {
  return (
    <div className="state-box">
      <span aria-hidden style={{ fontSize: 34, color: "#8793a1" }}>
        {icon ?? <InboxOutlined />}
      </span>
      <h2>{title}</h2>
      {children && <p>{children}</p>}
      {action}
    </div>
  );
}
