import { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { navigate } from '@/app/navigate';
import { formatDay } from '@/shared/format/dates';
import { usePageParams } from '@/shared/hooks/use-params';
import { useRefreshOnShow } from '@/shared/hooks/use-refresh-on-show';
import { Box, Text } from '@/shared/ui/base';
import { Button } from '@/shared/ui/Button/Button';
import { DayStrip } from '@/shared/ui/DayStrip/DayStrip';
import { Loaded } from '@/shared/ui/List/Loaded';
import { Page } from '@/shared/ui/Page/Page';
import { DoctorCard } from '../../components/DoctorCard';
import { MovingVisit } from '../../components/MovingVisit';
import { useDepartmentDays, useDepartmentDoctors, type Department } from '../../api/directory';
import s from './index.module.scss';

/** The department as the list before has it; opened by its address there may be none. */
function useKnownDepartment(departmentId: string): Department | undefined {
  const lists = useQueryClient().getQueriesData<Department[]>({ queryKey: ['departments'] });
  return lists
    .flatMap(([, departments]) => departments ?? [])
    .find((department) => department.id === departmentId);
}

export default function DepartmentPage() {
  const { id = '', moving } = usePageParams('department');
  const [date, setDate] = useState<string | null>(null);
  const known = useKnownDepartment(id);
  const days = useDepartmentDays(id);
  const doctors = useDepartmentDoctors(id, date);
  useRefreshOnShow(() => Promise.all([days.refetch(), doctors.refetch()]));
  const title = doctors.data?.[0]?.departmentName ?? known?.name;
  return (
    <Page name="department" title={title} backTo={moving ? 'visits' : 'departments'}>
      {moving ? <MovingVisit appointmentId={moving} /> : null}
      {known?.intro && !moving ? (
        <Box className={`${s['intro']} fold-in-large`}>{known.intro}</Box>
      ) : null}
      <Loaded query={days} skeletonCards={1}>
        {(items) => <DayStrip days={items} selected={date} onSelect={setDate} label="选择日期" />}
      </Loaded>
      <Box className={s['all']}>
        <Text>{date ? `${formatDay(date)} 出诊` : '全部医生'}</Text>
        {date ? (
          <Button look="text" isInline onTap={() => setDate(null)}>
            看全部医生
          </Button>
        ) : null}
      </Box>
      <Loaded
        query={doctors}
        isEmpty={(items) => items.length === 0}
        empty={{
          title: date ? '这一天没有医生出诊' : '本科室近期没有出诊安排',
          words: '换一天，或看看其他科室',
          actionLabel: '选择其他科室',
          onAction: () => navigate('departments', moving ? { moving } : {}),
        }}
      >
        {(items) => (
          <>
            {items.map((doctor) => (
              <DoctorCard
                key={doctor.id}
                doctor={doctor}
                date={date}
                onTap={() =>
                  navigate('doctor', {
                    id: doctor.id,
                    ...(date ? { date } : {}),
                    ...(moving ? { moving } : {}),
                  })
                }
              />
            ))}
          </>
        )}
      </Loaded>
    </Page>
  );
}
