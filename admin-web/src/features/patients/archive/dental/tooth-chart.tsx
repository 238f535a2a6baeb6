import { Segmented, Table } from 'antd';
import type { TableColumnsType } from 'antd';
import { useRef, useState, type KeyboardEvent } from 'react';
import { formatInstant } from '@/shared/format/date';
import type { DentalProps, DentalRecord } from './dental-part';
import { besideOf, teeth, toothWords, type Dentition } from './teeth';
import { ToothDialog } from './tooth-dialog';

type Note = DentalRecord['notes'][number];

export function ToothChart({ patientId, mayAdd, record }: DentalProps) {
  const [dentition, setDentition] = useState<Dentition>(() =>
    record.notes.some(({ tooth }) => tooth >= '50') ? 'milk' : 'permanent',
  );
  const [chosen, setChosen] = useState<string | null>(null);
  const counts = new Map<string, number>();
  for (const { tooth } of record.notes) counts.set(tooth, (counts.get(tooth) ?? 0) + 1);
  return (
    <section className="card" aria-label="牙位图">
      <div className="dental-head" style={{ padding: '0 0 12px', justifyContent: 'start' }}>
        <h2 className="section-title">牙位图</h2>
        <Segmented<Dentition>
          aria-label="牙列"
          value={dentition}
          onChange={setDentition}
          options={[
            { value: 'permanent', label: '恒牙' },
            { value: 'milk', label: '乳牙' },
          ]}
        />
        <span className="quiet">
          面对患者时的左右。点一颗牙看记录{mayAdd && '或添加记录'}，方向键可以移动。
        </span>
      </div>
      <Jaws dentition={dentition} counts={counts} onChoose={setChosen} />
      {record.notes.length > 0 && (
        <Table<Note>
          size="small"
          aria-label="牙位记录"
          rowKey="id"
          pagination={false}
          dataSource={record.notes}
          columns={columns}
        />
      )}
      {chosen !== null && (
        <ToothDialog
          patientId={patientId}
          tooth={chosen}
          notes={record.notes.filter(({ tooth }) => tooth === chosen)}
          mayAdd={mayAdd}
          onClose={() => setChosen(null)}
        />
      )}
    </section>
  );
}

interface JawsProps {
  dentition: Dentition;
  counts: Map<string, number>;
  onChoose: (tooth: string) => void;
}

/** One stop for the Tab key; the arrows walk from tooth to tooth. */
function Jaws({ dentition, counts, onChoose }: JawsProps) {
  const chart = useRef<HTMLDivElement>(null);
  const [current, setCurrent] = useState<string>();
  const { upper, lower } = teeth[dentition];
  const reachable = [...upper, ...lower].find((tooth) => tooth === current) ?? upper[0];
  const walk = (event: KeyboardEvent, tooth: string): void => {
    const next = besideOf(dentition, tooth, event.key);
    if (next === undefined) return;
    event.preventDefault();
    setCurrent(next);
    chart.current?.querySelector<HTMLElement>(`[data-tooth="${next}"]`)?.focus();
  };
  return (
    <div ref={chart} className="tooth-chart" role="group" aria-label="牙位">
      {[upper, lower].map((line) => (
        <div key={line[0]} className="tooth-row">
          {line.map((tooth) => {
            const count = counts.get(tooth) ?? 0;
            return (
              <button
                key={tooth}
                type="button"
                data-tooth={tooth}
                data-noted={count > 0}
                tabIndex={tooth === reachable ? 0 : -1}
                aria-label={`${toothWords(tooth)}${count > 0 ? `，${count} 条记录` : ''}`}
                onClick={() => onChoose(tooth)}
                onFocus={() => setCurrent(tooth)}
                onKeyDown={(event) => walk(event, tooth)}
              >
                <span className="num">{tooth}</span>
                <small aria-hidden>{count > 0 ? `${count} 条` : '\u00a0'}</small>
              </button>
            );
          })}
        </div>
      ))}
    </div>
  );
}

const columns: TableColumnsType<Note> = [
  { title: '牙位', className: 'num', dataIndex: 'tooth' },
  { title: '检查所见', render: (_, note) => note.finding || '—' },
  { title: '处理', render: (_, note) => note.treatment || '—' },
  {
    title: '谁记的',
    render: (_, note) => (
      <>
        {note.notedBy} <span className="quiet num">{formatInstant(note.notedAt)}</span>
      </>
    ),
  },
];
