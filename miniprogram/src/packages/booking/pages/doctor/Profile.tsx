import { useState } from 'react';
import type { ResponseOf } from '@suizhen/contract';
import { titleWords } from '@/shared/format/words';
import { Avatar } from '@/shared/ui/Avatar/Avatar';
import { Box, Text } from '@/shared/ui/base';
import { Button } from '@/shared/ui/Button/Button';
import { Card } from '@/shared/ui/Card/Card';
import { Money } from '@/shared/ui/Money';
import s from './index.module.scss';

export function Profile({ doctor }: { doctor: ResponseOf<'getDoctor'> }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Card>
      <Box className={s['who']}>
        <Avatar name={doctor.name} />
        <Box>
          <Box className={s['name']}>{doctor.name}</Box>
          <Box>{titleWords[doctor.title]}</Box>
          <Box className={s['place']}>
            {doctor.departmentName} · {doctor.branchName}
          </Box>
        </Box>
        {doctor.feeFen === null ? null : (
          <Box className={s['fee']}>
            <Text className={s['feeName']}>挂号费</Text>
            <Money fen={doctor.feeFen} isKey />
          </Box>
        )}
      </Box>
      <Box className="fold-in-large">
        {doctor.specialty ? (
          <Box className={s['about']}>
            <Text className={s['aboutName']}>擅长：</Text>
            {doctor.specialty}
          </Box>
        ) : null}
        {doctor.intro && isOpen ? <Box className={s['about']}>{doctor.intro}</Box> : null}
        {doctor.intro ? (
          <Button look="text" isInline onTap={() => setOpen(!isOpen)}>
            {isOpen ? '收起介绍' : '查看介绍'}
          </Button>
        ) : null}
      </Box>
    </Card>
  );
}
