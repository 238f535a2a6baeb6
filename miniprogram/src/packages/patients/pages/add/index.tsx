import { useState } from 'react';
import { today } from '@/shared/clock/clock';
import { maskName } from '@/shared/format/marks';
import { sentenceOf } from '@/shared/request/api-error';
import { Box, Text } from '@/shared/ui/base';
import { Button } from '@/shared/ui/Button/Button';
import { Card } from '@/shared/ui/Card/Card';
import { Check } from '@/shared/ui/Choice/Choice';
import { CodeField } from '@/shared/ui/CodeField';
import { Field } from '@/shared/ui/Field/Field';
import { Notice } from '@/shared/ui/Notice';
import { Page } from '@/shared/ui/Page/Page';
import { ProfileFields } from '../../components/ProfileFields';
import { RelationChoice } from '../../components/RelationChoice';
import { derive, isChild } from '../../model/claim-form';
import { IdentitySection, type SectionProps } from './IdentitySection';
import { useClaim } from './use-claim';
import s from './index.module.scss';

function GuardianConsent({ form, problems, change }: SectionProps) {
  if (!isChild(derive(form, today()).birthDate, today())) return null;
  const words = '我是这位未满 14 周岁儿童的监护人，同意医院为其就诊处理个人信息和健康信息';
  return (
    <Card title="监护人同意">
      <Check
        isOn={form.guardianConsent}
        onChange={(guardianConsent) => change({ guardianConsent })}
        label={words}
      >
        {words}
      </Check>
      {problems.guardianConsent ? (
        <Text className={s['error']} live="polite">
          {problems.guardianConsent}
        </Text>
      ) : null}
    </Card>
  );
}

function Form(props: SectionProps) {
  const { form, problems, change } = props;
  return (
    <>
      <IdentitySection {...props} />
      <Card title="联系与关系">
        <RelationChoice
          value={form.relation}
          onChange={(relation) => change({ relation })}
          error={problems.relation}
        />
        <Field
          label="手机号"
          kind="phone"
          maxLength={11}
          value={form.phone}
          onChange={(phone) => change({ phone })}
          hint="用来接收验证码和就诊提醒"
          error={problems.phone}
        />
      </Card>
      <GuardianConsent {...props} />
      <Card title="健康信息">
        <ProfileFields value={form} onChange={change} cardError={problems.cardNumber} />
      </Card>
    </>
  );
}

export default function AddPatientPage() {
  const [code, setCode] = useState('');
  const claim = useClaim();
  const { form, confirm } = claim;
  const sent = claim.claim;
  const bottom = sent ? (
    <>
      <Button
        disabled={code.length !== 6}
        isBusy={confirm.isBusy}
        onTap={() => void confirm.run(code)}
      >
        确认添加
      </Button>
      <Button look="text" onTap={claim.edit}>
        返回修改资料
      </Button>
    </>
  ) : (
    <Button isBusy={claim.ask.isBusy} onTap={claim.submit}>
      下一步
    </Button>
  );
  return (
    <Page name="addPatient" needs="consent" backTo="patients" bottom={bottom}>
      {sent ? (
        <Card title="确认是本人或家人">
          <Notice>
            已向 {maskName(form.name)}{' '}
            登记的手机发送验证码。如果以前在本院就诊过，验证码会发到当时留的手机号
          </Notice>
          <Box>
            <CodeField
              value={code}
              onChange={setCode}
              initialWait={sent.retryAfterSeconds}
              onSend={claim.send}
              error={confirm.error ? sentenceOf(confirm.error) : undefined}
            />
          </Box>
        </Card>
      ) : (
        <Form form={form} problems={claim.problems} change={claim.change} />
      )}
    </Page>
  );
}
