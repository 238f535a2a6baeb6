import type { Item } from '@/shared/api/client';
import { useRead } from '@/shared/api/hooks';
import { careClassWords, genderWords } from '@/shared/format/labels';
import { ListEmpty, ListError, ListLoading } from '@/shared/ui/list-state';
import './patient-matches.css';

type Row = Item<'searchPatients'>;

interface Props {
  text: string;
  chosenId?: string | null;
  onChoose: (patientId: string) => void;
}

/** Patients that fit what is typed; one of them is chosen. */
export function PatientMatches({ text, chosenId, onChoose }: Props) {
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
          <button
            type="button"
            {...(chosenId === undefined ? {} : { 'aria-pressed': chosenId === patient.id })}
            onClick={() => onChoose(patient.id)}
          >
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
