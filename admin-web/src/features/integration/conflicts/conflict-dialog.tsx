import { Button, Form, Modal, Table } from 'antd';
import type { TableColumnsType } from 'antd';
import { ReasonField } from '@/features/shared/reason-field';
import { useMay } from '@/features/shared/session';
import { PatientLink } from '@/features/shared/patients/patient-link';
import { looksOnce } from '@/features/shared/reports/reads';
import type { Answer, Body } from '@/shared/api/client';
import { useRead, useWrite } from '@/shared/api/hooks';
import { formatInstant } from '@/shared/format/date';
import { conflictWords } from '@/shared/format/integration-labels';
import { ListError, ListLoading } from '@/shared/ui/list-state';
import { useRefusals } from '@/shared/ui/use-refusals';

type Conflict = Answer<'getSyncConflict'>;
type Field = Conflict['fields'][number];
type Decision = Body<'resolveSyncConflict'>['decision'];

const recordWords = {
  example: '例如：已电话向患者核对',
  take: '采用对方',
  kept: '已保留我方内容，会重新发给对方',
  taken: '已采用对方内容',
};

/** Following the hospital means that the clinic does not take place. */
const rosterWords = {
  example: '例如：已向门诊办公室核对',
  take: '停诊并通知患者',
  kept: '已保留我方出诊',
  taken: '已停诊，正在通知患者',
};

/** Nothing is contested here: patients want a clinic of ours of which the hospital knows nothing. */
const unknownWords = {
  example: '例如：已请信息科在 HIS 补上排班',
  take: '停诊并通知患者',
  keep: '已处理，继续放号',
  kept: '已记录。再有患者约不上时会重新提醒',
  taken: '已停诊，正在通知患者',
};

const wordsOf = ({ kind, fields }: Conflict): typeof unknownWords => {
  if (isUnknownThere(fields)) return unknownWords;
  return { keep: '保留我方', ...(kind === 'roster' ? rosterWords : recordWords) };
};

const isUnknownThere = (fields: readonly Field[]): boolean =>
  fields.some(({ name }) => name === 'unknown-there');

interface Props {
  conflictId: string;
  onClose: () => void;
}

/** Both sides beside each other. */
export function ConflictDialog({ conflictId, onClose }: Props) {
  const conflict = useRead('getSyncConflict', { params: { conflictId } }, looksOnce);
  return (
    <Modal
      title={conflict.data?.title ?? '冲突'}
      open
      onCancel={onClose}
      footer={null}
      width={760}
      destroyOnHidden
    >
      {conflict.error && !conflict.data ? (
        <ListError error={conflict.error} onRetry={() => void conflict.refetch()} />
      ) : conflict.data === undefined ? (
        <ListLoading rows={4} />
      ) : (
        <ConflictBody conflict={conflict.data} onClose={onClose} />
      )}
    </Modal>
  );
}

function ConflictBody({ conflict, onClose }: { conflict: Conflict; onClose: () => void }) {
  const may = useMay();
  return (
    <div className="stack">
      <div className="quiet">
        {conflict.systemName}，{formatInstant(conflict.raisedAt)} 发现。
        {conflict.patientId !== null && <PatientLink id={conflict.patientId} name="打开患者档案" />}
      </div>
      <Table<Field>
        size="small"
        aria-label="两边的内容"
        rowKey="name"
        pagination={false}
        dataSource={conflict.fields}
        columns={fieldColumns(conflict.systemName)}
      />
      {isUnknownThere(conflict.fields) && (
        <p>
          患者约这次出诊时，医院系统答复没有这个号。患者没有约上，付过的费用会退回。请先在医院系统补上排班；不出诊的，请停诊。
        </p>
      )}
      {conflict.state !== 'open' ? (
        <p>
          <b>{conflictWords[conflict.state]}</b>：{conflict.note}（{conflict.decidedBy}{' '}
          {formatInstant(conflict.decidedAt)}）
        </p>
      ) : may('integration.update') ? (
        <DecisionForm conflict={conflict} onClose={onClose} />
      ) : (
        <p className="quiet">您可以查看，处理请联系信息科。</p>
      )}
    </div>
  );
}

function DecisionForm({ conflict, onClose }: { conflict: Conflict; onClose: () => void }) {
  const { form, refuse } = useRefusals<{ note: string }>();
  const words = wordsOf(conflict);
  const resolve = useWrite('resolveSyncConflict', {
    ownsErrors: true,
    refresh: ['listSyncConflicts', 'getSyncConflict', 'getSyncBoard', 'getPatient'],
    done: (answer) => (answer.state === 'kept-ours' ? words.kept : words.taken),
    onDone: onClose,
  });
  const decide = (decision: Decision) => async (): Promise<void> => {
    const values = await form.validateFields().catch(() => null);
    if (!values) return;
    resolve.mutate(
      {
        params: { conflictId: conflict.id },
        body: { decision, note: values.note, version: conflict.version },
      },
      { onError: refuse },
    );
  };
  return (
    <Form form={form} layout="vertical" requiredMark={false}>
      <ReasonField name="note" label="怎么核实的" placeholder={words.example} />
      <div className="row" style={{ justifyContent: 'flex-end' }}>
        <Button loading={resolve.isPending} onClick={() => void decide('take-theirs')()}>
          {words.take}
        </Button>
        <Button
          type="primary"
          loading={resolve.isPending}
          onClick={() => void decide('keep-ours')()}
        >
          {words.keep}
        </Button>
      </div>
    </Form>
  );
}

const fieldColumns = (systemName: string): TableColumnsType<Field> => [
  { title: '字段', dataIndex: 'title' },
  { title: '我方', className: 'num', render: (_, field) => field.ours || '（空）' },
  {
    title: `对方：${systemName}`,
    className: 'num',
    render: (_, field) => field.theirs || '（空）',
  },
];
