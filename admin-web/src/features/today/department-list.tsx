import { Progress } from 'antd';
import type { Answer } from '@/shared/api/client';
import { look } from '@/shared/look/tokens';

export type DepartmentCounts = Answer<'getDaySummary'>['departments'][number];

export const takenOf = (one: DepartmentCounts): number =>
  one.booked + one.arrived + one.fulfilled + one.noshow + one.pending;

interface Props {
  departments: DepartmentCounts[];
  chosen: string | undefined;
  onChoose: (departmentId: string | undefined) => void;
}

/** The departments of the day, each with how full it is; choosing one narrows the list beside it. */
export function DepartmentList({ departments, chosen, onChoose }: Props) {
  const all = departments.reduce((sum, one) => sum + takenOf(one), 0);
  const places = departments.reduce((sum, one) => sum + one.places, 0);
  return (
    <ul className="choices choice-list" aria-label="科室">
      <Choice
        name="全部科室"
        taken={all}
        places={places}
        isChosen={chosen === undefined}
        onChoose={() => onChoose(undefined)}
      />
      {departments.map((one) => (
        <Choice
          key={one.departmentId}
          name={one.departmentName}
          taken={takenOf(one)}
          places={one.places}
          isChosen={chosen === one.departmentId}
          onChoose={() => onChoose(one.departmentId)}
        />
      ))}
    </ul>
  );
}

interface ChoiceProps {
  name: string;
  taken: number;
  places: number;
  isChosen: boolean;
  onChoose: () => void;
}

function Choice({ name, taken, places, isChosen, onChoose }: ChoiceProps) {
  const percent = places === 0 ? 0 : Math.min(100, Math.round((taken / places) * 100));
  return (
    <li>
      <button type="button" aria-pressed={isChosen} onClick={onChoose}>
        <span className="choice-line">
          <span>{name}</span>
          <span className="num quiet">
            {taken}/{places}
          </span>
        </span>
        <Progress
          aria-hidden
          percent={percent}
          showInfo={false}
          size="small"
          strokeColor={percent >= 100 ? look.warn : look.primary}
          railColor={look.line}
        />
      </button>
    </li>
  );
}
