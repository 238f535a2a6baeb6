import { Button } from 'antd';
import { useState } from 'react';
import { RegisterDrawer } from '@/features/shared/patients/register-drawer';
import { useMay } from '@/features/shared/session';
import type { Item } from '@/shared/api/client';
import { useRead } from '@/shared/api/hooks';
import { careClassWords, genderWords } from '@/shared/format/labels';
import { ListEmpty, ListError, ListLoading } from '@/shared/ui/list-state';
import { SearchField } from '@/shared/ui/search-field';

type Row = Item<'searchPatients'>;

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
        <Matches text={text} onChoose={onChoose} />
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

function Matches({ text, onChoose }: { text: string; onChoose: (patientId: string) => void }) {
  const found = useRead('searchPatients', { body: { text, limit: 8 } }, { keepPrevious: true });
  if (found.error) return <ListError error={found.error} onRetry={() => void found.refetch()} />;
  if (found.isPending) return <ListLoading rows={3} />;
  if (found.data.items.length === 0) {
    return <ListEmpty title="没有找到这位患者" hint="请核对后再试，或登记新患者。" />;
  }
  return (
    <ul className="match-list" aria-label="找到的患者">
      {found.data.items.map((patient) => (
        <li key={patient.id}>
          <button type="button" onClick={() => onChoose(patient.id)}>
            <PatientLine patient={patient} />
          </button>
        </li>
      ))}
    </ul>
  );
}

export function PatientLine({ patient }: { patient: Row }) {
  return (
    <>
      <b>{patient.name}</b> {genderWords[patient.gender]} {patient.age} 岁
      {patient.careClass !== 'regular' && (
        <span className="warn-text"> {careClassWords[patient.careClass]}患者</span>
      )}
      <div className="quiet num">
        {patient.phoneMasked} {patient.identityNumberMasked}
        {patient.cardNumber && ` 卡 ${patient.cardNumber}`}
      </div>
    </>
  );
}
