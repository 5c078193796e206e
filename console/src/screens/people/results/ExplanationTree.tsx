/** Every value of a result with the rule it came from; a line opens what stands below it. */
import { Tag } from "antd";
import type { ExplanationNode } from "@/api/schema";
import { useLabels } from "@/words/labels";

interface Props {
  readonly nodes: readonly ExplanationNode[];
  readonly depth?: number;
}

/** As deep as this it is open from the beginning. */
const OPEN = 1;

export function ExplanationTree({ nodes, depth = 0 }: Props) {
  return (
    <ul className={depth === 0 ? "explanation" : undefined}>
      {nodes.map((node, place) => (
        <li key={`${place}:${node.id}`}>
          {node.children.length === 0 && !node.why ? (
            <div className="explanation-line">
              <Line node={node} />
            </div>
          ) : (
            <details open={depth < OPEN}>
              <summary>
                <Line node={node} />
              </summary>
              <Inside node={node} depth={depth} />
            </details>
          )}
        </li>
      ))}
    </ul>
  );
}

function Inside({ node, depth }: { readonly node: ExplanationNode; readonly depth: number }) {
  const label = useLabels();
  return (
    <>
      {node.why && <p className="quiet">{label(node.why)}</p>}
      <ExplanationTree nodes={node.children} depth={depth + 1} />
    </>
  );
}

function Line({ node }: { readonly node: ExplanationNode }) {
  const label = useLabels();
  return (
    <>
      {label(node.sentence)} {node.clause && <Tag>{node.clause}</Tag>}
    </>
  );
}
