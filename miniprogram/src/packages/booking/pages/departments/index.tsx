import { useState } from 'react';
import { navigate } from '@/app/navigate';
import { monthDay } from '@/shared/format/dates';
import { usePageParams } from '@/shared/hooks/use-params';
import { Box, Heading, Tap, Text } from '@/shared/ui/base';
import { Card, LinkRow } from '@/shared/ui/Card/Card';
import { classes } from '@/shared/ui/class-names';
import { Icon } from '@/shared/ui/Icon';
import { Loaded } from '@/shared/ui/List/Loaded';
import { Page } from '@/shared/ui/Page/Page';
import { Segments } from '@/shared/ui/Segments/Segments';
import { useBranches, useDepartments, type Department } from '../../api/directory';
import { MovingVisit } from '../../components/MovingVisit';
import s from './index.module.scss';

function groupsOf(departments: readonly Department[]): [string, Department[]][] {
  const groups = new Map<string, Department[]>();
  for (const department of departments) {
    groups.set(department.group, [...(groups.get(department.group) ?? []), department]);
  }
  return [...groups];
}

function Departments({ branchId, moving }: { branchId: string; moving: string | undefined }) {
  const query = useDepartments(branchId);
  return (
    <Loaded
      query={query}
      skeletonCards={4}
      isEmpty={(items) => items.length === 0}
      empty={{ title: '这个院区暂时没有可约的科室', words: '请换一个院区看看' }}
    >
      {(departments) => (
        <>
          {groupsOf(departments).map(([group, items]) => (
            <Box key={group}>
              <Heading level={2} className={s['group']}>
                {group}
              </Heading>
              <Card isFlush>
                {items.map((department) => (
                  <LinkRow
                    key={department.id}
                    title={department.name}
                    onTap={() =>
                      navigate('department', { id: department.id, ...(moving ? { moving } : {}) })
                    }
                    after={
                      <Text className={classes(s['next'], !department.nextFreeDate && s['none'])}>
                        {department.nextFreeDate
                          ? `${monthDay(department.nextFreeDate)} 有号`
                          : '近期约满'}
                      </Text>
                    }
                  />
                ))}
              </Card>
            </Box>
          ))}
        </>
      )}
    </Loaded>
  );
}

export default function DepartmentsPage() {
  const params = usePageParams('departments');
  const { moving } = params;
  const [chosen, setChosen] = useState<string | null>(params.branchId ?? null);
  const branches = useBranches();
  const branchId = chosen ?? branches.data?.[0]?.id ?? null;
  return (
    <Page name="departments">
      {moving ? (
        <MovingVisit appointmentId={moving} />
      ) : (
        <Tap
          className={s['search']}
          role="link"
          onTap={() => navigate('search', branchId ? { branchId } : {})}
        >
          <Icon name="search" tone="quiet" />
          <Text>搜医生、科室或病症</Text>
        </Tap>
      )}
      <Loaded query={branches} skeletonCards={1}>
        {(items) => (
          <>
            {items.length > 1 && !moving ? (
              <Segments
                label="院区"
                value={branchId ?? ''}
                onChange={setChosen}
                options={items.map((branch) => ({ value: branch.id, label: branch.name }))}
              />
            ) : null}
            {branchId ? <Departments branchId={branchId} moving={moving} /> : null}
          </>
        )}
      </Loaded>
    </Page>
  );
}
