/** Opens the publish dialog; there for who may publish, once there is something to be published. */
import { Button } from "antd";
import { lazy, Suspense, useEffect, useState } from "react";
import { useRuleSet } from "@/api/queries/ruleSets";
import { useMay } from "@/api/queries/session";
import type { Draft, RuleSetDetail } from "@/api/schema";
import { useWords, words } from "@/words/words";
import type { Autosave } from "../../editor/saving/useAutosave";

const PublishDialog = lazy(() => import("./PublishDialog"));

const WORDS = words({
  publish: { zh: "发布", en: "Publish" },
  same: { zh: "草稿与已发布的版本相同", en: "The draft is the same as what is published" },
  unsaved: { zh: "先保存草稿，再发布", en: "Saves the draft, then publishes" },
});

/** Until then a field has written what was typed in it. */
const TYPED = 100;

interface Props {
  readonly id: string;
  readonly draft: Pick<Draft, "published_as"> | null;
  /** How far what is on the screen is stored; without it, it is. */
  readonly saving?: Autosave;
  /** Told the draft's new ETag. */
  readonly onPublished?: (etag: string) => void;
}

export function PublishButton({ id, draft, saving, onPublished }: Props) {
  const say = useWords(WORDS);
  const may = useMay()("publish");
  const [open, setOpen] = useState(false);
  // Somebody pressed it before everything was saved: that comes first, and the wish is kept.
  const [wished, setWished] = useState(false);
  const kind = saving?.state.kind ?? "saved";
  const saveNow = saving?.saveNow;
  const known = useRuleSet(id).data;
  useEffect(() => {
    if (!wished) return;
    if (kind === "waiting") saveNow?.();
    if (kind === "failed" || kind === "conflict") setWished(false);
    if (kind !== "saved") return;
    const opening = setTimeout(() => {
      setWished(false);
      setOpen(true);
    }, TYPED);
    return () => clearTimeout(opening);
  }, [wished, kind, saveNow]);
  if (!may || draft === null) return null;
  const saved = kind === "saved";
  // What the server told of the draft says nothing about what is not saved yet.
  const same = saved && draft.published_as !== null && !mayComeAgain(draft.published_as, known);
  return (
    <>
      <Button
        type="primary"
        disabled={same && !open && !wished}
        loading={wished}
        title={same ? say.same : saved ? undefined : say.unsaved}
        onClick={() => {
          if (kind === "failed") saveNow?.();
          if (saving) setWished(true);
          else setOpen(true);
        }}
      >
        {say.publish}
      </Button>
      {open && (
        <Suspense>
          <PublishDialog id={id} close={() => setOpen(false)} onPublished={onPublished} />
        </Suspense>
      )}
    </>
  );
}

/** An earlier version that was restored, or the last one after it was retired, is published again with the same text. */
function mayComeAgain(number: number, known: RuleSetDetail | undefined): boolean {
  if (known === undefined) return false;
  const published = known.versions.find((one) => one.version === number);
  return known.latest_version !== number || (published !== undefined && published.retired !== null);
}
