/** A line that opens its explanation: which value, which rule, which part of it applied. */
import { RightOutlined } from "@ant-design/icons";
import { type ReactNode, use, useEffect, useId, useState } from "react";
import type { ExplanationNode } from "@/api/schema";
import { Loading } from "@/parts/Loading";
import { useLabels } from "@/words/labels";
import { ExplainingContext } from "./explaining";
import { type Explainable, nodeOf } from "./lines";

interface Props {
  /** What it is a line of; null where there is nothing to explain. */
  readonly of: Explainable | null;
  readonly id: string;
  readonly className?: string;
  /** The line itself. */
  readonly children: ReactNode;
}

export function Explained({ of, id, className = "", children }: Props) {
  const [open, setOpen] = useState(false);
  const place = useId();
  const { tree, reading } = use(ExplainingContext);
  useEffect(() => (open ? reading() : undefined), [open, reading]);
  const node = tree === null || of === null ? undefined : nodeOf(tree, of, id);
  if (of === null || (tree !== null && node === undefined))
    return <div className={`try-line ${className}`}>{children}</div>;
  return (
    <>
      <button
        type="button"
        className={`try-line try-line-opens ${className}`}
        aria-expanded={open}
        aria-controls={open ? place : undefined}
        onClick={() => setOpen(!open)}
      >
        {children}
        <RightOutlined className="try-line-mark" rotate={open ? 90 : 0} />
      </button>
      {open && (
        <div id={place} className="try-why">
          {node === undefined ? <Loading rows={1} /> : <Sentences node={node} />}
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
