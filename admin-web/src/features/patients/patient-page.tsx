import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { Alert, Button, Descriptions, Tabs } from 'antd';
import type { DescriptionsProps } from 'antd';
import { Suspense, useState } from 'react';
import { AppointmentDrawer } from '@/features/shared/appointments/appointment-drawer';
import { PromptsCard } from '@/features/shared/archive/prompts-card';
import { useMay } from '@/features/shared/session';
import { ApiError } from '@/shared/api/api-error';
import type { Answer } from '@/shared/api/client';
import { useRead } from '@/shared/api/hooks';
import { formatInstant } from '@/shared/format/date';
import {
  careClassTones,
  careClassWords,
  genderWords,
  recordIdentityTypeWords,
} from '@/shared/format/labels';
import { useFilters } from '@/shared/hooks/use-filters';
import { lazyPart } from '@/shared/ui/lazy-part';
import { ListError, ListLoading } from '@/shared/ui/list-state';
import { Page } from '@/shared/ui/page';
import { ToneTag } from '@/shared/ui/tone-tag';
import { EditDrawer } from './edit-drawer';
import { PatientAppointments } from './patient-appointments';
import { PatientCredit } from './patient-credit';
import { PatientMerges } from './patient-merges';
import { PatientPayments } from './patient-payments';
import { PatientProxies } from './patient-proxies';
import { PatientViews } from './patient-views';
import {
  MaskedValue,
  RevealDialog,
  useRevealed,
  type RevealField,
  type Revealed,
} from '@/features/shared/patients/reveal';

type Patient = Answer<'getPatient'>;

/** Charts and teeth are many lines of code that the front desk never opens. */
const ArchiveTab = lazyPart(() => import('./archive/archive-tab'), 'ArchiveTab');

export function PatientPage() {
  const { patientId } = useParams({ from: '/console/patients/$patientId' });
  // Every look is recorded for the patient to see, so nothing but a visit to the page looks.
  const patient = useRead('getPatient', { params: { patientId } }, { staleTime: Infinity });
  const may = useMay();
  if (patient.error && !patient.data) {
    // Who was seen here, without ever having booked here: the archive is within reach, the profile is not.
    const isHidden = patient.error instanceof ApiError && patient.error.status === 404;
    if (isHidden && may('archive.display')) return <ArchiveOnly patientId={patientId} />;
    return (
      <Page title="患者">
        <ListError error={patient.error} onRetry={() => void patient.refetch()} />
      </Page>
    );
  }
  if (!patient.data) return <ListLoading />;
  return <PatientView patient={patient.data} />;
}

function ArchiveOnly({ patientId }: { patientId: string }) {
  return (
    <Page title="健康档案" note="这位患者的个人资料不在您的范围内，可以查看在本科室就诊的档案。">
      <Prompts patientId={patientId} />
      <Suspense fallback={<ListLoading />}>
        <ArchiveTab patientId={patientId} isLocked={false} />
      </Suspense>
    </Page>
  );
}

function Prompts({ patientId }: { patientId: string }) {
  const may = useMay();
  const { setFilters } = useFilters<'tab' | 'visit' | 'report'>();
  return (
    <PromptsCard
      patientId={patientId}
      onOpenVisit={(visit) => setFilters({ tab: 'archive', visit })}
      {...(may('report.display')
        ? { onOpenReport: (report) => setFilters({ tab: 'archive', report }) }
        : {})}
    />
  );
}

function PatientView({ patient }: { patient: Patient }) {
  const may = useMay();
  const navigate = useNavigate();
  const [isEditing, setEditing] = useState(false);
  const { filters, setFilters } = useFilters<'open'>();
  return (
    <Page
      title={patient.name}
      tabTitle="患者档案"
      note={
        <span className="row" style={{ gap: 8 }}>
          {genderWords[patient.gender]} · {patient.age} 岁
          <ToneTag tone={careClassTones[patient.careClass]}>
            {careClassWords[patient.careClass]}患者
          </ToneTag>
          <Link to="/patients">返回患者列表</Link>
        </span>
      }
      actions={
        <>
          {patient.mayUpdate && !patient.isLocked && (
            <Button onClick={() => setEditing(true)}>修改资料</Button>
          )}
          {may('appointment.create') && !patient.isLocked && (
            <Button
              type="primary"
              data-main
              onClick={() => void navigate({ to: '/booking', search: { patient: patient.id } })}
            >
              为这位患者挂号
            </Button>
          )}
        </>
      }
    >
      {patient.isLocked && (
        <Alert
          type="warning"
          showIcon
          title="本人已注销账号。依法保留的诊疗和支付记录只能查看，不能修改。"
        />
      )}
      {patient.allergies && (
        <Alert type="error" showIcon title={<b>过敏史：{patient.allergies}</b>} />
      )}
      {may('archive.display') && <Prompts patientId={patient.id} />}
      <PatientFacts patient={patient} />
      <PatientTabs patient={patient} />
      <EditDrawer patient={patient} open={isEditing} onClose={() => setEditing(false)} />
      <AppointmentDrawer appointmentId={filters.open} onClose={() => setFilters({ open: '' })} />
    </Page>
  );
}

function PatientFacts({ patient }: { patient: Patient }) {
  const { shown, show } = useRevealed();
  const [asked, setAsked] = useState<RevealField | null>(null);
  return (
    <div className="card">
      <Descriptions column={{ xs: 1, lg: 2, xl: 3 }} items={facts(patient, shown, setAsked)} />
      <RevealDialog
        patientId={patient.id}
        asked={asked}
        onClose={() => setAsked(null)}
        onRevealed={show}
      />
    </div>
  );
}

function facts(
  patient: Patient,
  shown: Revealed,
  ask: (field: RevealField) => void,
): DescriptionsProps['items'] {
  const masked = (field: RevealField, value: string) => (
    <MaskedValue
      field={field}
      masked={value}
      shown={shown}
      mayReveal={patient.mayReveal}
      onAsk={ask}
    />
  );
  return [
    { key: 'phone', label: '手机', children: masked('phone', patient.phoneMasked) },
    {
      key: 'identity',
      label: recordIdentityTypeWords[patient.identityType],
      children: masked('identityNumber', patient.identityNumberMasked),
    },
    {
      key: 'birth',
      label: '出生日期',
      children: <span className="num">{patient.birthDate}</span>,
    },
    {
      key: 'card',
      label: '就诊卡',
      children: <span className="num">{patient.cardNumber || '未填写'}</span>,
    },
    { key: 'address', label: '住址', children: masked('address', patient.addressMasked) },
    {
      key: 'contact',
      label: '联系人',
      children: (
        <span>
          {masked('contactName', patient.contactNameMasked)}{' '}
          {patient.contactPhoneMasked && masked('contactPhone', patient.contactPhoneMasked)}
        </span>
      ),
    },
    { key: 'history', label: '既往病史', children: patient.medicalHistory || '未填写' },
    { key: 'notes', label: '备注', children: patient.notes || '无' },
    {
      key: 'registered',
      label: '登记时间',
      children: <span className="num">{formatInstant(patient.registeredAt)}</span>,
    },
    {
      key: 'counts',
      label: '就诊情况',
      children: (
        <span className="num">
          预约 {patient.appointments} 次
          {patient.noShows > 0 && <b className="danger-text">，其中未到诊 {patient.noShows} 次</b>}
        </span>
      ),
    },
  ];
}

function PatientTabs({ patient }: { patient: Patient }) {
  const may = useMay();
  const { filters, setFilters } = useFilters<'tab' | 'part' | 'kind'>();
  const { id } = patient;
  const tabs = [
    ...(may('archive.display')
      ? [
          {
            key: 'archive',
            label: '健康档案',
            children: (
              <Suspense fallback={<ListLoading />}>
                <ArchiveTab patientId={id} isLocked={patient.isLocked} />
              </Suspense>
            ),
          },
        ]
      : []),
    { key: 'appointments', label: '预约', children: <PatientAppointments patientId={id} /> },
    ...(may('payment.display')
      ? [{ key: 'payments', label: '支付与退款', children: <PatientPayments patientId={id} /> }]
      : []),
    {
      key: 'proxies',
      label: `代办人（${patient.proxies}）`,
      children: <PatientProxies patientId={id} />,
    },
    ...(may('credit.display')
      ? [{ key: 'credit', label: '信用', children: <PatientCredit patientId={id} /> }]
      : []),
    { key: 'merges', label: '合并记录', children: <PatientMerges patientId={id} /> },
    { key: 'views', label: '谁看过', children: <PatientViews patientId={id} /> },
  ];
  return (
    <Tabs
      activeKey={tabs.find(({ key }) => key === filters.tab)?.key ?? tabs[0]?.key ?? ''}
      items={tabs}
      onChange={(tab) => setFilters({ tab, part: '', kind: '' })}
      destroyOnHidden
    />
  );
}
