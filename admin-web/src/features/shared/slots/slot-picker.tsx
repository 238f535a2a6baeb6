import { DatePicker } from 'antd';
import dayjs from 'dayjs';
import { DepartmentPicker, DoctorPicker } from '@/features/shared/pickers';
import { useClinicToday } from '@/features/shared/session';
import type { Item } from '@/shared/api/client';
import { useRead } from '@/shared/api/hooks';
import { addDays, clockOf, formatDay, formatSpan, weekdayName } from '@/shared/format/date';
import { formatFen } from '@/shared/format/money';
import { ListEmpty, ListError, ListLoading } from '@/shared/ui/list-state';
import './slot-picker.css';

export type StaffSlot = Item<'listSlotsForStaff'>;
export type DeskChannel = 'desk' | 'phone';

/** Where and when one looks; cleared parts are empty or missing. */
export interface SlotSearch {
  department?: string | undefined;
  doctor?: string | undefined;
  date?: string | undefined;
}

interface Props {
  channel: DeskChannel;
  search: SlotSearch;
  onSearch: (part: SlotSearch) => void;
  chosen: StaffSlot | undefined;
  onChoose: (slot: StaffSlot) => void;
}

/** Where and when. Shows what the channel may still take, slot by slot. */
export function SlotPicker({ channel, search, onSearch, chosen, onChoose }: Props) {
  const today = useClinicToday();
  const date = search.date || today;
  return (
    <div className="stack" style={{ gap: 12 }}>
      <div className="row" style={{ gap: 8 }}>
        <DepartmentPicker
          width={150}
          placeholder="选择科室"
          value={search.department}
          onChange={(department) => onSearch({ department, doctor: '' })}
        />
        <DoctorPicker
          width={130}
          value={search.doctor}
          departmentId={search.department}
          onChange={(doctor) => onSearch({ doctor })}
        />
        <DatePicker
          aria-label="日期"
          allowClear={false}
          minDate={dayjs(today)}
          value={dayjs(date)}
          onChange={(day) => day && onSearch({ date: day.format('YYYY-MM-DD') })}
          style={{ width: 128 }}
        />
      </div>
      <DayStrip today={today} date={date} onChoose={(next) => onSearch({ date: next })} />
      {search.department || search.doctor ? (
        <DaySlots
          date={date}
          search={search}
          channel={channel}
          chosen={chosen}
          onChoose={onChoose}
        />
      ) : (
        <ListEmpty title="先选择科室或医生" hint="选好后会显示当天的时段和余号。" />
      )}
    </div>
  );
}

interface StripProps {
  today: string;
  date: string;
  onChoose: (date: string) => void;
}

function DayStrip({ today, date, onChoose }: StripProps) {
  const days = Array.from({ length: 7 }, (_, index) => addDays(today, index));
  return (
    <div className="day-strip" role="group" aria-label="最近七天">
      {days.map((day) => (
        <button
          key={day}
          type="button"
          aria-pressed={day === date}
          aria-label={formatDay(day)}
          onClick={() => onChoose(day)}
        >
          <span>{day === today ? '今天' : weekdayName(day)}</span>
          <b className="num">{Number(day.slice(8))}</b>
        </button>
      ))}
    </div>
  );
}

type DayProps = Omit<Props, 'onSearch'> & { date: string };

function DaySlots({ date, search, channel, chosen, onChoose }: DayProps) {
  const slots = useRead(
    'listSlotsForStaff',
    {
      query: {
        date,
        ...(search.department ? { departmentId: search.department } : {}),
        ...(search.doctor ? { doctorId: search.doctor } : {}),
      },
    },
    { refetchInterval: 20_000 },
  );
  if (slots.error && !slots.data) {
    return <ListError error={slots.error} onRetry={() => void slots.refetch()} />;
  }
  if (!slots.data) return <ListLoading />;
  const groups = byDoctor(slots.data.items);
  if (groups.length === 0) {
    return <ListEmpty title="这一天没有出诊" hint="请换一天，或换一位医生。" />;
  }
  return (
    <div className="stack">
      {groups.map((group) => (
        <section key={group.key} aria-label={group.name}>
          <h3 className="slot-doctor">
            {group.name}
            <span className="quiet">
              {placeOf(group)} {formatFen(group.feeFen)}
            </span>
          </h3>
          <div className="slot-grid">
            {group.slots.map((slot) => (
              <SlotButton
                key={slot.id}
                slot={slot}
                channel={channel}
                isChosen={slot.id === chosen?.id}
                onChoose={() => onChoose(slot)}
              />
            ))}
          </div>
        </section>
      ))}
    </div>
  );
}

interface Group {
  key: string;
  name: string;
  departmentName: string;
  room: string;
  feeFen: number;
  slots: StaffSlot[];
}

/** Rooms are often named after their department; nobody needs to read that twice. */
const placeOf = ({ departmentName, room }: Group): string =>
  room.startsWith(departmentName) ? room : `${departmentName} ${room}`;

/** By clinic, since one doctor may sit in two rooms at two fees on one day. */
function byDoctor(slots: StaffSlot[]): Group[] {
  const groups = new Map<string, Group>();
  for (const slot of slots) {
    const group = groups.get(slot.rosterId) ?? {
      key: slot.rosterId,
      name: slot.doctorName,
      departmentName: slot.departmentName,
      room: slot.room,
      feeFen: slot.feeFen,
      slots: [],
    };
    group.slots.push(slot);
    groups.set(slot.rosterId, group);
  }
  return [...groups.values()];
}

interface SlotProps {
  slot: StaffSlot;
  channel: DeskChannel;
  isChosen: boolean;
  onChoose: () => void;
}

function SlotButton({ slot, channel, isChosen, onChoose }: SlotProps) {
  const remaining = slot.remaining[channel];
  const isFree = slot.isOpen && remaining > 0;
  return (
    <button
      type="button"
      className="slot"
      aria-pressed={isChosen}
      disabled={!isFree}
      onClick={onChoose}
    >
      <span className="num">{formatSpan(clockOf(slot.startsAt), clockOf(slot.endsAt))}</span>
      <span className="num slot-left">{slotWords(slot, remaining)}</span>
    </button>
  );
}

function slotWords(slot: StaffSlot, remaining: number): string {
  if (!slot.isOpen) return '已结束';
  if (remaining === 0) return '约满';
  return slot.isReleased ? `余 ${remaining}` : `余 ${remaining} 未放号`;
}
