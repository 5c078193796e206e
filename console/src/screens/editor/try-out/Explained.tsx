/** A line that opens its explanation: which value, which rule, which part of it applied. */
import { RightOutlined } from "@ant-design/icons";
import { type ReactNode, useId, useState } from "react";
import type { ExplanationNode } from "@/api/schema";
import { useLabels } from "@/words/labels";

interface Props {
  readonly node: ExplanationNode | undefined;
  readonly className?: string;
  /** The line itself. */
  readonly children: ReactNode;
}

export function Explained({ node, className = "", children }: Props) {
  const [open, setOpen] = useState(false);
  const id = useId();
  if (node === undefined) return <div className={`try-line ${className}`}>{children}</div>;
  return (
    <>
      <button
        type="button"
        className={`try-line try-line-opens ${className}`}
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
      >
        {children}
        <RightOutlined className="try-line-mark" rotate={open ? 90 : 0} />
      </button>
      {open && (
        <div id={id} className="try-why">
          <Sentences node={node} />
        </div>
      )}
    </>
  );
}

function Sentences({ node }: { readonly node: ExplanationNode }) {
  const say = useLabels();
  return (
    <>
      <p>
        {say(node.sentence)}
        {node.clause && <span className="try-clause">{node.clause}</span>}
      </p>
      {node.why && <p className="quiet">{say(node.why)}</p>}
      {node.children.length > 0 && (
        <ul>
          {node.children.map((child, index) => (
            <li key={index}>
              <Sentences node={child} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
