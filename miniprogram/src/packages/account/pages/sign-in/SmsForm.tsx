import { useState } from 'react';
import { ApiError, fieldError, sentenceOf } from '@/shared/request/api-error';
import { Card } from '@/shared/ui/Card/Card';
import { CodeField } from '@/shared/ui/CodeField';
import { Field } from '@/shared/ui/Field/Field';
import { Notice } from '@/shared/ui/Notice';
import { useSmsCode } from './use-sign-in';

const phoneShape = /^1[3-9]\d{9}$/;

export interface SmsEntry {
  phone: string;
  code: string;
}

export const isComplete = ({ phone, code }: SmsEntry): boolean =>
  phoneShape.test(phone) && code.length === 6;

interface SmsFormProps {
  value: SmsEntry;
  onChange: (value: SmsEntry) => void;
  error: unknown;
}

const isAboutCode = (error: unknown): boolean =>
  error instanceof ApiError && (error.code === 'CODE_INVALID' || 'body.code' in error.fields);

export function SmsForm({ value, onChange, error }: SmsFormProps) {
  const [wasLeft, setWasLeft] = useState(false);
  const sms = useSmsCode('sign-in');
  const isPhone = phoneShape.test(value.phone);
  const wrongPhone = wasLeft && value.phone !== '' && !isPhone ? '请填写 11 位手机号' : undefined;
  return (
    <Card>
      <Field
        label="手机号"
        kind="phone"
        maxLength={11}
        value={value.phone}
        onChange={(phone) => onChange({ ...value, phone: phone.replace(/\D/g, '') })}
        onBlur={() => setWasLeft(true)}
        placeholder="11 位手机号"
        error={wrongPhone ?? fieldError(error, 'phone')}
      />
      <CodeField
        value={value.code}
        onChange={(code) => onChange({ ...value, code })}
        canSend={isPhone}
        onSend={() => sms.run(value.phone)}
        error={isAboutCode(error) ? sentenceOf(error) : undefined}
      />
      {error && !isAboutCode(error) ? <Notice tone="danger">{sentenceOf(error)}</Notice> : null}
    </Card>
  );
}
