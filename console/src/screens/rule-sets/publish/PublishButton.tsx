/** Opens the publish dialog; there for who may publish, once there is something to be published. */
import { Button } from "antd";
import { lazy, Suspense, useState } from "react";
import { useMay } from "@/api/queries/session";
import type { Draft } from "@/api/schema";
import { useWords, words } from "@/words/words";

const PublishDialog = lazy(() => import("./PublishDialog"));

const WORDS = words({
  publish: { zh: "发布", en: "Publish" },
  same: { zh: "草稿与已发布的版本相同", en: "The draft is the same as what is published" },
  unsaved: { zh: "请先等草稿保存好", en: "Wait until the draft is saved" },
});

interface Props {
  readonly id: string;
  readonly draft: Pick<Draft, "published_as"> | null;
  /** Whether what is on the screen is what the server has. */
  readonly saved?: boolean;
  /** Told the draft's new ETag. */
  readonly onPublished?: (etag: string) => void;
}

export function PublishButton({ id, draft, saved = true, onPublished }: Props) {
  const say = useWords(WORDS);
  const may = useMay()("publish");
  const [open, setOpen] = useState(false);
  if (!may || draft === null) return null;
  const same = draft.published_as !== null;
  return (
    <>
      <Button
        type="primary"
        disabled={(same || !saved) && !open}
        title={same ? say.same : saved ? undefined : say.unsaved}
        onClick={() => setOpen(true)}
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
