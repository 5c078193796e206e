/** What can be done with an entry as a whole: move it, call it otherwise, take it away. */
import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, EditOutlined } from "@ant-design/icons";
import { Button, Popconfirm, Space } from "antd";
import { useWords, words } from "@/words/words";

const WORDS = words({
  rename: { zh: "改编号", en: "Change the id" },
  remove: { zh: "删除", en: "Remove" },
  sure: { zh: "删除这一项？可以撤销。", en: "Remove this entry? It can be undone." },
  yes: { zh: "删除", en: "Remove" },
  no: { zh: "取消", en: "Cancel" },
  up: { zh: "上移", en: "Move up" },
  down: { zh: "下移", en: "Move down" },
});

interface Props {
  /** Null where there is no place further up or down. */
  readonly onUp: (() => void) | null;
  readonly onDown: (() => void) | null;
  /** Null for an entry that has no id. */
  readonly onRename: (() => void) | null;
  readonly onRemove: () => void;
}

export function EntryActions({ onUp, onDown, onRename, onRemove }: Props) {
  const say = useWords(WORDS);
  return (
    <Space size={4} className="entry-actions">
      <Button
        size="small"
        icon={<ArrowUpOutlined />}
        aria-label={say.up}
        title={say.up}
        disabled={onUp === null}
        onClick={() => onUp?.()}
      />
      <Button
        size="small"
        icon={<ArrowDownOutlined />}
        aria-label={say.down}
        title={say.down}
        disabled={onDown === null}
        onClick={() => onDown?.()}
      />
      {onRename && (
        <Button size="small" icon={<EditOutlined />} onClick={onRename}>
          {say.rename}
        </Button>
      )}
      <Popconfirm title={say.sure} okText={say.yes} cancelText={say.no} onConfirm={onRemove}>
        <Button size="small" icon={<DeleteOutlined />}>
          {say.remove}
        </Button>
      </Popconfirm>
    </Space>
  );
}
