import { relations, type Relation } from '@suizhen/contract/wire';
import { relationWords } from '@/shared/format/words';
import { Choice } from '@/shared/ui/Choice/Choice';

const options = relations.map((value) => ({ value, label: relationWords[value] }));

interface RelationChoiceProps {
  value: Relation | null;
  onChange: (relation: Relation) => void;
  error?: string | undefined;
}

export function RelationChoice({ value, onChange, error }: RelationChoiceProps) {
  return (
    <Choice
      title="就诊人是您的"
      isRow
      options={options}
      value={value}
      onChange={onChange}
      error={error}
    />
  );
}
