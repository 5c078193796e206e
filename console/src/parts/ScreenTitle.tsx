/** The heading of a screen, what it is for, and what can be done with it as a whole. */
import { type ReactNode, useEffect } from "react";

interface Props {
  readonly title: string;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
}

export function ScreenTitle({ title, children, actions }: Props) {
  useEffect(() => {
    document.title = `${title} · Scorewright`;
  }, [title]);
  return (
    <div className="screen-title">
      <div>
        <h1>{title}</h1>
        {children && <p>{children}</p>}
      </div>
      {actions}
    </div>
  );
}
