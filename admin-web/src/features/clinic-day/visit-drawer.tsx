import { Link } from '@tanstack/react-router';
import { Alert, Drawer } from 'antd';
import { useState } from 'react';
import { PromptsCard } from '@/features/shared/archive/prompts-card';
import { ReportDrawer } from '@/features/shared/reports/report-drawer';
import { useMay } from '@/features/shared/session';
import { clockOf } from '@/shared/format/date';
import { genderWords } from '@/shared/format/labels';
import type { Visit } from './visit-table';

interface Props {
  visit: Visit | undefined;
  onClose: () => void;
}

/** Who comes in next, without leaving the list of the day. */
export function VisitDrawer({ visit, onClose }: Props) {
  return (
    <Drawer
      title={visit ? `${visit.number} 号 ${visit.patientName}` : '患者'}
      open={visit !== undefined}
      onClose={onClose}
      size={560}
      destroyOnHidden
    >
      {visit && <VisitBody visit={visit} />}
    </Drawer>
  );
}

function VisitBody({ visit }: { visit: Visit }) {
  const may = useMay();
  const [report, setReport] = useState<string>();
  return (
    <div className="stack">
      <div className="row">
        <span>
          {genderWords[visit.patientGender]} {visit.patientAge} 岁，
          <span className="num">{clockOf(visit.startsAt)}</span> 就诊
        </span>
        {may('patient.retrieve') && (
          <Link
            to="/patients/$patientId"
            params={{ patientId: visit.patientId }}
            search={{ tab: 'archive' }}
          >
            打开健康档案
          </Link>
        )}
      </div>
      {visit.allergies && <Alert type="error" showIcon title={<b>过敏史：{visit.allergies}</b>} />}
      {visit.visitReason && <div>为什么来：{visit.visitReason}</div>}
      {visit.preparation && <div>要准备：{visit.preparation}</div>}
      <PromptsCard
        patientId={visit.patientId}
        {...(may('report.display') ? { onOpenReport: setReport } : {})}
      />
      <ReportDrawer reportId={report} onClose={() => setReport(undefined)} />
    </div>
  );
}
