import { Button, Modal } from 'antd';
import type { ReactNode } from 'react';
import { BulkResult, type BulkAnswer } from './bulk-result';

interface Action {
  label: string;
  onPress: () => void;
}

interface Props {
  title: string;
  onClose: () => void;
  /** Undefined until it was done; then what came of it takes the place of the form. */
  result: BulkAnswer | undefined;
  run: Action & { isRunning: boolean };
  then: Action;
  children: ReactNode;
}

/** Rosters made many at once: first the question, then every clash with its reason. */
export function BulkDialog({ title, onClose, result, run, then, children }: Props) {
  return (
    <Modal
      title={title}
      open
      onCancel={onClose}
      width={600}
      footer={
        result ? (
          <Button type="primary" onClick={then.onPress}>
            {then.label}
          </Button>
        ) : (
          <Button type="primary" loading={run.isRunning} onClick={run.onPress}>
            {run.label}
          </Button>
        )
      }
    >
      {result ? <BulkResult result={result} /> : children}
    </Modal>
  );
}
