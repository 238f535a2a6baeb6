import { useState } from 'react';
import { vitalKinds, type VitalKind } from '@suizhen/contract/wire';
import { navigate } from '@/app/navigate';
import { usePageParams } from '@/shared/hooks/use-params';
import { Button } from '@/shared/ui/Button/Button';
import { Chips } from '../../components/Chips';
import { PatientPage } from '../../components/PatientPage';
import { vitalWords } from '../../model/vitals';
import { Diary } from './Diary';

const kinds = vitalKinds.map((value) => ({ value, label: vitalWords[value] }));

export default function VitalsPage() {
  const { patientId, kind: kindOfAddress } = usePageParams('vitals');
  const [kind, setKind] = useState<VitalKind>(kindOfAddress ?? 'blood-pressure');
  return (
    <PatientPage
      name="vitals"
      patientId={patientId}
      backTo="archive"
      bottom={(patient) => (
        <Button onTap={() => navigate('recordVital', { patientId: patient.id, kind })}>
          记一次{vitalWords[kind]}
        </Button>
      )}
    >
      {(patient) => (
        <>
          <Chips label="测量项目" options={kinds} value={kind} onChange={setKind} />
          <Diary key={`${patient.id}${kind}`} patientId={patient.id} kind={kind} />
        </>
      )}
    </PatientPage>
  );
}
