import { DatePicker, Form, Input, InputNumber, Radio } from 'antd';
import { vitalAlarmWithinHours, type GlucoseMoment, type VitalKind } from '@suizhen/contract/wire';
import { AskDialog } from '@/features/shared/ask-dialog';
import { useClinicNow } from '@/features/shared/clinic-clock';
import type { Answer } from '@/shared/api/client';
import { useWrite } from '@/shared/api/hooks';
import { localDateOf } from '@/shared/format/date';
import { optionsOf } from '@/shared/format/labels';
import { glucoseMomentWords, vitalKindWords } from '@/shared/format/records-labels';
import { fromWall, toWall } from '@/shared/format/wall-clock';

const units: Record<VitalKind, string> = {
  'blood-pressure': 'mmHg',
  glucose: 'mmol/L',
  weight: 'kg',
  'heart-rate': '次/分',
  temperature: '°C',
};

interface Values {
  systolic?: number | null;
  diastolic?: number | null;
  value?: number | null;
  moment?: GlucoseMoment;
  measuredAt: string;
  note?: string;
}

interface Props {
  patientId: string;
  kind: VitalKind;
  onClose: () => void;
}

/** A reading taken at the clinic. */
export function VitalDialog({ patientId, kind, onClose }: Props) {
  const now = useClinicNow(60_000);
  const record = useWrite('recordPatientVital', {
    ownsErrors: true,
    refresh: ['listPatientVitals', 'getPatientTimeline', 'listVitalAlarms'],
    done: (reading) => doneWords(reading, now),
    onDone: onClose,
  });
  return (
    <AskDialog<Values>
      title={`记录${vitalKindWords[kind]}（${units[kind]}）`}
      okText="保存"
      isBusy={record.isPending}
      initial={{ measuredAt: new Date(now).toISOString() }}
      onClose={onClose}
      onAnswer={(values, refusable) =>
        record.mutate(
          {
            params: { patientId },
            body: {
              kind,
              systolic: values.systolic ?? null,
              diastolic: values.diastolic ?? null,
              value: values.value ?? null,
              moment: values.moment ?? null,
              measuredAt: values.measuredAt,
              note: values.note ?? '',
            },
          },
          refusable,
        )
      }
    >
      {kind === 'blood-pressure' ? (
        <div className="row">
          <NumberField name="systolic" label="收缩压（高压）" min={40} max={300} isWhole />
          <NumberField name="diastolic" label="舒张压（低压）" min={20} max={200} isWhole />
        </div>
      ) : (
        <NumberField
          name="value"
          label={vitalKindWords[kind]}
          min={0.1}
          max={500}
          isWhole={kind === 'heart-rate'}
        />
      )}
      {kind === 'glucose' && (
        <Form.Item
          name="moment"
          label="什么时候测的"
          rules={[{ required: true, message: '请选择' }]}
        >
          <Radio.Group options={optionsOf(glucoseMomentWords)} />
        </Form.Item>
      )}
      <Form.Item
        name="measuredAt"
        label="测量时间"
        rules={[{ required: true, message: '请选择测量时间' }]}
        getValueProps={(value?: string) => ({ value: toWall(value) })}
        getValueFromEvent={fromWall}
      >
        <DatePicker
          showTime={{ format: 'HH:mm' }}
          format="YYYY-MM-DD HH:mm"
          disabledDate={(day) => day.format('YYYY-MM-DD') > localDateOf(now)}
        />
      </Form.Item>
      <Form.Item name="note" label="备注">
        <Input maxLength={100} autoComplete="off" />
      </Form.Item>
    </AskDialog>
  );
}

/** What was measured long ago alarms nobody; what was told a moment ago is not told again. */
function doneWords(reading: Answer<'recordPatientVital'>, now: number): string {
  if (!reading.isBeyondLimits) return '已记录';
  const isOld = now - Date.parse(reading.measuredAt) > vitalAlarmWithinHours * 3_600_000;
  return isOld ? '已记录，超出限值；一天以前的测量不预警' : '已记录，超出限值，请看“体征预警”';
}

interface NumberProps {
  name: string;
  label: string;
  min: number;
  max: number;
  isWhole: boolean;
}

function NumberField({ name, label, min, max, isWhole }: NumberProps) {
  return (
    <Form.Item name={name} label={label} rules={[{ required: true, message: `请填写${label}` }]}>
      <InputNumber<number>
        className="num"
        min={min}
        max={max}
        precision={isWhole ? 0 : 1}
        style={{ width: 140 }}
      />
    </Form.Item>
  );
}
