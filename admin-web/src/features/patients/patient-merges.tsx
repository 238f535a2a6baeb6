import { Button, Form, Input, Modal } from 'antd';
import type { TableColumnsType } from 'antd';
import { useState } from 'react';
import { useMay } from '@/features/shared/session';
import type { Body, Item } from '@/shared/api/client';
import { useRead, useWrite } from '@/shared/api/hooks';
import { formatInstant } from '@/shared/format/date';
import { DataTable } from '@/shared/ui/data-table';
import { ToneTag } from '@/shared/ui/tone-tag';

type Row = Item<'listPatientMerges'>;

/** Records that turned out to be this person; who may can part them again. */
export function PatientMerges({ patientId }: { patientId: string }) {
  const may = useMay();
  const merges = useRead('listPatientMerges', { params: { patientId } });
  const [undoing, setUndoing] = useState<Row | null>(null);
  return (
    <>
      <DataTable<Row>
        label="合并记录"
        query={merges}
        rows={merges.data?.items}
        rowKey="id"
        columns={columns(may('patient.delete') ? setUndoing : undefined)}
        empty={{
          title: '没有合并记录',
          hint: '医院系统合并重复档案后，被并入的档案会显示在这里。',
        }}
      />
      {undoing && (
        <UndoDialog patientId={patientId} merge={undoing} onClose={() => setUndoing(null)} />
      )}
    </>
  );
}

interface UndoProps {
  patientId: string;
  merge: Row;
  onClose: () => void;
}

function UndoDialog({ patientId, merge, onClose }: UndoProps) {
  const [form] = Form.useForm<Body<'undoPatientMerge'>>();
  const undo = useWrite('undoPatientMerge', {
    refresh: ['listPatientMerges', 'getPatient'],
    done: '已撤销合并，恢复为两份档案',
    onDone: onClose,
  });
  return (
    <Modal
      title="撤销合并"
      open
      okText="撤销合并"
      confirmLoading={undo.isPending}
      onCancel={onClose}
      onOk={() => form.submit()}
      width={440}
    >
      <p>合并时移入的预约、报告和其他记录会移回原档案，合并以后新增的记录保留在本档案。</p>
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        onFinish={(body) => undo.mutate({ params: { patientId, mergeId: merge.id }, body })}
      >
        <Form.Item
          name="reason"
          label="原因"
          rules={[
            { required: true, whitespace: true, message: '请填写原因' },
            { min: 2, message: '至少 2 个字' },
          ]}
        >
          <Input.TextArea rows={2} maxLength={200} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

function columns(undo: ((merge: Row) => void) | undefined): TableColumnsType<Row> {
  return [
    { title: '合并时间', className: 'num', render: (_, row) => formatInstant(row.mergedAt) },
    { title: '来源系统', dataIndex: 'source' },
    { title: '原因', dataIndex: 'reason' },
    {
      title: '状态',
      render: (_, row) => (
        <ToneTag tone={row.undoneAt ? 'plain' : 'good'}>
          {row.undoneAt ? `${formatInstant(row.undoneAt)} 已撤销` : '已合并'}
        </ToneTag>
      ),
    },
    ...(undo
      ? [
          {
            title: '操作',
            render: (_: unknown, row: Row) =>
              !row.undoneAt && (
                <Button type="link" className="link-button" onClick={() => undo(row)}>
                  撤销合并
                </Button>
              ),
          },
        ]
      : []),
  ];
}
