import { useState } from 'react';
import type { VitalKind } from '@suizhen/contract/wire';
import { goBack } from '@/app/navigate';
import { usePageParams } from '@/shared/hooks/use-params';
import { fieldError } from '@/shared/request/api-error';
import { Box } from '@/shared/ui/base';
import { Button } from '@/shared/ui/Button/Button';
import { Card } from '@/shared/ui/Card/Card';
import { Field } from '@/shared/ui/Field/Field';
import { Loaded } from '@/shared/ui/List/Loaded';
import { Page } from '@/shared/ui/Page/Page';
import { toast } from '@/shared/ui/Toast/toast';
import { useSaveLimit, useVitals, type VitalLimit } from '../../api/vitals';
import r from '../../components/records.module.scss';
import { cleanNumber } from '../../model/vital-form';
import { limitOf, limitWords, unitWords, vitalWords } from '../../model/vitals';

type Ends = Pick<VitalLimit, 'low' | 'high' | 'lowDiastolic' | 'highDiastolic'>;
type Draft = Record<keyof Ends, string>;

const labelsOf = (kind: VitalKind): [keyof Ends, string][] =>
  kind === 'blood-pressure'
    ? [
        ['high', '高压不高于'],
        ['low', '高压不低于'],
        ['highDiastolic', '低压不高于'],
        ['lowDiastolic', '低压不低于'],
      ]
    : [
        ['high', '不高于'],
        ['low', '不低于'],
      ];

const typed = (value: number | null | undefined): string => (value == null ? '' : String(value));
const numeric = (value: string): number | null => (value === '' ? null : Number(value));
const none: Ends = { low: null, high: null, lowDiastolic: null, highDiastolic: null };

function FormCard({
  patientId,
  kind,
  limit,
}: {
  patientId: string;
  kind: VitalKind;
  limit: VitalLimit | undefined;
}) {
  const [draft, setDraft] = useState<Draft>({
    low: typed(limit?.low),
    high: typed(limit?.high),
    lowDiastolic: typed(limit?.lowDiastolic),
    highDiastolic: typed(limit?.highDiastolic),
  });
  const save = useSaveLimit(patientId);
  const keep = async (ends: Ends, said: string) => {
    if (!(await save.run({ kind, ...ends }))) return;
    toast(said);
    goBack('vitals');
  };
  const ends: Ends = {
    low: numeric(draft.low),
    high: numeric(draft.high),
    lowDiastolic: numeric(draft.lowDiastolic),
    highDiastolic: numeric(draft.highDiastolic),
  };
  const isCrossed =
    (ends.low !== null && ends.high !== null && ends.low >= ends.high) ||
    (ends.lowDiastolic !== null &&
      ends.highDiastolic !== null &&
      ends.lowDiastolic >= ends.highDiastolic);
  const isEmpty = Object.values(ends).every((value) => value === null);
  return (
    <Card title={`${vitalWords[kind]}的提醒范围`}>
      <Box className={r['intro']}>
        超出范围时，会马上提醒您，也会告诉医院。不填的一边不提醒。范围该设多少，请听医生的。
      </Box>
      {limit && limitWords(limit) ? (
        <Box className={r['intro']}>
          {limit.isPersonal ? '现在是您自己的范围：' : '现在是医院默认的范围：'}
          {limitWords(limit)}
        </Box>
      ) : null}
      {labelsOf(kind).map(([end, label]) => (
        <Field
          key={end}
          label={`${label}（${unitWords[kind]}）`}
          kind="decimal"
          isFigure
          maxLength={6}
          value={draft[end]}
          onChange={(value) => setDraft((before) => ({ ...before, [end]: cleanNumber(value) }))}
          error={
            isCrossed && end === 'low' ? '下限应小于上限，请核对' : fieldError(save.error, end)
          }
        />
      ))}
      <Button
        disabled={isCrossed || isEmpty}
        isBusy={save.isBusy}
        onTap={() => void keep(ends, '提醒范围已保存')}
      >
        保存
      </Button>
      {limit?.isPersonal ? (
        <Button look="text" onTap={() => void keep(none, '已恢复医院默认的范围')}>
          恢复医院默认
        </Button>
      ) : null}
    </Card>
  );
}

export default function VitalLimitsPage() {
  const { patientId = '', kind = 'blood-pressure' } = usePageParams('vitalLimits');
  const query = useVitals(patientId, kind, undefined);
  return (
    <Page name="vitalLimits" needs="consent" backTo="vitals">
      <Loaded query={query} skeletonCards={1}>
        {({ limits }) => (
          <FormCard patientId={patientId} kind={kind} limit={limitOf(limits, kind)} />
        )}
      </Loaded>
    </Page>
  );
}
