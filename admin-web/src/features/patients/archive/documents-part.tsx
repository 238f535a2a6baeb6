import { Button, DatePicker, Form, Input, Radio } from 'antd';
import type { TableColumnsType } from 'antd';
import type { Dayjs } from 'dayjs';
import { useMemo, useState } from 'react';
import type { DocumentCategory } from '@suizhen/contract/wire';
import { looksOnce } from '@/features/shared/reports/reads';
import { useTicket } from '@/features/shared/use-ticket';
import { call, type Item } from '@/shared/api/client';
import { usePages, useWrite } from '@/shared/api/hooks';
import { formatInstant } from '@/shared/format/date';
import { optionsOf } from '@/shared/format/labels';
import { documentCategoryWords } from '@/shared/format/records-labels';
import { DataTable } from '@/shared/ui/data-table';
import { FormDrawer } from '@/shared/ui/form-drawer';
import { useRefusals } from '@/shared/ui/use-refusals';
import { FilesField } from './files-field';
import type { KeptFile } from './kept-file';

type Row = Item<'listPatientDocuments'>;

interface Props {
  patientId: string;
  mayAdd: boolean;
}

/** Papers of other hospitals, handed in by the patient or taken in at the clinic. */
export function DocumentsPart({ patientId, mayAdd }: Props) {
  const [isAdding, setAdding] = useState(false);
  const { openTicket, isOpening } = useTicket();
  const { query, rows } = usePages(
    'listPatientDocuments',
    { params: { patientId }, query: { limit: 50 } },
    looksOnce,
  );
  const columns = useMemo(
    () =>
      documentColumns(isOpening, (documentId, fileId) =>
        openTicket(() =>
          call('createStaffDocumentTicket', { params: { documentId }, body: { fileId } }),
        ),
      ),
    [isOpening, openTicket],
  );
  return (
    <>
      {mayAdd && (
        <Button style={{ alignSelf: 'start' }} onClick={() => setAdding(true)}>
          添加外院资料
        </Button>
      )}
      <DataTable<Row>
        label="外院资料"
        query={query}
        rows={rows}
        rowKey="id"
        columns={columns}
        empty={{ title: '还没有外院资料', hint: '患者在手机上上传的，或在这里添加的，都会列出。' }}
      />
      <AddDrawer patientId={patientId} open={isAdding} onClose={() => setAdding(false)} />
    </>
  );
}

const documentColumns = (
  isOpening: boolean,
  open: (documentId: string, fileId: string) => void,
): TableColumnsType<Row> => [
  { title: '名称', dataIndex: 'title' },
  { title: '类别', render: (_, row) => documentCategoryWords[row.category] },
  { title: '医院', render: (_, row) => row.hospitalName || '—' },
  { title: '日期', className: 'num', render: (_, row) => row.documentDate ?? '—' },
  {
    title: '文件（每次查看都会记录）',
    render: (_, row) => (
      <span className="row" style={{ gap: 8 }}>
        {row.files.map((file) => (
          <Button
            key={file.id}
            type="link"
            className="link-button"
            disabled={isOpening}
            onClick={() => open(row.id, file.id)}
          >
            {file.name}
          </Button>
        ))}
      </span>
    ),
  },
  {
    title: '添加',
    render: (_, row) => (
      <>
        {row.addedBy}
        <div className="quiet num">{formatInstant(row.addedAt)}</div>
      </>
    ),
  },
];

interface Values {
  category: DocumentCategory;
  title: string;
  hospitalName?: string;
  documentDate?: Dayjs | null;
  files?: KeptFile[];
}

function AddDrawer(props: { patientId: string; open: boolean; onClose: () => void }) {
  const { form, refuse } = useRefusals<Values>();
  const add = useWrite('addPatientDocument', {
    ownsErrors: true,
    refresh: ['listPatientDocuments', 'getPatientTimeline'],
    done: '已添加',
    onDone: props.onClose,
  });
  return (
    <FormDrawer<Values>
      title="添加外院资料"
      open={props.open}
      onClose={props.onClose}
      form={form}
      initial={{ category: 'outside-report' }}
      isSaving={add.isPending}
      onSubmit={({ category, title, hospitalName, documentDate, files = [] }) =>
        add.mutate(
          {
            params: { patientId: props.patientId },
            body: {
              category,
              title,
              hospitalName: hospitalName ?? '',
              documentDate: documentDate?.format('YYYY-MM-DD') ?? null,
              fileIds: files.map((file) => file.id),
            },
          },
          { onError: refuse },
        )
      }
    >
      <Form.Item
        name="files"
        label="文件"
        extra="JPEG、PNG 图片或 PDF，每份最大 3 MB，最多 9 份。"
        rules={[
          {
            // Not `required`: it would put aria-required on a group, where it means nothing.
            validator: async (_, files?: KeptFile[]) => {
              if (!files?.length) throw new Error('请先添加图片或 PDF');
            },
          },
        ]}
      >
        <FilesField />
      </Form.Item>
      <Form.Item name="category" label="类别" rules={[{ required: true, message: '请选择' }]}>
        <Radio.Group options={optionsOf(documentCategoryWords)} />
      </Form.Item>
      <Form.Item
        name="title"
        label="名称"
        rules={[{ required: true, whitespace: true, message: '请填写名称' }]}
      >
        <Input maxLength={60} placeholder="例如：胸部 CT 报告" autoComplete="off" />
      </Form.Item>
      <Form.Item name="hospitalName" label="医院">
        <Input maxLength={60} autoComplete="off" />
      </Form.Item>
      <Form.Item name="documentDate" label="日期">
        <DatePicker />
      </Form.Item>
    </FormDrawer>
  );
}
