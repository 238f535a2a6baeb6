import { Link } from '@tanstack/react-router';
import { Button, Table } from 'antd';
import type { TableColumnsType } from 'antd';
import { useState } from 'react';
import { FollowUpDialog } from '@/features/shared/appointments/follow-up-dialog';
import { useMay } from '@/features/shared/session';
import { queueStateTones, queueStateWords } from '@/shared/format/clinic-day-labels';
import { clockOf, formatDay } from '@/shared/format/date';
import {
  appointmentTones,
  appointmentWords,
  careClassTones,
  careClassWords,
  genderWords,
} from '@/shared/format/labels';
import { useFilters } from '@/shared/hooks/use-filters';
import { ListEmpty } from '@/shared/ui/list-state';
import { ToneTag } from '@/shared/ui/tone-tag';
import type { Clinic } from './clinic-day-page';
import { PreparationDialog } from './preparation-dialog';
import { VisitDrawer } from './visit-drawer';

export type Visit = Clinic['visits'][number];

export function VisitTable({ clinic }: { clinic: Clinic }) {
  const may = useMay();
  const { filters, setFilters } = useFilters<'patient'>();
  const [preparing, setPreparing] = useState<Visit | null>(null);
  const [following, setFollowing] = useState<Visit | null>(null);
  const columns: TableColumnsType<Visit> = [
    { title: '号', dataIndex: 'number', align: 'right', className: 'num' },
    { title: '时间', className: 'num', render: (_, visit) => clockOf(visit.startsAt) },
    { title: '患者', render: (_, visit) => <Who visit={visit} /> },
    { title: '为什么来', render: (_, visit) => visit.visitReason || '—' },
    { title: '上次就诊', render: (_, visit) => <LastVisit visit={visit} /> },
    {
      title: '提示',
      render: (_, visit) =>
        visit.prompts.length === 0 ? (
          '—'
        ) : (
          <ul className="plain-list">
            {visit.prompts.map((prompt) => (
              <li key={prompt}>{prompt}</li>
            ))}
          </ul>
        ),
    },
    { title: '准备', render: (_, visit) => visit.preparation || '—' },
    { title: '状态', render: (_, visit) => <StateTag visit={visit} /> },
    ...(may('queue.update', 'appointment.create')
      ? [
          {
            title: '操作',
            render: (_: unknown, visit: Visit) => (
              <span className="row" style={{ gap: 12, flexWrap: 'nowrap' }}>
                {may('queue.update') && (
                  <Button type="link" className="link-button" onClick={() => setPreparing(visit)}>
                    写准备
                  </Button>
                )}
                {may('appointment.create') && isHere(visit) && (
                  <Button type="link" className="link-button" onClick={() => setFollowing(visit)}>
                    复诊预约
                  </Button>
                )}
              </span>
            ),
          },
        ]
      : []),
  ];
  return (
    <div className="card table-card">
      <Table<Visit>
        size="middle"
        aria-label="就诊名单"
        rowKey="appointmentId"
        pagination={false}
        dataSource={clinic.visits}
        columns={columns}
        locale={{ emptyText: <ListEmpty title="还没有人预约这个门诊" /> }}
      />
      <VisitDrawer
        visit={clinic.visits.find((visit) => visit.patientId === filters.patient)}
        onClose={() => setFilters({ patient: '' })}
      />
      {preparing && <PreparationDialog visit={preparing} onClose={() => setPreparing(null)} />}
      {following && (
        <FollowUpDialog
          visit={{
            ...following,
            departmentId: clinic.departmentId,
            doctorId: clinic.doctorId,
          }}
          onClose={() => setFollowing(null)}
        />
      )}
    </div>
  );
}

/** The next visit is booked while the patient is still here. */
const isHere = ({ status }: Visit): boolean => status === 'arrived' || status === 'fulfilled';

function Who({ visit }: { visit: Visit }) {
  const may = useMay();
  const { setFilters } = useFilters<'patient'>();
  return (
    <>
      {may('archive.display') ? (
        <Button
          type="link"
          className="link-button"
          onClick={() => setFilters({ patient: visit.patientId })}
        >
          {visit.patientName}
        </Button>
      ) : may('patient.retrieve') ? (
        <Link to="/patients/$patientId" params={{ patientId: visit.patientId }}>
          {visit.patientName}
        </Link>
      ) : (
        visit.patientName
      )}{' '}
      <span className="quiet">
        {genderWords[visit.patientGender]} {visit.patientAge} 岁
      </span>{' '}
      {visit.careClass !== 'regular' && (
        <ToneTag tone={careClassTones[visit.careClass]}>{careClassWords[visit.careClass]}</ToneTag>
      )}
      {visit.allergies && <div className="danger-text">过敏：{visit.allergies}</div>}
    </>
  );
}

function LastVisit({ visit }: { visit: Visit }) {
  const { lastVisit } = visit;
  if (!lastVisit) return <span className="quiet">初次就诊</span>;
  return (
    <>
      <span className="num">{formatDay(lastVisit.date)}</span>
      <div className="quiet">
        {lastVisit.departmentName} {lastVisit.doctorName}，共 {visit.visitCount} 次
      </div>
    </>
  );
}

/** Once in the queue, the queue says it better. */
function StateTag({ visit }: { visit: Visit }) {
  return visit.queueState ? (
    <ToneTag tone={queueStateTones[visit.queueState]}>{queueStateWords[visit.queueState]}</ToneTag>
  ) : (
    <ToneTag tone={appointmentTones[visit.status]}>{appointmentWords[visit.status]}</ToneTag>
  );
}
