import { useState } from 'react';
import { navigate } from '@/app/navigate';
import type { MyPatient } from '@/shared/api/queries';
import { formatDay } from '@/shared/format/dates';
import { maskName } from '@/shared/format/marks';
import { genderWords, recordIdentityTypeWords, relationWords } from '@/shared/format/words';
import { usePageParams } from '@/shared/hooks/use-params';
import { Avatar } from '@/shared/ui/Avatar/Avatar';
import { Box, Text } from '@/shared/ui/base';
import { Button } from '@/shared/ui/Button/Button';
import { Card, LinkRow, Row } from '@/shared/ui/Card/Card';
import { Loaded } from '@/shared/ui/List/Loaded';
import { Page } from '@/shared/ui/Page/Page';
import { ConfirmSheet } from '@/shared/ui/Sheet/Sheet';
import { Tag } from '@/shared/ui/Tag/Tag';
import { EditCard } from './EditCard';
import s from './index.module.scss';
import { useMakeDefault, usePatient, useUnlink } from './use-patient';

function Identity({ patient }: { patient: MyPatient }) {
  return (
    <Card>
      <Box className={s['head']}>
        <Avatar name={patient.name} />
        <Box className={s['name']}>
          <Text>{maskName(patient.name)}</Text>
          {patient.isDefault ? <Tag>默认</Tag> : null}
        </Box>
      </Box>
      <Row name="与您的关系">{relationWords[patient.relation]}</Row>
      <Row name="性别年龄">
        {genderWords[patient.gender]} {patient.age} 岁
      </Row>
      <Row name="出生日期">{formatDay(patient.birthDate).split(' ')[0]}</Row>
      <Row name={recordIdentityTypeWords[patient.identityType]}>
        {patient.identityNumberMasked || '暂无'}
      </Row>
      <Row name="手机号">{patient.phoneMasked}</Row>
    </Card>
  );
}

function Health({ patient }: { patient: MyPatient }) {
  return (
    <Card title="健康信息">
      <Row name="就诊卡号">{patient.cardNumber || '未填写'}</Row>
      <Row name="过敏史">{patient.allergies || '未填写'}</Row>
      <Row name="病史">{patient.medicalHistory || '未填写'}</Row>
    </Card>
  );
}

function Links({ patient, onUnlink }: { patient: MyPatient; onUnlink: () => void }) {
  const makeDefault = useMakeDefault(patient.id);
  return (
    <>
      <Card isFlush>
        <LinkRow
          icon="eye"
          title="谁看过资料"
          note="医院工作人员的查看记录"
          onTap={() => navigate('recordViews', { id: patient.id })}
        />
        <LinkRow
          icon="info"
          title="信用记录"
          note="未到诊次数、暂停预约和申诉"
          onTap={() => navigate('credit', { id: patient.id })}
        />
      </Card>
      {patient.isDefault ? null : (
        <Button
          look="text"
          isBusy={makeDefault.isBusy}
          onTap={() => void makeDefault.run('default')}
        >
          设为默认就诊人
        </Button>
      )}
      <Button look="text" isDanger onTap={onUnlink}>
        移除就诊人
      </Button>
    </>
  );
}

export default function PatientPage() {
  const { id = '' } = usePageParams('patient');
  const [isEditing, setEditing] = useState(false);
  const [isUnlinking, setUnlinking] = useState(false);
  const query = usePatient(id);
  const unlink = useUnlink(id);
  return (
    <Page
      name="patient"
      needs="consent"
      backTo="patients"
      bottom={
        query.data && !isEditing ? <Button onTap={() => setEditing(true)}>修改资料</Button> : null
      }
      overlay={
        <ConfirmSheet
          isOpen={isUnlinking}
          title="移除这位就诊人"
          confirmLabel="确定移除"
          keepLabel="保留"
          isBusy={unlink.isBusy}
          onClose={() => setUnlinking(false)}
          onConfirm={() => void unlink.run('unlink').finally(() => setUnlinking(false))}
        >
          移除后，您将不能再为这位就诊人预约，也看不到就诊记录。医院里的病历不受影响，以后可以重新添加。
        </ConfirmSheet>
      }
    >
      <Loaded query={query}>
        {(patient) => (
          <>
            <Identity patient={patient} />
            {isEditing ? (
              <EditCard patient={patient} onDone={() => setEditing(false)} />
            ) : (
              <>
                <Health patient={patient} />
                <Links patient={patient} onUnlink={() => setUnlinking(true)} />
              </>
            )}
          </>
        )}
      </Loaded>
    </Page>
  );
}
