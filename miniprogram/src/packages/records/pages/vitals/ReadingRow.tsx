import { Box, Text } from '@/shared/ui/base';
import { Button } from '@/shared/ui/Button/Button';
import { Tag } from '@/shared/ui/Tag/Tag';
import r from '../../components/records.module.scss';
import t from '../../components/Table.module.scss';

interface ReadingRowProps {
  figure: string;
  beyond: string;
  about: string;
  source: string;
  note: string;
  /** Only what was typed by hand can be a slip of the finger. */
  onRemove: (() => void) | undefined;
}

export function ReadingRow({ figure, beyond, about, source, note, onRemove }: ReadingRowProps) {
  return (
    <Box className={t['row']}>
      <Box className={t['what']}>
        <Text>{figure}</Text>
        {beyond ? <Tag tone="danger">{beyond}</Tag> : null}
      </Box>
      <Text className={t['range']}>
        {about} · {source}
      </Text>
      {note ? <Text className={r['note']}>{note}</Text> : null}
      {onRemove ? (
        <Button look="text" isInline isDanger label={`删除 ${about} ${figure}`} onTap={onRemove}>
          删除
        </Button>
      ) : null}
    </Box>
  );
}
