import { useState } from 'react';
import { navigate } from '@/app/navigate';
import { sizeWords } from '@/shared/documents/document';
import { formatDay, formatMoment } from '@/shared/format/dates';
import { usePageParams } from '@/shared/hooks/use-params';
import { useRefreshOnShow } from '@/shared/hooks/use-refresh-on-show';
import { call } from '@/shared/request/client';
import { Box, Text } from '@/shared/ui/base';
import { Button } from '@/shared/ui/Button/Button';
import { Card, LinkRow } from '@/shared/ui/Card/Card';
import { More } from '@/shared/ui/List/More';
import { ConfirmSheet } from '@/shared/ui/Sheet/Sheet';
import { Tag } from '@/shared/ui/Tag/Tag';
import { useDocumentList, useRemoveDocument, type HealthDocument } from '../../api/archive';
import { PatientPage } from '../../components/PatientPage';
import r from '../../components/records.module.scss';
import { Opened } from '../../components/StepUp';
import { useOpened } from '../../components/use-opened';
import { openFile } from '../../files/open-file';
import { categoryWords } from '../../model/archive-words';

/** As the API says it: only who handed a document in may take it back. */
const byYourself = '您';

interface Wanted {
  documentId: string;
  fileId: string;
}

const open = ({ documentId, fileId }: Wanted): Promise<void> =>
  openFile(() => call('createDocumentTicket', { params: { documentId }, body: { fileId } }));

interface DocumentCardProps {
  document: HealthDocument;
  onOpen: (wanted: Wanted) => void;
  onRemove: () => void;
}

function DocumentCard({ document, onOpen, onRemove }: DocumentCardProps) {
  const { id, title, hospitalName, documentDate, files, addedAt, addedBy } = document;
  const about = [hospitalName, documentDate ? formatDay(documentDate) : ''].filter(Boolean);
  return (
    <Card title={title}>
      <Box className={r['tags']}>
        <Tag tone="primary">{categoryWords[document.category]}</Tag>
      </Box>
      {about.length > 0 ? <Box>{about.join(' · ')}</Box> : null}
      <Text className={r['note']}>
        {formatMoment(addedAt)} 由{addedBy}添加
      </Text>
      {files.map((file) => (
        <LinkRow
          key={file.id}
          icon="file"
          title={file.name}
          note={sizeWords(file.bytes)}
          onTap={() => onOpen({ documentId: id, fileId: file.id })}
        />
      ))}
      {addedBy === byYourself ? (
        <Button look="text" isDanger isInline label={`移除 ${title}`} onTap={onRemove}>
          移除
        </Button>
      ) : null}
    </Card>
  );
}

function List({ patientId }: { patientId: string }) {
  const [removing, setRemoving] = useState<HealthDocument | null>(null);
  const query = useDocumentList(patientId);
  useRefreshOnShow(() => query.refetch());
  const opening = useOpened(open);
  const removal = useRemoveDocument(patientId);
  const remove = async () => {
    if (removing) await removal.run(removing.id);
    setRemoving(null);
  };
  return (
    <>
      <Opened
        query={query}
        isEmpty={(data) => data.pages.every((page) => page.items.length === 0)}
        empty={{
          title: '还没有外院资料',
          words: '把其他医院的报告拍照或选 PDF 传上来，看病时医生也能看到',
          icon: 'bag',
        }}
      >
        {(data) => (
          <>
            {data.pages
              .flatMap((page) => page.items)
              .map((document) => (
                <DocumentCard
                  key={document.id}
                  document={document}
                  onOpen={(wanted) => void opening.run(wanted)}
                  onRemove={() => setRemoving(document)}
                />
              ))}
            <More
              hasMore={query.hasNextPage}
              isBusy={query.isFetchingNextPage}
              onMore={() => void query.fetchNextPage()}
            />
          </>
        )}
      </Opened>
      {opening.sheet}
      <ConfirmSheet
        isOpen={removing !== null}
        title="移除这份资料"
        confirmLabel="确定移除"
        keepLabel="保留"
        isBusy={removal.isBusy}
        onClose={() => setRemoving(null)}
        onConfirm={() => void remove()}
      >
        移除后，您和医生都不能再打开这份资料。需要时可以重新上传。
      </ConfirmSheet>
    </>
  );
}

export default function DocumentsPage() {
  const { patientId } = usePageParams('documents');
  return (
    <PatientPage
      name="documents"
      patientId={patientId}
      backTo="archive"
      bottom={(patient) => (
        <Button onTap={() => navigate('addDocument', { patientId: patient.id })}>添加资料</Button>
      )}
    >
      {(patient) => <List key={patient.id} patientId={patient.id} />}
    </PatientPage>
  );
}
