import { useState } from 'react';
import { documentCategories, type DocumentCategory } from '@suizhen/contract/wire';
import { today } from '@/shared/clock/clock';
import { Documents } from '@/shared/documents/Documents';
import { useDocuments } from '@/shared/documents/use-documents';
import { usePageParams } from '@/shared/hooks/use-params';
import { fieldError } from '@/shared/request/api-error';
import { Button } from '@/shared/ui/Button/Button';
import { Card } from '@/shared/ui/Card/Card';
import { Choice } from '@/shared/ui/Choice/Choice';
import { DateField, Field } from '@/shared/ui/Field/Field';
import { Page } from '@/shared/ui/Page/Page';
import { useAddDocument } from '../../api/archive';
import { categoryWords } from '../../model/archive-words';

const mostFiles = 9;
const categories = documentCategories.map((value) => ({ value, label: categoryWords[value] }));

interface Draft {
  category: DocumentCategory;
  title: string;
  hospitalName: string;
  documentDate: string;
}

function buttonWords(draft: Draft, files: number, isSending: boolean): string {
  if (isSending) return '文件还在上传';
  if (files === 0) return '请先添加图片或 PDF';
  return draft.title.trim() === '' ? '请写一个名称' : '保存';
}

export default function AddDocumentPage() {
  const { patientId = '' } = usePageParams('addDocument');
  const [draft, setDraft] = useState<Draft>({
    category: 'outside-report',
    title: '',
    hospitalName: '',
    documentDate: '',
  });
  const change = (patch: Partial<Draft>) => setDraft((before) => ({ ...before, ...patch }));
  const documents = useDocuments(mostFiles);
  const add = useAddDocument(patientId);
  const { isSending, fileIds } = documents;
  const isReady = !isSending && fileIds.length > 0 && draft.title.trim() !== '';
  const submit = () =>
    void add.run({
      ...draft,
      title: draft.title.trim(),
      hospitalName: draft.hospitalName.trim(),
      documentDate: draft.documentDate || null,
      fileIds,
    });
  return (
    <Page
      name="addDocument"
      needs="consent"
      backTo="archive"
      bottom={
        <Button disabled={!isReady} isBusy={add.isBusy} onTap={submit}>
          {buttonWords(draft, fileIds.length, isSending)}
        </Button>
      }
    >
      <Documents title="报告图片或 PDF" {...documents} />
      <Card>
        <Choice
          title="这是什么"
          isRow
          options={categories}
          value={draft.category}
          onChange={(category) => change({ category })}
        />
        <Field
          label="名称"
          maxLength={60}
          placeholder="例如：胸部 CT 报告"
          value={draft.title}
          onChange={(title) => change({ title })}
          error={fieldError(add.error, 'title')}
        />
        <Field
          label="哪家医院"
          isOptional
          maxLength={60}
          value={draft.hospitalName}
          onChange={(hospitalName) => change({ hospitalName })}
        />
        <DateField
          label="报告日期"
          isOptional
          end={today()}
          value={draft.documentDate}
          onChange={(documentDate) => change({ documentDate })}
        />
      </Card>
    </Page>
  );
}
