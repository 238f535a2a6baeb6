import { Box, Text } from '@/shared/ui/base';
import { Button } from '@/shared/ui/Button/Button';
import { Card } from '@/shared/ui/Card/Card';
import { Icon } from '@/shared/ui/Icon';
import { sizeWords } from './document';
import s from './Documents.module.scss';
import { sources } from './pick-documents';
import type { SentDocument, useDocuments } from './use-documents';

const stateWords = (one: SentDocument): string => {
  if (one.state === 'sending') return '正在上传…';
  return one.state === 'sent' ? '已上传' : one.problem;
};

interface RowProps {
  one: SentDocument;
  onRetry: () => void;
  onRemove: () => void;
}

function DocumentRow({ one, onRetry, onRemove }: RowProps) {
  return (
    <Box className={s['document']}>
      <Icon name="file" tone={one.state === 'failed' ? 'danger' : 'primary'} />
      <Box className={s['words']}>
        <Text className={s['name']}>{one.name}</Text>
        <Text className={one.state === 'failed' ? s['failed'] : s['note']} live="polite">
          {sizeWords(one.bytes)} · {stateWords(one)}
        </Text>
        {one.state === 'failed' ? (
          <Button look="text" isInline onTap={onRetry}>
            再传一次
          </Button>
        ) : null}
        <Button look="text" isInline label={`移除 ${one.name}`} onTap={onRemove}>
          移除
        </Button>
      </Box>
    </Box>
  );
}

type DocumentsProps = ReturnType<typeof useDocuments> & { title: string };

/** Pictures and PDFs that are handed in, each with how far it is on its way. */
export function Documents({ title, documents, most, add, remove, retry }: DocumentsProps) {
  return (
    <Card title={title}>
      <Box className={s['note']}>最多 {most} 份，图片或 PDF，每份不超过 3 MB</Box>
      {documents.map((one) => (
        <DocumentRow
          key={one.key}
          one={one}
          onRetry={() => retry(one.key)}
          onRemove={() => remove(one.key)}
        />
      ))}
      {documents.length < most
        ? sources.map(({ source, label }) => (
            <Button key={source} look="text" isInline onTap={() => void add(source)}>
              {label}
            </Button>
          ))
        : null}
    </Card>
  );
}
