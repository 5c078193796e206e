/** The editor's sections side by side, on as many lines as there must be; by keyboard with the arrow keys. */
import { type KeyboardEvent, type ReactNode, useId, useRef } from "react";

export interface SectionTab<Key extends string> {
  readonly key: Key;
  readonly name: ReactNode;
}

interface Props<Key extends string> {
  readonly label: string;
  readonly tabs: readonly SectionTab<Key>[];
  readonly open: Key;
  readonly onOpen: (key: Key) => void;
  readonly children: ReactNode;
}

export function SectionTabs<Key extends string>({ label, tabs, open, onOpen, children }: Props<Key>) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const press = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1, Home: -tabs.length, End: tabs.length }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const at = tabs.findIndex((one) => one.key === open);
    const bounded = Math.abs(step) > 1 ? (step > 0 ? tabs.length - 1 : 0) : (at + step + tabs.length) % tabs.length;
    const next = tabs[bounded];
    if (next) onOpen(next.key);
    list.current?.querySelectorAll<HTMLElement>("[role=tab]")[bounded]?.focus();
  };
  return (
    <>
      <div role="tablist" aria-label={label} className="section-tabs" ref={list} onKeyDown={press}>
        {tabs.map(({ key, name }) => (
          <button
            key={key}
            type="button"
            role="tab"
            id={`${id}-${key}`}
            aria-selected={key === open}
            aria-controls={`${id}-panel`}
            tabIndex={key === open ? 0 : -1}
            onClick={() => onOpen(key)}
          >
            {name}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${open}`}>
        {children}
      </div>
    </>
  );
}
