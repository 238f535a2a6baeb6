import { navigate } from '@/app/navigate';
import type { MyPatient } from '@/shared/api/queries';
import { usePageParams } from '@/shared/hooks/use-params';
import { useUnreadReports } from '@/shared/session/unread-reports';
import { Button } from '@/shared/ui/Button/Button';
import { Card, LinkRow, Row } from '@/shared/ui/Card/Card';
import { UnreadMark } from '@/shared/ui/UnreadMark';
import { PatientPage } from '../../components/PatientPage';

/** What every doctor asks first. */
function Basics({ patient }: { patient: MyPatient }) {
  return (
    <Card title="过敏与病史">
      <Row name="过敏史">{patient.allergies || '未填写'}</Row>
      <Row name="病史">{patient.medicalHistory || '未填写'}</Row>
      <Button look="text" isInline onTap={() => navigate('patient', { id: patient.id })}>
        修改
      </Button>
    </Card>
  );
}

function Shelves({ patientId }: { patientId: string }) {
  const unread = useUnreadReports();
  return (
    <>
      <Card isFlush>
        <LinkRow
          icon="file"
          title="检查报告"
          note="检验、影像、病理和体检"
          after={<UnreadMark unread={unread} />}
          onTap={() => navigate('reports', { patientId })}
        />
        <LinkRow
          icon="visits"
          title="就诊记录"
          note="诊断、医嘱和费用"
          onTap={() => navigate('encounters', { patientId })}
        />
        <LinkRow
          icon="shield"
          title="体检记录"
          note="历次体检报告"
          onTap={() => navigate('reports', { patientId, kind: 'physical-exam' })}
        />
        <LinkRow
          icon="bag"
          title="外院资料"
          note="您上传的其他医院报告"
          onTap={() => navigate('documents', { patientId })}
        />
      </Card>
      <Card isFlush>
        <LinkRow
          icon="clock"
          title="健康日记"
          note="血压、血糖、体重、心率和体温"
          onTap={() => navigate('vitals', { patientId })}
        />
        <LinkRow
          icon="info"
          title="口腔档案"
          note="牙位、治疗前后和加工单"
          onTap={() => navigate('dental', { patientId })}
        />
        <LinkRow
          icon="eye"
          title="谁看过资料"
          note="医院工作人员的查看记录"
          onTap={() => navigate('recordViews', { id: patientId })}
        />
      </Card>
    </>
  );
}

export default function ArchivePage() {
  const { patientId } = usePageParams('archive');
  return (
    <PatientPage name="archive" patientId={patientId} backTo="me">
      {(patient) => (
        <>
          <Basics patient={patient} />
          <Shelves patientId={patient.id} />
        </>
      )}
    </PatientPage>
  );
}
