import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { ClientRequestOf, ResponseOf } from '@suizhen/contract';
import type { VitalKind } from '@suizhen/contract/wire';
import { useMayReadRecords } from '@/shared/api/queries';
import { useSubmit } from '@/shared/hooks/use-submit';
import { call } from '@/shared/request/client';
import { toast } from '@/shared/ui/Toast/toast';
import { recordKeys } from './keys';

export type VitalReading = ResponseOf<'recordMyVital'>;
export type VitalLimit = ResponseOf<'saveMyVitalLimit'>['items'][number];
export type VitalDevice = ResponseOf<'listMyVitalDevices'>['items'][number];
export type NewDevice = ResponseOf<'addMyVitalDevice'>;
export type NewReading = ClientRequestOf<'recordMyVital'>['body'];
type LimitDraft = ClientRequestOf<'saveMyVitalLimit'>['body'];

export function useVitals(patientId: string, kind: VitalKind, from: string | undefined) {
  const enabled = useMayReadRecords() && patientId !== '';
  return useQuery({
    queryKey: [...recordKeys.vitals(patientId), kind, from ?? ''],
    queryFn: () =>
      call('listMyVitals', {
        params: { patientId },
        query: { kind, ...(from ? { from } : {}) },
      }),
    enabled,
  });
}

function useReadAgain(patientId: string) {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: recordKeys.vitals(patientId) });
}

export function useRecordVital(patientId: string) {
  const readAgain = useReadAgain(patientId);
  return useSubmit(async (body: NewReading, idempotencyKey) => {
    const reading = await call(
      'recordMyVital',
      { params: { patientId }, body },
      { idempotencyKey },
    );
    await readAgain();
    return reading;
  });
}

export function useRemoveVital(patientId: string) {
  const readAgain = useReadAgain(patientId);
  return useSubmit(async (vitalId: string) => {
    await call('removeMyVital', { params: { vitalId } });
    await readAgain();
    toast('已删除这一次');
    return true;
  });
}

export function useSaveLimit(patientId: string) {
  const readAgain = useReadAgain(patientId);
  return useSubmit(async (body: LimitDraft) => {
    await call('saveMyVitalLimit', { params: { patientId }, body });
    await readAgain();
    return true;
  });
}

export function useDevices(patientId: string) {
  const enabled = useMayReadRecords() && patientId !== '';
  return useQuery({
    queryKey: recordKeys.devices(patientId),
    queryFn: async () => (await call('listMyVitalDevices', { params: { patientId } })).items,
    enabled,
  });
}

export function useAddDevice(patientId: string) {
  const client = useQueryClient();
  return useSubmit(async (body: { name: string; kinds: VitalKind[] }) => {
    const device = await call('addMyVitalDevice', { params: { patientId }, body });
    await client.invalidateQueries({ queryKey: recordKeys.devices(patientId) });
    return device;
  });
}

export function useRemoveDevice(patientId: string) {
  const client = useQueryClient();
  return useSubmit(async (vitalDeviceId: string) => {
    await call('removeMyVitalDevice', { params: { vitalDeviceId } });
    await client.invalidateQueries({ queryKey: recordKeys.devices(patientId) });
    toast('设备已移除');
    return true;
  });
}
