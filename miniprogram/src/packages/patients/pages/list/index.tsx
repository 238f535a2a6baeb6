import { navigate } from '@/app/navigate';
import { usePatients, type MyPatient } from '@/shared/api/queries';
import { maskName } from '@/shared/format/marks';
import { genderWords, relationWords } from '@/shared/format/words';
import { usePublicConfig } from '@/shared/hooks/use-public-config';
import { useRefreshOnShow } from '@/shared/hooks/use-refresh-on-show';
import { Avatar } from '@/shared/ui/Avatar/Avatar';
import { Box, Text } from '@/shared/ui/base';
import { Button } from '@/shared/ui/Button/Button';
import { Card } from '@/shared/ui/Card/Card';
import { Icon } from '@/shared/ui/Icon';
import { Loaded } from '@/shared/ui/List/Loaded';
import { Notice } from '@/shared/ui/Notice';
import { Page } from '@/shared/ui/Page/Page';
import { Tag } from '@/shared/ui/Tag/Tag';
import s from './index.module.scss';

function PatientCard({ patient }: { patient: MyPatient }) {
  return (
    <Card onTap={() => navigate('patient', { id: patient.id })}>
      <Box className={s['row']}>
        <Avatar name={patient.name} />
        <Box className={s['words']}>
          <Box className={s['name']}>
            <Text>{maskName(patient.name)}</Text>
            <Tag tone="primary">{relationWords[patient.relation]}</Tag>
            {patient.isDefault ? <Tag>默认</Tag> : null}
          </Box>
          <Text className={s['note']}>
            {genderWords[patient.gender]} {patient.age} 岁 · {patient.phoneMasked}
          </Text>
        </Box>
        <Icon name="next" tone="quiet" size={18} />
      </Box>
    </Card>
  );
}

export default function PatientsPage() {
  const query = usePatients();
  const config = usePublicConfig();
  useRefreshOnShow(() => query.refetch());
  const most = config.data?.maxPatientsPerAccount;
  const isFull = most !== undefined && (query.data?.length ?? 0) >= most;
  return (
    <Page
      name="patients"
      needs="consent"
      backTo="me"
      bottom={
        <Button disabled={isFull} onTap={() => navigate('addPatient')}>
          添加就诊人
        </Button>
      }
    >
      <Loaded
        query={query}
        isEmpty={(items) => items.length === 0}
        empty={{
          title: '还没有就诊人',
          words: '给谁看病，就添加谁。可以是您自己，也可以是家人',
          icon: 'people',
        }}
      >
        {(items) => (
          <>
            {items.map((patient) => (
              <PatientCard key={patient.id} patient={patient} />
            ))}
            {isFull ? <Notice>最多可以添加 {most} 位就诊人，需要再加请先移除一位</Notice> : null}
          </>
        )}
      </Loaded>
    </Page>
  );
}
