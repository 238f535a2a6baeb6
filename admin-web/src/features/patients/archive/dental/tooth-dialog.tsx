import { Button, Form, Input, Modal } from 'antd';
import { useWrite } from '@/shared/api/hooks';
import { formatInstant } from '@/shared/format/date';
import { useRefusals } from '@/shared/ui/use-refusals';
import type { DentalRecord } from './dental-part';
import { dentalReads } from './reads';
import { toothWords } from './teeth';

interface Props {
  patientId: string;
  tooth: string;
  notes: DentalRecord['notes'];
  mayAdd: boolean;
  onClose: () => void;
}

export function ToothDialog({ patientId, tooth, notes, mayAdd, onClose }: Props) {
  return (
    <Modal title={toothWords(tooth)} open onCancel={onClose} footer={null} width={480}>
      <div className="stack">
        {notes.length === 0 ? (
          <p className="quiet">这颗牙还没有记录。</p>
        ) : (
          <ul className="plain-list">
            {notes.map((note) => (
              <li key={note.id}>
                {[note.finding, note.treatment].filter(Boolean).join('；')}
                <div className="quiet num">
                  {note.notedBy} {formatInstant(note.notedAt)}
                </div>
              </li>
            ))}
          </ul>
        )}
        {mayAdd && <NoteForm patientId={patientId} tooth={tooth} onClose={onClose} />}
      </div>
    </Modal>
  );
}

interface Values {
  finding?: string;
  treatment?: string;
}

function NoteForm({ patientId, tooth, onClose }: Pick<Props, 'patientId' | 'tooth' | 'onClose'>) {
  const { form, refuse } = useRefusals<Values>();
  const add = useWrite('addToothNote', {
    ownsErrors: true,
    refresh: dentalReads,
    done: '已记录',
    onDone: onClose,
  });
  return (
    <Form<Values>
      form={form}
      layout="vertical"
      requiredMark={false}
      onFinish={({ finding = '', treatment = '' }) => {
        if (finding.trim() === '' && treatment.trim() === '') {
          form.setFields([{ name: 'finding', errors: ['请填写所见或处理'] }]);
          return;
        }
        add.mutate(
          { params: { patientId }, body: { tooth, finding, treatment } },
          { onError: refuse },
        );
      }}
    >
      <Form.Item name="finding" label="检查所见">
        <Input.TextArea rows={2} maxLength={200} placeholder="例如：远中邻面龋，探痛" />
      </Form.Item>
      <Form.Item name="treatment" label="处理">
        <Input.TextArea rows={2} maxLength={200} placeholder="例如：去腐，树脂充填" />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={add.isPending}>
        添加记录
      </Button>
    </Form>
  );
}
