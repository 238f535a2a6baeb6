import { DatePicker, Form, Input, InputNumber, Radio } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import type { GlucoseMoment, VitalKind } from '@suizhen/contract/wire';
import { AskDialog } from '@/features/shared/ask-dialog';
import { useClinicNow } from '@/features/shared/clinic-clock';
import { useWrite } from '@/shared/api/hooks';
import { optionsOf } from '@/shared/format/labels';
import { glucoseMomentWords, vitalKindWords } from '@/shared/format/records-labels';

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
  measuredAt: Dayjs;
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
    done: (reading) => (reading.isBeyondLimits ? '已记录，超出限值，已生成预警' : '已记录'),
    onDone: onClose,
  });
  return (
    <AskDialog<Values>
      title={`记录${vitalKindWords[kind]}（${units[kind]}）`}
      okText="保存"
      isBusy={record.isPending}
      initial={{ measuredAt: dayjs(now) }}
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
              measuredAt: values.measuredAt.toISOString(),
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
      >
        <DatePicker
          showTime={{ format: 'HH:mm' }}
          format="YYYY-MM-DD HH:mm"
          disabledDate={(day) => day.isAfter(dayjs(now), 'day')}
        />
      </Form.Item>
      <Form.Item name="note" label="备注">
        <Input maxLength={100} autoComplete="off" />
      </Form.Item>
    </AskDialog>
  );
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
