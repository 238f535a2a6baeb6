import { useState } from 'react';
import { formatDay } from '@/shared/format/dates';
import { call } from '@/shared/request/client';
import { Box, Picture, Text } from '@/shared/ui/base';
import { Button } from '@/shared/ui/Button/Button';
import { Card } from '@/shared/ui/Card/Card';
import r from '../../components/records.module.scss';
import { useOpened } from '../../components/use-opened';
import { loadPicture } from '../../files/open-file';
import { pictureGroups, pictureWords, toothName, type DentalPicture } from '../../model/teeth';
import s from './index.module.scss';

const describe = ({ moment, tooth, caption, takenOn }: DentalPicture): string =>
  [pictureWords[moment], tooth ? toothName(tooth) : '', caption, formatDay(takenOn)]
    .filter(Boolean)
    .join(' · ');

interface GroupProps {
  patientId: string;
  group: readonly DentalPicture[];
}

/** Before and after beside each other; pictures are fetched only when they are asked for. */
function Group({ patientId, group }: GroupProps) {
  const [sources, setSources] = useState<readonly string[] | null>(null);
  const show = useOpened(async (_: 'show') => {
    const loaded: string[] = [];
    // One after the other: each ticket opens once, and soon ends.
    for (const { id: pictureId } of group) {
      loaded.push(
        await loadPicture(() =>
          call('createDentalPictureTicket', { params: { patientId, pictureId } }),
        ),
      );
    }
    setSources(loaded);
  });
  return (
    <Box className={r['entry']}>
      <Box className={s['pair']}>
        {group.map((picture, index) => (
          <Box key={picture.id} className={s['half']}>
            {sources?.[index] ? (
              <Picture className={s['photo']} src={sources[index]} alt={describe(picture)} />
            ) : (
              <Box className={s['blank']}>{pictureWords[picture.moment]}</Box>
            )}
            <Text className={r['note']}>{describe(picture)}</Text>
          </Box>
        ))}
      </Box>
      {sources ? null : (
        <Button look="text" isInline isBusy={show.isBusy} onTap={() => void show.run('show')}>
          {group.length > 1 ? '看前后对比' : '看照片'}
        </Button>
      )}
      {show.sheet}
    </Box>
  );
}

export function Pictures({
  patientId,
  pictures,
}: {
  patientId: string;
  pictures: readonly DentalPicture[];
}) {
  if (pictures.length === 0) return null;
  return (
    <Card title="治疗前后">
      {pictureGroups(pictures).map((group) => (
        <Group key={group[0]!.id} patientId={patientId} group={group} />
      ))}
    </Card>
  );
}
