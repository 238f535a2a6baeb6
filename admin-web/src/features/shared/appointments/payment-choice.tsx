import { Radio } from 'antd';
import { deskMethodWords } from '@/shared/format/labels';

export type Method = keyof typeof deskMethodWords;

interface Props {
  /** Null: to be paid on the day. */
  value: Method | null;
  onChange: (method: Method | null) => void;
}

/** How the fee is taken now, or that it is not. */
export function PaymentChoice({ value, onChange }: Props) {
  return (
    <Radio.Group
      aria-label="收费方式"
      value={value ?? 'later'}
      onChange={(event) => {
        const chosen = event.target.value as Method | 'later';
        onChange(chosen === 'later' ? null : chosen);
      }}
      options={[
        ...Object.entries(deskMethodWords).map(([method, label]) => ({ value: method, label })),
        { value: 'later', label: '就诊当天再付' },
      ]}
    />
  );
}
