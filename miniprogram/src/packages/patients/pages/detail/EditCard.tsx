import { useState } from 'react';
import type { MyPatient } from '@/shared/api/queries';
import { Button } from '@/shared/ui/Button/Button';
import { Card } from '@/shared/ui/Card/Card';
import { cardProblem, ProfileFields } from '../../components/ProfileFields';
import { RelationChoice } from '../../components/RelationChoice';
import { useSavePatient, type PatientDraft } from './use-patient';

interface EditCardProps {
  patient: MyPatient;
  onDone: () => void;
}

/** What the account may change itself; name and document are corrected at the desk. */
export function EditCard({ patient, onDone }: EditCardProps) {
  const [draft, setDraft] = useState<PatientDraft>({
    relation: patient.relation,
    cardNumber: patient.cardNumber,
    allergies: patient.allergies,
    medicalHistory: patient.medicalHistory,
  });
  const save = useSavePatient(patient);
  const change = (patch: Partial<PatientDraft>) => setDraft((before) => ({ ...before, ...patch }));
  const wrongCard = cardProblem(draft.cardNumber);
  const submit = async () => {
    if (await save.run(draft)) onDone();
  };
  return (
    <Card title="修改资料">
      <RelationChoice value={draft.relation} onChange={(relation) => change({ relation })} />
      <ProfileFields value={draft} onChange={change} cardError={wrongCard} />
      <Button disabled={Boolean(wrongCard)} isBusy={save.isBusy} onTap={() => void submit()}>
        保存
      </Button>
      <Button look="text" onTap={onDone}>
        不改了
      </Button>
    </Card>
  );
}
