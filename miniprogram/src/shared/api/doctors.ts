/** Doctors, their days and their slots: what more than one package reads of them. */
import { useQuery, type QueryClient } from '@tanstack/react-query';
import type { ResponseOf } from '@suizhen/contract';
import { call } from '@/shared/request/client';

export type Slot = ResponseOf<'listDoctorSlots'>['items'][number];

export const useDoctor = (doctorId: string) =>
  useQuery({
    queryKey: ['doctor', doctorId],
    queryFn: () => call('getDoctor', { params: { doctorId } }),
    enabled: doctorId !== '',
  });

export const useDoctorDays = (doctorId: string) =>
  useQuery({
    queryKey: ['doctor-days', doctorId],
    queryFn: async () => (await call('listDoctorDays', { params: { doctorId } })).items,
    enabled: doctorId !== '',
  });

/** Remaining counts age within seconds on a release morning, so they are never taken from cache. */
export const useSlots = (doctorId: string, date: string | null) =>
  useQuery({
    queryKey: ['slots', doctorId, date],
    queryFn: async () =>
      (await call('listDoctorSlots', { params: { doctorId }, query: { date: date ?? '' } })).items,
    enabled: doctorId !== '' && date !== null && date !== '',
    staleTime: 0,
  });

/** After a place was taken or given back every count on screen is old. */
export function forgetCounts(client: QueryClient): void {
  for (const key of ['slots', 'doctor-days', 'department-days', 'department-doctors', 'doctor']) {
    void client.invalidateQueries({ queryKey: [key] });
  }
}
