import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ClientRequestOf, ResponseOf } from '@suizhen/contract';
import type { EncounterClass } from '@suizhen/contract/wire';
import { fromHere, goBack } from '@/app/navigate';
import { useMayReadRecords } from '@/shared/api/queries';
import { useSubmit } from '@/shared/hooks/use-submit';
import { call } from '@/shared/request/client';
import { toast } from '@/shared/ui/Toast/toast';
import { recordKeys } from './keys';

export type EncounterSummary = ResponseOf<'listMyEncounters'>['items'][number];
export type Encounter = ResponseOf<'getMyEncounter'>;
export type HealthDocument = ResponseOf<'listMyDocuments'>['items'][number];
export type DentalRecord = ResponseOf<'getMyDentalRecord'>;
type NewDocument = ClientRequestOf<'addMyDocument'>['body'];

const pageSize = 20;

export function useEncounters(patientId: string, kind: EncounterClass | undefined) {
  const enabled = useMayReadRecords() && patientId !== '';
  return useInfiniteQuery({
    queryKey: [...recordKeys.encounters(patientId), kind ?? 'all'],
    queryFn: ({ pageParam }) =>
      call('listMyEncounters', {
        params: { patientId },
        query: {
          limit: pageSize,
          ...(kind ? { class: kind } : {}),
          ...(pageParam ? { cursor: pageParam } : {}),
        },
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    enabled,
  });
}

export function useEncounter(encounterId: string) {
  const enabled = useMayReadRecords() && encounterId !== '';
  return useQuery({
    queryKey: recordKeys.encounter(encounterId),
    queryFn: () => call('getMyEncounter', { params: { encounterId } }),
    enabled,
  });
}

export function useDocumentList(patientId: string) {
  const enabled = useMayReadRecords() && patientId !== '';
  return useInfiniteQuery({
    queryKey: recordKeys.documents(patientId),
    queryFn: ({ pageParam }) =>
      call('listMyDocuments', {
        params: { patientId },
        query: { limit: pageSize, ...(pageParam ? { cursor: pageParam } : {}) },
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    enabled,
  });
}

export function useAddDocument(patientId: string) {
  const client = useQueryClient();
  return useSubmit(async (body: NewDocument, idempotencyKey) => {
    const onward = fromHere();
    await call('addMyDocument', { params: { patientId }, body }, { idempotencyKey });
    await client.invalidateQueries({ queryKey: recordKeys.documents(patientId) });
    toast('已添加');
    onward(() => goBack('archive'));
    return true;
  });
}

export function useRemoveDocument(patientId: string) {
  const client = useQueryClient();
  return useSubmit(async (documentId: string) => {
    await call('removeMyDocument', { params: { documentId } });
    await client.invalidateQueries({ queryKey: recordKeys.documents(patientId) });
    toast('已移除');
    return true;
  });
}

export function useDental(patientId: string) {
  const enabled = useMayReadRecords() && patientId !== '';
  return useQuery({
    queryKey: recordKeys.dental(patientId),
    queryFn: () => call('getMyDentalRecord', { params: { patientId } }),
    enabled,
  });
}
