import { navigate } from '@/app/navigate';
import type { MyPatient } from '@/shared/api/queries';
import { maskName } from '@/shared/format/marks';
import { genderWords, relationWords } from '@/shared/format/words';
import { Button } from '@/shared/ui/Button/Button';
import { Card } from '@/shared/ui/Card/Card';
import { Choice } from '@/shared/ui/Choice/Choice';
import { Empty } from '@/shared/ui/List/States';

interface PatientChoiceProps {
  title?: string;
  patients: readonly MyPatient[];
  value: string | null;
  onChange: (patientId: string) => void;
}

const addPatient = () => navigate('addPatient');

/** For whom. The default 就诊人 is chosen beforehand. */
export function PatientChoice(props: PatientChoiceProps) {
  const { title = '为谁预约', patients, value, onChange } = props;
  if (patients.length === 0) {
    return (
      <Card>
        <Empty
          icon="people"
          title="先添加就诊人"
          words="给谁看病，就添加谁。可以是您自己，也可以是家人"
          actionLabel="添加就诊人"
          onAction={addPatient}
        />
      </Card>
    );
  }
  return (
    <Card>
      <Choice
        title={title}
        value={value}
        onChange={onChange}
        options={patients.map((patient) => ({
          value: patient.id,
          label: `${maskName(patient.name)}（${relationWords[patient.relation]}）`,
          note: `${genderWords[patient.gender]} ${patient.age} 岁`,
        }))}
      />
      <Button look="text" onTap={addPatient}>
        添加其他就诊人
      </Button>
    </Card>
  );
}
