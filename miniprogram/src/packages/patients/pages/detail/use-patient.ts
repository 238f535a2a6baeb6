import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { Relation } from '@suizhen/contract/wire';
import { fromHere, goBack } from '@/app/navigate';
import { keys, useMayReadRecords, type MyPatient } from '@/shared/api/queries';
import { useSubmit } from '@/shared/hooks/use-submit';
import { call } from '@/shared/request/client';
import { toast } from '@/shared/ui/Toast/toast';
import type { Profile } from '../../components/ProfileFields';

export function usePatient(patientId: string) {
  const enabled = useMayReadRecords() && patientId !== '';
  return useQuery({
    queryKey: keys.patient(patientId),
    queryFn: () => call('getMyPatient', { params: { patientId } }),
    enabled,
  });
}

function useAdopt() {
  const client = useQueryClient();
  return async (patient: MyPatient) => {
    client.setQueryData(keys.patient(patient.id), patient);
    await client.invalidateQueries({ queryKey: keys.patients, exact: true });
  };
}

export type PatientDraft = Profile & { relation: Relation };

export function useSavePatient(patient: MyPatient) {
  const adopt = useAdopt();
  return useSubmit(async (draft: PatientDraft) => {
    const params = { patientId: patient.id };
    const body = { ...draft, version: patient.version };
    await adopt(await call('updateMyPatient', { params, body }));
    toast('已保存');
    return true;
  });
}

export function useMakeDefault(patientId: string) {
  const adopt = useAdopt();
  return useSubmit(async (_: 'default') => {
    await adopt(await call('setDefaultPatient', { params: { patientId } }));
    toast('已设为默认就诊人');
  });
}

export function useUnlink(patientId: string) {
  const client = useQueryClient();
  return useSubmit(async (_: 'unlink') => {
    const onward = fromHere();
    await call('unlinkMyPatient', { params: { patientId } });
    client.removeQueries({ queryKey: keys.patient(patientId) });
    await client.invalidateQueries({ queryKey: keys.patients, exact: true });
    void client.invalidateQueries({ queryKey: keys.appointments });
    toast('已移除这位就诊人');
    onward(() => goBack('patients'));
  });
}
