import { Button } from 'antd';
import { useState } from 'react';
import { PatientMatches } from '@/features/shared/patients/patient-matches';
import { RegisterDrawer } from '@/features/shared/patients/register-drawer';
import { useMay } from '@/features/shared/session';
import { SearchField } from '@/shared/ui/search-field';

/** Step one: who it is for. Known patients are found while typing, new ones registered in place. */
export function PatientFinder({ onChoose }: { onChoose: (patientId: string) => void }) {
  const [text, setText] = useState('');
  const [isRegistering, setRegistering] = useState(false);
  const may = useMay();
  return (
    <div className="stack" style={{ gap: 12 }}>
      <SearchField
        autoFocus
        width="100%"
        placeholder="姓名、手机后四位、证件号、卡号"
        value={text}
        onChange={setText}
      />
      {text === '' ? (
        <p className="quiet">问清姓名或手机号后四位，输入即可查找。</p>
      ) : (
        <PatientMatches text={text} onChoose={onChoose} />
      )}
      {may('patient.create') && (
        <Button onClick={() => setRegistering(true)}>没有找到，登记新患者</Button>
      )}
      <RegisterDrawer
        open={isRegistering}
        onClose={() => setRegistering(false)}
        onRegistered={(patient) => onChoose(patient.id)}
      />
    </div>
  );
}
