import { Segmented } from 'antd';
import { ReportDrawer } from '@/features/shared/reports/report-drawer';
import { useMay } from '@/features/shared/session';
import { useFilters } from '@/shared/hooks/use-filters';
import { DentalPart } from './dental/dental-part';
import { DocumentsPart } from './documents-part';
import { EncounterDrawer } from './encounter-drawer';
import { EncountersPart } from './encounters-part';
import { ReportsPart } from './reports-part';
import { TimelinePart } from './timeline-part';
import { VitalsPart } from './vitals-part';

const labels = {
  timeline: '全部',
  visits: '就诊',
  reports: '报告',
  documents: '外院资料',
  vitals: '体征',
  dental: '口腔',
} as const;
type Part = keyof typeof labels;

interface Props {
  patientId: string;
  /** Of a closed account everything may be read and nothing added. */
  isLocked: boolean;
}

/** The archive of a patient: everything on one line, and each kind in its own place. */
export function ArchiveTab({ patientId, isLocked }: Props) {
  const { filters, setFilters } = useFilters<'part' | 'kind' | 'visit' | 'report'>();
  const may = useMay();
  const parts = (Object.keys(labels) as Part[]).filter(
    (part) => part !== 'reports' || may('report.display'),
  );
  const part = parts.find((one) => one === filters.part) ?? 'timeline';
  const mayAdd = may('archive.create') && !isLocked;
  return (
    <div className="stack">
      <Segmented<Part>
        aria-label="档案内容"
        style={{ alignSelf: 'start' }}
        value={part}
        onChange={(next) => setFilters({ part: next === 'timeline' ? '' : next, kind: '' })}
        options={parts.map((value) => ({ value, label: labels[value] }))}
      />
      {part === 'timeline' && <TimelinePart patientId={patientId} />}
      {part === 'visits' && <EncountersPart patientId={patientId} />}
      {part === 'reports' && <ReportsPart patientId={patientId} />}
      {part === 'documents' && <DocumentsPart patientId={patientId} mayAdd={mayAdd} />}
      {part === 'vitals' && <VitalsPart patientId={patientId} mayAdd={mayAdd} />}
      {part === 'dental' && <DentalPart patientId={patientId} mayAdd={mayAdd} />}
      <EncounterDrawer
        encounterId={filters.visit}
        onClose={() => setFilters({ visit: '' })}
        onOpenReport={(report) => setFilters({ report, visit: '' })}
      />
      <ReportDrawer reportId={filters.report} onClose={() => setFilters({ report: '' })} />
    </div>
  );
}
