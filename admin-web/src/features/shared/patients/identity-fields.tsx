import {
  readResidentIdentity,
  isIdentityShape,
  type IdentityProblem,
} from '@suizhen/contract/wire';
import type { IdentityType } from '@suizhen/contract/wire';
import { DatePicker, Form, Input, Select } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { genderWords, identityTypeWords, optionsOf } from '@/shared/format/labels';

const problems: Record<IdentityProblem, string> = {
  shape: '身份证号应为 18 位，请核对',
  date: '身份证号里的出生日期不存在，请核对',
  check: '身份证号校验不通过，请逐位核对',
};

/** What is wrong with a document number as typed, or undefined. */
export function identityProblem(
  type: IdentityType,
  number: string,
  today: string,
): string | undefined {
  if (type === 'resident-id') {
    const read = readResidentIdentity(number, today);
    return read.ok ? undefined : problems[read.problem];
  }
  return isIdentityShape(type, number) ? undefined : '证件号码格式不正确，请核对';
}

/** Document type and number, checked while typing; birth date and sex follow from a resident number. */
export function IdentityFields({ today }: { today: string }) {
  const type = (Form.useWatch('identityType') ?? 'resident-id') as IdentityType;
  const number = (Form.useWatch('identityNumber') ?? '') as string;
  const read = type === 'resident-id' ? readResidentIdentity(number, today) : null;
  return (
    <>
      <Form.Item name="identityType" label="证件类型" rules={[{ required: true }]}>
        <Select options={optionsOf(identityTypeWords)} />
      </Form.Item>
      {type !== 'newborn' && (
        <Form.Item
          name="identityNumber"
          label="证件号码"
          validateFirst
          extra={
            read?.ok ? (
              <span className="good-text">
                核对无误：{read.value.birthDate} 出生，{genderWords[read.value.gender]}
              </span>
            ) : undefined
          }
          rules={[
            { required: true, message: '请填写证件号码' },
            {
              validator: async (_, value: string) => {
                const problem = value ? identityProblem(type, value, today) : undefined;
                if (problem !== undefined) throw new Error(problem);
              },
            },
          ]}
          validateTrigger={number.length >= 18 ? 'onChange' : 'onBlur'}
        >
          <Input className="num" maxLength={30} autoComplete="off" />
        </Form.Item>
      )}
      {type !== 'resident-id' && <BirthFields today={today} />}
    </>
  );
}

function BirthFields({ today }: { today: string }) {
  return (
    <div className="row" style={{ alignItems: 'flex-start' }}>
      <Form.Item
        name="birthDate"
        label="出生日期"
        rules={[{ required: true, message: '请填写出生日期' }]}
        getValueProps={(value?: string) => ({ value: value ? dayjs(value) : null })}
        getValueFromEvent={(value: Dayjs | null) => value?.format('YYYY-MM-DD')}
      >
        <DatePicker maxDate={dayjs(today)} style={{ width: 180 }} />
      </Form.Item>
      <Form.Item name="gender" label="性别" rules={[{ required: true, message: '请选择性别' }]}>
        <Select options={optionsOf(genderWords)} style={{ width: 140 }} />
      </Form.Item>
    </div>
  );
}
