import { Button, Descriptions, Drawer, Table } from 'antd';
import type { TableColumnsType } from 'antd';
import { looksOnce } from '@/features/shared/reports/reads';
import { useMay } from '@/features/shared/session';
import { useTicket } from '@/features/shared/use-ticket';
import { call, type Answer } from '@/shared/api/client';
import { useRead } from '@/shared/api/hooks';
import { formatInstant } from '@/shared/format/date';
import { formatFen } from '@/shared/format/money';
import {
  encounterClassWords,
  encounterStatusTones,
  encounterStatusWords,
  orderKindWords,
} from '@/shared/format/records-labels';
import { ListError, ListLoading } from '@/shared/ui/list-state';
import { ToneTag } from '@/shared/ui/tone-tag';

type Encounter = Answer<'getEncounter'>;
type Order = Encounter['orders'][number];
type Charge = Encounter['charges'][number];

interface Props {
  encounterId: string | undefined;
  onClose: () => void;
  onOpenReport: (reportId: string) => void;
}

export function EncounterDrawer({ encounterId, onClose, onOpenReport }: Props) {
  return (
    <Drawer title="就诊" open={Boolean(encounterId)} onClose={onClose} size={760} destroyOnHidden>
      {encounterId && <EncounterBody encounterId={encounterId} onOpenReport={onOpenReport} />}
    </Drawer>
  );
}

interface BodyProps {
  encounterId: string;
  onOpenReport: (reportId: string) => void;
}

function EncounterBody({ encounterId, onOpenReport }: BodyProps) {
  const encounter = useRead('getEncounter', { params: { encounterId } }, looksOnce);
  if (encounter.error && !encounter.data) {
    return <ListError error={encounter.error} onRetry={() => void encounter.refetch()} />;
  }
  if (!encounter.data) return <ListLoading />;
  return <EncounterView encounter={encounter.data} onOpenReport={onOpenReport} />;
}

interface ViewProps {
  encounter: Encounter;
  onOpenReport: (reportId: string) => void;
}

function EncounterView({ encounter, onOpenReport }: ViewProps) {
  const may = useMay();
  const { isOpening, openTicket } = useTicket();
  const print = (): void =>
    openTicket(() => call('createEncounterTicket', { params: { encounterId: encounter.id } }));
  return (
    <div className="stack">
      <div className="row">
        <b style={{ fontSize: 17 }}>
          {encounterClassWords[encounter.class]} {encounter.departmentName}
        </b>
        <ToneTag tone={encounterStatusTones[encounter.status]}>
          {encounterStatusWords[encounter.status]}
        </ToneTag>
        {may('archive.print') && (
          <Button disabled={isOpening} onClick={print}>
            打印就诊小结
          </Button>
        )}
      </div>
      <Facts encounter={encounter} />
      {encounter.orders.length > 0 && (
        <Section title="医嘱">
          <Table<Order>
            size="small"
            aria-label="医嘱"
            pagination={false}
            dataSource={withKeys(encounter.orders)}
            columns={orderColumns}
          />
        </Section>
      )}
      {encounter.charges.length > 0 && (
        <Section title={`费用 ${formatFen(encounter.chargedFen)}`}>
          <Table<Charge>
            size="small"
            aria-label="费用"
            pagination={false}
            dataSource={withKeys(encounter.charges)}
            columns={chargeColumns}
          />
        </Section>
      )}
      {encounter.reportLinks.length > 0 && (
        <Section title="这次就诊的报告">
          <ul className="plain-list">
            {encounter.reportLinks.map((report) => (
              <li key={report.id}>
                {may('report.display') ? (
                  <Button
                    type="link"
                    className="link-button"
                    onClick={() => onOpenReport(report.id)}
                  >
                    {report.name}
                  </Button>
                ) : (
                  report.name
                )}
              </li>
            ))}
          </ul>
        </Section>
      )}
    </div>
  );
}

/** The same drug may stand twice in one visit, ordered at one moment. */
function withKeys<T extends object>(rows: readonly T[]): (T & { key: number })[] {
  return rows.map((row, key) => ({ ...row, key }));
}

function Section({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section>
      <h2 className="section-title">{title}</h2>
      {children}
    </section>
  );
}

function Facts({ encounter }: { encounter: Encounter }) {
  const written = (key: string, label: string, text: string) =>
    text ? [{ key, label, span: 2, children: <span className="written">{text}</span> }] : [];
  return (
    <Descriptions
      column={2}
      size="small"
      items={[
        { key: 'at', label: '时间', children: formatInstant(encounter.startedAt) },
        { key: 'doctor', label: '医生', children: encounter.doctorName || '—' },
        {
          key: 'no',
          label: '就诊号',
          children: <span className="num">{encounter.visitNo || '—'}</span>,
        },
        { key: 'branch', label: '院区', children: encounter.branchName },
        ...written('complaint', '主诉', encounter.chiefComplaint),
        {
          key: 'diagnoses',
          label: '诊断',
          span: 2,
          children:
            encounter.diagnoses.length === 0 ? (
              encounter.diagnosisText || '未填写'
            ) : (
              <ul className="plain-list">
                {encounter.diagnoses.map((one) => (
                  <li key={`${one.code} ${one.name}`}>
                    {one.isMain ? <b>{one.name}（主要诊断）</b> : one.name}{' '}
                    <span className="quiet num">{one.code}</span>
                  </li>
                ))}
              </ul>
            ),
        },
        ...written('treatment', '处理', encounter.treatment),
        ...written('advice', '医嘱建议', encounter.advice),
      ]}
    />
  );
}

const orderColumns: TableColumnsType<Order> = [
  { title: '类别', render: (_, order) => orderKindWords[order.kind] },
  { title: '名称', dataIndex: 'name' },
  { title: '用法', render: (_, order) => order.dosage || '—' },
  { title: '数量', className: 'num', render: (_, order) => order.quantityText || '—' },
  { title: '状态', render: (_, order) => order.status || '—' },
  { title: '时间', className: 'num', render: (_, order) => formatInstant(order.orderedAt) },
];

const chargeColumns: TableColumnsType<Charge> = [
  { title: '项目', dataIndex: 'name' },
  { title: '数量', className: 'num', render: (_, charge) => charge.quantityText || '—' },
  {
    title: '金额',
    align: 'right',
    className: 'num',
    render: (_, charge) => formatFen(charge.amountFen),
  },
  { title: '时间', className: 'num', render: (_, charge) => formatInstant(charge.chargedAt) },
];
