import { formatDay, dateOf } from '@/shared/format/dates';
import { Box, Text } from '@/shared/ui/base';
import { Card } from '@/shared/ui/Card/Card';
import { classes } from '@/shared/ui/class-names';
import r from '../../components/records.module.scss';
import { isMilkTooth, mouthRows, notesByTooth, toothName, type ToothNote } from '../../model/teeth';
import s from './index.module.scss';

/** Where something is written down; what it is stands below, tooth by tooth. */
function Chart({ noted }: { noted: readonly string[] }) {
  const label = `有记录的牙：${noted.map((tooth) => `${tooth} ${toothName(tooth)}`).join('、')}`;
  return (
    <Box className={s['mouth']} role="img" label={label}>
      {mouthRows(noted.some(isMilkTooth)).map(({ name, teeth }) => (
        <Box key={name}>
          <Text className={s['rowName']}>{name}</Text>
          <Box className={s['teeth']}>
            {teeth.map((tooth) => {
              const isNoted = noted.includes(tooth);
              return (
                <Box key={tooth} className={classes(s['tooth'], isNoted && s['noted'])}>
                  {tooth}
                  {isNoted ? <Text>●</Text> : null}
                </Box>
              );
            })}
          </Box>
        </Box>
      ))}
    </Box>
  );
}

function Note({ note }: { note: ToothNote }) {
  return (
    <Box>
      {note.finding ? <Box>发现：{note.finding}</Box> : null}
      {note.treatment ? <Box>处理：{note.treatment}</Box> : null}
      <Text className={r['note']}>
        {formatDay(dateOf(note.notedAt))} {note.notedBy}
      </Text>
    </Box>
  );
}

/** The tooth chart and what is written at each tooth. */
export function Mouth({ notes }: { notes: readonly ToothNote[] }) {
  const byTooth = notesByTooth(notes);
  return (
    <Card title="牙位图">
      <Chart noted={byTooth.map(([tooth]) => tooth)} />
      {byTooth.length === 0 ? <Text className={r['note']}>还没有牙位记录</Text> : null}
      {byTooth.map(([tooth, ofTooth]) => (
        <Box key={tooth} className={r['entry']}>
          <Box className={r['entryTitle']}>
            {tooth} {toothName(tooth)}
          </Box>
          {ofTooth.map((note) => (
            <Note key={note.id} note={note} />
          ))}
        </Box>
      ))}
    </Card>
  );
}
