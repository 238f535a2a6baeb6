import { useState } from 'react';
import { glucoseMoments, type VitalKind } from '@suizhen/contract/wire';
import { goBack } from '@/app/navigate';
import { now, today } from '@/shared/clock/clock';
import { usePageParams } from '@/shared/hooks/use-params';
import { usePublicConfig } from '@/shared/hooks/use-public-config';
import { fieldError } from '@/shared/request/api-error';
import { Button } from '@/shared/ui/Button/Button';
import { Card } from '@/shared/ui/Card/Card';
import { Choice } from '@/shared/ui/Choice/Choice';
import { DateField, Field, TimeField } from '@/shared/ui/Field/Field';
import { Notice } from '@/shared/ui/Notice';
import { OutcomeHead } from '@/shared/ui/Outcome/OutcomeHead';
import { Page } from '@/shared/ui/Page/Page';
import { useRecordVital, type VitalReading } from '../../api/vitals';
import {
  cleanNumber,
  draftProblems,
  emptyDraft,
  readingOf,
  type DraftProblems,
  type VitalDraft,
} from '../../model/vital-form';
import { beyondAdvice, figureOf, momentWords, unitWords, vitalWords } from '../../model/vitals';

const moments = glucoseMoments.map((value) => ({ value, label: momentWords[value] }));
const whens = [
  { value: 'now', label: '现在' },
  { value: 'earlier', label: '早些时候' },
] as const;

interface PartProps {
  kind: VitalKind;
  draft: VitalDraft;
  problems: DraftProblems;
  change: (patch: Partial<VitalDraft>) => void;
}

function Numbers({ kind, draft, problems, change }: PartProps) {
  const isPressure = kind === 'blood-pressure';
  return (
    <>
      <Field
        label={isPressure ? '高压（收缩压）' : vitalWords[kind]}
        kind="decimal"
        isFigure
        maxLength={6}
        value={draft.main}
        onChange={(typed) => change({ main: cleanNumber(typed) })}
        hint={unitWords[kind]}
        error={problems.main}
      />
      {isPressure ? (
        <Field
          label="低压（舒张压）"
          kind="decimal"
          isFigure
          maxLength={6}
          value={draft.diastolic}
          onChange={(typed) => change({ diastolic: cleanNumber(typed) })}
          hint={unitWords[kind]}
          error={problems.diastolic}
        />
      ) : null}
      {kind === 'glucose' ? (
        <Choice
          title="什么时候测的"
          isRow
          options={moments}
          value={draft.moment}
          onChange={(moment) => change({ moment })}
        />
      ) : null}
    </>
  );
}

function When({ draft, problems, change }: PartProps) {
  return (
    <>
      <Choice
        title="测量时间"
        isRow
        options={whens}
        value={draft.isNow ? 'now' : 'earlier'}
        onChange={(when) => change({ isNow: when === 'now' })}
      />
      {draft.isNow ? null : (
        <>
          <DateField
            label="日期"
            end={today()}
            value={draft.date}
            onChange={(date) => change({ date })}
          />
          <TimeField
            label="时间"
            value={draft.time}
            onChange={(time) => change({ time })}
            error={problems.time}
          />
        </>
      )}
    </>
  );
}

/** Kept; beyond the limits it is said at once what to do. */
function Kept({ reading }: { reading: VitalReading }) {
  const phone = usePublicConfig().data?.servicePhone;
  const words = `${vitalWords[reading.kind]} ${figureOf(reading)} ${unitWords[reading.kind]}`;
  const isGood = !reading.isBeyondLimits;
  return (
    <>
      <OutcomeHead outcome={{ isGood, title: isGood ? '记好了' : '这次超出了提醒范围', words }} />
      {isGood ? null : (
        <Notice tone="danger">
          {beyondAdvice(reading, now())}
          {phone ? `医院电话 ${phone}` : ''}
        </Notice>
      )}
    </>
  );
}

export default function RecordVitalPage() {
  const { patientId = '', kind = 'blood-pressure' } = usePageParams('recordVital');
  const [draft, setDraft] = useState(emptyDraft);
  const [kept, setKept] = useState<VitalReading | null>(null);
  const record = useRecordVital(patientId);
  const change = (patch: Partial<VitalDraft>) => setDraft((before) => ({ ...before, ...patch }));
  const reading = readingOf(kind, draft);
  const found = draftProblems(kind, draft);
  const problems: DraftProblems = {
    main: found.main ?? fieldError(record.error, kind === 'blood-pressure' ? 'systolic' : 'value'),
    diastolic: found.diastolic ?? fieldError(record.error, 'diastolic'),
    time: found.time ?? fieldError(record.error, 'measuredAt'),
  };
  const submit = async () => {
    const answer = reading ? await record.run(reading) : undefined;
    if (answer) setKept(answer);
  };
  const part = { kind, draft, problems, change };
  return (
    <Page
      name="recordVital"
      title={`记一次${vitalWords[kind]}`}
      needs="consent"
      backTo="vitals"
      bottom={
        kept ? (
          <Button onTap={() => goBack('vitals')}>回到健康日记</Button>
        ) : (
          <Button disabled={!reading} isBusy={record.isBusy} onTap={() => void submit()}>
            保存
          </Button>
        )
      }
    >
      {kept ? (
        <Kept reading={kept} />
      ) : (
        <Card>
          <Numbers {...part} />
          <When {...part} />
          <Field
            label="备注"
            isOptional
            maxLength={100}
            placeholder="例如：刚散步回来"
            value={draft.note}
            onChange={(note) => change({ note })}
          />
        </Card>
      )}
    </Page>
  );
}
