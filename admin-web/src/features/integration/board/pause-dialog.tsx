import { Form, Input } from 'antd';
import { AskDialog } from '@/features/shared/ask-dialog';
import { useWrite } from '@/shared/api/hooks';
import { directionWords } from '@/shared/format/integration-labels';
import { kindWords } from '../stream-words';
import type { Stream } from './board-view';

export interface Paused {
  systemId: string;
  systemName: string;
  /** One line of the board; null: everything of the system, both ways. */
  line: Pick<Stream, 'kind' | 'direction'> | null;
  isPaused: boolean;
}

export function PauseDialog({ asked, onClose }: { asked: Paused; onClose: () => void }) {
  const { systemId, line, isPaused } = asked;
  const pause = useWrite('pauseExternalSystem', {
    ownsErrors: true,
    refresh: ['getSyncBoard', 'listExternalSystems'],
    done: isPaused ? '已恢复，积压的会自动补上' : '已暂停',
    onDone: onClose,
  });
  const verb = pauseVerb(asked);
  return (
    <AskDialog<{ reason?: string }>
      title={titleOf(asked)}
      okText={verb}
      isDanger={!isPaused}
      isBusy={pause.isPending}
      consequence={isPaused ? resumed(line) : paused(line)}
      onClose={onClose}
      onAnswer={({ reason }, refusable) =>
        pause.mutate(
          {
            params: { systemId },
            body: {
              kind: line?.kind ?? null,
              direction: line?.direction ?? null,
              isPaused: !isPaused,
              reason: reason ?? '',
            },
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

/** 暂停接收, 恢复发送, 全部暂停. */
export function pauseVerb({ line, isPaused }: Pick<Paused, 'line' | 'isPaused'>): string {
  const verb = isPaused ? '恢复' : '暂停';
  return line === null ? `全部${verb}` : `${verb}${directionWords[line.direction].long}`;
}

function titleOf(asked: Paused): string {
  const { systemName, line } = asked;
  return `${pauseVerb(asked)} ${systemName}${line === null ? '' : ` 的${kindWords(line.kind)}`}`;
}

function paused(line: Paused['line']): string {
  if (line === null) return '接收和发送都停，两边不再更新。消息会留着，恢复后补上，不会丢失。';
  return line.direction === 'in'
    ? '只停接收，我方的变化照常发给对方。对方的消息会留着，恢复后补上，不会丢失。'
    : '只停发送，对方的变化照常收入。我方的消息会排队，恢复后补发，不会丢失。';
}

function resumed(line: Paused['line']): string {
  if (line === null) return '接收和发送都恢复，单独暂停的内容也一并恢复，从中断的地方接着补上。';
  return line.direction === 'in'
    ? '暂停期间对方的变化会从中断的地方接着补上。'
    : '暂停期间排队的消息会依次补发。';
}
