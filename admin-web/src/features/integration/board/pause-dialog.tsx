import { Form, Input } from 'antd';
import { AskDialog } from '@/features/shared/ask-dialog';
import { useWrite } from '@/shared/api/hooks';
import { kindWords } from '../stream-words';
import type { Stream } from './board-view';

export interface Paused {
  systemId: string;
  systemName: string;
  /** Null: everything of the system. */
  kind: Stream['kind'] | null;
  isPaused: boolean;
}

export function PauseDialog({ asked, onClose }: { asked: Paused; onClose: () => void }) {
  const pause = useWrite('pauseExternalSystem', {
    ownsErrors: true,
    refresh: ['getSyncBoard', 'listExternalSystems'],
    done: asked.isPaused ? '已恢复，积压的会自动补上' : '已暂停',
    onDone: onClose,
  });
  const what = `${asked.systemName}${asked.kind === null ? '' : ` 的${kindWords(asked.kind)}`}`;
  return (
    <AskDialog<{ reason?: string }>
      title={`${asked.isPaused ? '恢复' : '暂停'} ${what}`}
      okText={asked.isPaused ? '恢复' : '暂停'}
      isDanger={!asked.isPaused}
      isBusy={pause.isPending}
      consequence={
        asked.isPaused
          ? '暂停期间的变化会从中断的地方接着补上。'
          : '暂停期间两边不再更新。消息会留着，恢复后补上，不会丢失。'
      }
      onClose={onClose}
      onAnswer={({ reason }, refusable) =>
        pause.mutate(
          {
            params: { systemId: asked.systemId },
            body: { kind: asked.kind, isPaused: !asked.isPaused, reason: reason ?? '' },
          },
          refusable,
        )
      }
    >
      <Form.Item name="reason" label="原因（可不填）">
        <Input.TextArea rows={2} maxLength={200} placeholder="例如：HIS 今晚升级" />
      </Form.Item>
    </AskDialog>
  );
}
