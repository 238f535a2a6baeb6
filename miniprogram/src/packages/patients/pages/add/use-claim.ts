import { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import type { ResponseOf } from '@suizhen/contract';
import { fromHere, goBack } from '@/app/navigate';
import { keys } from '@/shared/api/queries';
import { today } from '@/shared/clock/clock';
import { useSubmit } from '@/shared/hooks/use-submit';
import { ApiError, fieldError } from '@/shared/request/api-error';
import { call } from '@/shared/request/client';
import { toast } from '@/shared/ui/Toast/toast';
import {
  claimRequest,
  emptyClaim,
  problemsOf,
  type ClaimForm,
  type ClaimProblems,
} from '../../model/claim-form';

type Claim = ResponseOf<'claimPatient'>;

const inputs = Object.keys(emptyClaim) as (keyof ClaimForm)[];

/** What the server refused, under the input it is about. */
function refusedInputs(error: unknown): ClaimProblems {
  const problems: ClaimProblems = {};
  for (const name of inputs) {
    const words = fieldError(error, name);
    if (words) problems[name] = words;
  }
  return problems;
}

/** First the form, then the code: only who holds the phone may act for the patient. */
export function useClaim() {
  const client = useQueryClient();
  const [form, setForm] = useState<ClaimForm>(emptyClaim);
  const [problems, setProblems] = useState<ClaimProblems>({});
  const [claim, setClaim] = useState<Claim | null>(null);

  const ask = useSubmit(
    async (_: ClaimForm) => call('claimPatient', { body: claimRequest(form, today()) }),
    {
      onError: (error) => {
        const refused = refusedInputs(error);
        setProblems(refused);
        return Object.keys(refused).length > 0;
      },
    },
  );
  const confirm = useSubmit(
    async (code: string) => {
      const onward = fromHere();
      const params = { claimId: claim?.claimId ?? '' };
      await call('confirmPatientClaim', { params, body: { code } });
      await client.invalidateQueries({ queryKey: keys.patients });
      toast('就诊人已添加');
      onward(() => goBack('patients'));
    },
    { onError: (error) => error instanceof ApiError && error.code === 'CODE_INVALID' },
  );

  const send = async (): Promise<number | undefined> => {
    const answer = await ask.run(form);
    if (answer) setClaim(answer);
    return answer?.retryAfterSeconds;
  };
  const submit = () => {
    const found = problemsOf(form, today());
    setProblems(found);
    if (Object.keys(found).length > 0) toast('还有几项需要核对');
    else void send();
  };
  const change = (patch: Partial<ClaimForm>) => {
    setForm((before) => ({ ...before, ...patch }));
    // What is being corrected is no longer blamed.
    setProblems((before) => {
      const rest = { ...before };
      for (const name of Object.keys(patch) as (keyof ClaimForm)[]) delete rest[name];
      return rest;
    });
  };
  return { form, problems, claim, change, submit, send, ask, confirm, edit: () => setClaim(null) };
}
