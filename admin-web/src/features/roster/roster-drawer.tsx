import { DatePicker, Drawer, Form, Segmented, Select } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { dayPeriods } from '@suizhen/contract/wire';
import { useMay } from '@/features/shared/session';
import { formatDay } from '@/shared/format/date';
import { periodWords } from '@/shared/format/labels';
import { CreateForm, type Doctor, type Target } from './create-form';
import { EditForm } from './edit-form';
import type { Roster } from './session-chip';

const NEW = 'new';

export interface OpenedCell {
  /** Empty: ask whose and when first. */
  targets: Target[];
  /** The clinic to show first; undefined: make a new one. */
  rosterId: string | undefined;
}

interface Props {
  opened: OpenedCell | null;
  rosters: Roster[];
  doctors: Doctor[];
  today: string;
  onClose: () => void;
}

export function RosterDrawer({ opened, rosters, doctors, today, onClose }: Props) {
  const [first] = opened?.targets ?? [];
  const isSingle = opened?.targets.length === 1;
  const single = isSingle && first ? `${first.doctor.name} · ${formatDay(first.date)}` : undefined;
  const title = single ?? (first ? '批量新增出诊' : '新增出诊');
  return (
    <Drawer title={title} open={opened !== null} onClose={onClose} size={560} destroyOnHidden>
      {opened &&
        (first ? (
          <DrawerBody opened={opened} rosters={rosters} onClose={onClose} />
        ) : (
          <NewClinic doctors={doctors} today={today} onClose={onClose} />
        ))}
    </Drawer>
  );
}

/** Whose clinic and when, then the clinic itself. */
function NewClinic({ doctors, today, onClose }: Pick<Props, 'doctors' | 'today' | 'onClose'>) {
  const [doctorId, setDoctorId] = useState<string>();
  const [date, setDate] = useState(today);
  const doctor = doctors.find((one) => one.id === doctorId);
  return (
    <>
      <Form layout="vertical">
        <div className="row" style={{ alignItems: 'flex-start' }}>
          <Form.Item label="医生" htmlFor="new-clinic-doctor">
            <Select
              id="new-clinic-doctor"
              showSearch={{ optionFilterProp: 'label' }}
              style={{ width: 260 }}
              placeholder="请选择医生"
              value={doctorId ?? null}
              onChange={(next: string) => setDoctorId(next)}
              options={doctors.map((one) => ({
                value: one.id,
                label: `${one.name} · ${one.departmentName}`,
              }))}
            />
          </Form.Item>
          <Form.Item label="日期" htmlFor="new-clinic-date">
            <DatePicker
              id="new-clinic-date"
              allowClear={false}
              minDate={dayjs(today)}
              value={dayjs(date)}
              onChange={(day) => day && setDate(day.format('YYYY-MM-DD'))}
            />
          </Form.Item>
        </div>
      </Form>
      {doctor ? (
        <CreateForm targets={[{ doctor, date }]} period="morning" onDone={onClose} />
      ) : (
        <p className="quiet">选好医生后填写出诊时间和号数。</p>
      )}
    </>
  );
}

/** The clinics of one doctor and day beside each other, with a place to add the one that is missing. */
function DrawerBody({
  opened,
  rosters,
  onClose,
}: Pick<Props, 'rosters' | 'onClose'> & { opened: OpenedCell }) {
  const may = useMay();
  const [chosen, setChosen] = useState(opened.rosterId ?? NEW);
  const [first] = opened.targets;
  const ofCell =
    opened.targets.length === 1
      ? rosters.filter((one) => one.doctorId === first?.doctor.id && one.date === first.date)
      : [];
  const shown = ofCell.find((one) => one.id === chosen);
  const missing = dayPeriods.find((period) => !ofCell.some((one) => one.period === period));
  const options = [
    ...ofCell.map((one) => ({ value: one.id, label: periodWords[one.period] })),
    ...(may('roster.create') ? [{ value: NEW, label: '＋ 新增' }] : []),
  ];
  return (
    <div className="stack">
      {ofCell.length > 0 && (
        <Segmented<string>
          aria-label="当天的班"
          value={chosen}
          onChange={setChosen}
          options={options}
        />
      )}
      {shown ? (
        <EditForm key={shown.id} roster={shown} onDone={onClose} />
      ) : may('roster.create') ? (
        <CreateForm targets={opened.targets} period={missing ?? 'morning'} onDone={onClose} />
      ) : (
        <p className="quiet">这一天没有出诊。</p>
      )}
    </div>
  );
}
