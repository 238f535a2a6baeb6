import { Field } from '@/shared/ui/Field/Field';

export interface Profile {
  cardNumber: string;
  allergies: string;
  medicalHistory: string;
}

interface ProfileFieldsProps {
  value: Profile;
  onChange: (patch: Partial<Profile>) => void;
  cardError?: string | undefined;
}

/** What a doctor should know; all of it may stay empty. */
export function ProfileFields({ value, onChange, cardError }: ProfileFieldsProps) {
  return (
    <>
      <Field
        label="就诊卡号"
        isOptional
        maxLength={32}
        value={value.cardNumber}
        onChange={(cardNumber) => onChange({ cardNumber })}
        hint="有实体就诊卡的，填卡面上的号码"
        error={cardError}
      />
      <Field
        label="过敏史"
        isOptional
        lines={3}
        maxLength={500}
        value={value.allergies}
        onChange={(allergies) => onChange({ allergies })}
        placeholder="例如：青霉素过敏"
      />
      <Field
        label="病史"
        isOptional
        lines={3}
        maxLength={1000}
        value={value.medicalHistory}
        onChange={(medicalHistory) => onChange({ medicalHistory })}
        placeholder="例如：高血压 5 年，2019 年做过阑尾手术"
      />
    </>
  );
}

/** As the contract has it; said before the server has to. */
export const cardProblem = (cardNumber: string): string | undefined =>
  /^[A-Za-z0-9-]{0,32}$/.test(cardNumber.trim()) ? undefined : '就诊卡号只能是字母、数字和短横线';
