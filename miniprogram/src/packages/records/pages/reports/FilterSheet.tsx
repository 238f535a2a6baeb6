import { useState } from 'react';
import { today } from '@/shared/clock/clock';
import { Button } from '@/shared/ui/Button/Button';
import { Check, Choice } from '@/shared/ui/Choice/Choice';
import { DateField } from '@/shared/ui/Field/Field';
import { Sheet } from '@/shared/ui/Sheet/Sheet';
import { rangeProblem, spans, spanWords } from '../../model/date-range';
import { noFilters, type Filters } from './filters';

interface FilterSheetProps {
  isOpen: boolean;
  value: Filters;
  departments: readonly { id: string; name: string }[];
  onClose: () => void;
  onChange: (filters: Filters) => void;
}

const spanOptions = spans.map((value) => ({ value, label: spanWords[value] }));

function Dates({ draft, change }: { draft: Filters; change: (patch: Partial<Filters>) => void }) {
  if (draft.span !== 'own') return null;
  return (
    <>
      <DateField
        label="从"
        value={draft.from}
        end={today()}
        onChange={(from) => change({ from })}
        error={rangeProblem(draft)}
      />
      <DateField label="到" value={draft.to} end={today()} onChange={(to) => change({ to })} />
    </>
  );
}

/** When, from which department, and only what is new or beyond its range. */
export function FilterSheet(props: FilterSheetProps) {
  const [draft, setDraft] = useState(props.value);
  const change = (patch: Partial<Filters>) => setDraft((before) => ({ ...before, ...patch }));
  const use = (filters: Filters) => {
    props.onChange(filters);
    props.onClose();
  };
  const isOdd = rangeProblem(draft) !== undefined;
  return (
    <Sheet
      isOpen={props.isOpen}
      title="筛选报告"
      onClose={props.onClose}
      foot={
        <>
          <Button disabled={isOdd} onTap={() => use(draft)}>
            看结果
          </Button>
          <Button look="text" onTap={() => use(noFilters)}>
            清除筛选
          </Button>
        </>
      }
    >
      <Choice
        title="报告时间"
        isRow
        options={spanOptions}
        value={draft.span}
        onChange={(span) => change({ span })}
      />
      <Dates draft={draft} change={change} />
      {props.departments.length > 0 ? (
        <Choice
          title="科室"
          isRow
          options={[
            { value: '', label: '全部科室' },
            ...props.departments.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          value={draft.departmentId}
          onChange={(departmentId) => change({ departmentId })}
        />
      ) : null}
      <Check isOn={draft.isUnread} label="只看未读" onChange={(isUnread) => change({ isUnread })}>
        只看未读
      </Check>
      <Check
        isOn={draft.isAbnormal}
        label="只看有异常的"
        onChange={(isAbnormal) => change({ isAbnormal })}
      >
        只看有异常的
      </Check>
    </Sheet>
  );
}
