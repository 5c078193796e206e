/** A template's page for readers. */
import { type Block, blocksOf, runsOf } from "./blocks";
import "./prose.css";

export function Prose({ text }: { readonly text: string }) {
  return (
    <div className="prose">
      {blocksOf(text).map((block, index) => (
        <Shown key={index} block={block} />
      ))}
    </div>
  );
}

function Shown({ block }: { readonly block: Block }) {
  switch (block.kind) {
    case "heading":
      return (
        <h3>
          <Runs text={block.text} />
        </h3>
      );
    case "paragraph":
      return (
        <p>
          <Runs text={block.text} />
        </p>
      );
    case "quote":
      return (
        <blockquote>
          <Runs text={block.text} />
        </blockquote>
      );
    case "code":
      return <pre className="code">{block.text}</pre>;
    case "list":
      return (
        <ul>
          {block.items.map((item, index) => (
            <li key={index}>
              <Runs text={item} />
            </li>
          ))}
        </ul>
      );
    case "table":
      return (
        <table>
          <thead>
            <tr>
              {block.head.map((cell, index) => (
                <th key={index}>
                  <Runs text={cell} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {block.rows.map((row, index) => (
              <tr key={index}>
                {row.map((cell, column) => (
                  <td key={column}>
                    <Runs text={cell} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      );
  }
}

function Runs({ text }: { readonly text: string }) {
  return runsOf(text).map((run, index) => {
    if (run.as === "strong") return <strong key={index}>{run.text}</strong>;
    if (run.as === "code")
      return (
        <code key={index} className="code">
          {run.text}
        </code>
      );
    return <span key={index}>{run.text}</span>;
  });
}
