import type { Gender, IdentityType } from '@suizhen/contract/wire';
import { today } from '@/shared/clock/clock';
import { formatDay } from '@/shared/format/dates';
import { genderWords, identityTypeWords } from '@/shared/format/words';
import { Card } from '@/shared/ui/Card/Card';
import { Choice } from '@/shared/ui/Choice/Choice';
import { DateField, Field } from '@/shared/ui/Field/Field';
import { Notice } from '@/shared/ui/Notice';
import { derive, type ClaimForm, type ClaimProblems } from '../../model/claim-form';

export interface SectionProps {
  form: ClaimForm;
  problems: ClaimProblems;
  change: (patch: Partial<ClaimForm>) => void;
}

const typeOptions = (Object.keys(identityTypeWords) as IdentityType[]).map((value) => ({
  value,
  label: identityTypeWords[value],
}));

const printedGenders: readonly Gender[] = ['male', 'female'];
const genderOptions = printedGenders.map((value) => ({ value, label: genderWords[value] }));

const numberHints: Partial<Record<IdentityType, string>> = {
  passport: '5 到 17 位字母或数字',
  'hk-macao-permit': 'H 或 M 开头，后面 8 位或 10 位数字',
  'taiwan-permit': '8 位数字，或 10 位数字加一位字母',
};

function DerivedWords({ form }: { form: ClaimForm }) {
  const { birthDate, gender } = derive(form, today());
  if (form.identityType !== 'resident-id' || !birthDate || !gender) return null;
  return (
    <Notice tone="primary">
      {genderWords[gender]}，{formatDay(birthDate).split(' ')[0]}出生
    </Notice>
  );
}

/** Who it is: name, document, and what the document does not say. */
export function IdentitySection({ form, problems, change }: SectionProps) {
  const isResident = form.identityType === 'resident-id';
  const isNewborn = form.identityType === 'newborn';
  const early = derive(form, today()).problem ?? undefined;
  return (
    <Card title="身份信息">
      <Field
        label="姓名"
        value={form.name}
        onChange={(name) => change({ name })}
        maxLength={50}
        placeholder={isNewborn ? '暂未取名可写“某某之子”' : '与证件一致'}
        error={problems.name}
      />
      <Choice
        title="证件类型"
        options={typeOptions}
        value={form.identityType}
        onChange={(identityType) =>
          change({
            identityType,
            identityNumber: '',
            ...(identityType === 'newborn' ? { relation: 'child' as const } : {}),
          })
        }
      />
      {isNewborn ? (
        <Notice>新生儿还没有证件，由监护人登记。办好证件后请到窗口补充</Notice>
      ) : (
        <Field
          label="证件号码"
          kind={isResident ? 'identity' : 'text'}
          maxLength={isResident ? 18 : 20}
          value={form.identityNumber}
          onChange={(identityNumber) => change({ identityNumber })}
          hint={numberHints[form.identityType]}
          error={problems.identityNumber ?? early}
        />
      )}
      <DerivedWords form={form} />
      {isResident ? null : (
        <>
          <DateField
            label="出生日期"
            value={form.birthDate}
            onChange={(birthDate) => change({ birthDate })}
            end={today()}
            error={problems.birthDate}
          />
          <Choice
            title="性别"
            isRow
            options={genderOptions}
            value={form.gender}
            onChange={(gender) => change({ gender })}
            error={problems.gender}
          />
        </>
      )}
    </Card>
  );
}
