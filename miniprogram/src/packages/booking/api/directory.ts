import { useQuery } from '@tanstack/react-query';
import type { ResponseOf } from '@suizhen/contract';
import { call } from '@/shared/request/client';

export type Department = ResponseOf<'listDepartments'>['items'][number];
export type Doctor = ResponseOf<'listDepartmentDoctors'>['items'][number];
export type SearchHit = ResponseOf<'searchDirectory'>['items'][number];
export type Slot = ResponseOf<'listDoctorSlots'>['items'][number];

const slow = 5 * 60_000;

export const useBranches = () =>
  useQuery({
    queryKey: ['branches'],
    queryFn: async () => (await call('listBranches')).items,
    staleTime: slow,
  });

export const useDepartments = (branchId: string | null) =>
  useQuery({
    queryKey: ['departments', branchId],
    queryFn: async () =>
      (await call('listDepartments', { params: { branchId: branchId ?? '' } })).items,
    enabled: branchId !== null,
    staleTime: slow,
  });

export const useDepartmentDays = (departmentId: string) =>
  useQuery({
    queryKey: ['department-days', departmentId],
    queryFn: async () => (await call('listDepartmentDays', { params: { departmentId } })).items,
    enabled: departmentId !== '',
  });

export const useDepartmentDoctors = (departmentId: string, date: string | null) =>
  useQuery({
    queryKey: ['department-doctors', departmentId, date],
    queryFn: async () =>
      (
        await call('listDepartmentDoctors', {
          params: { departmentId },
          query: date ? { date } : {},
        })
      ).items,
    enabled: departmentId !== '',
  });

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

export const useSearch = (words: string, branchId: string | undefined) =>
  useQuery({
    queryKey: ['search', words, branchId],
    queryFn: async () =>
      (await call('searchDirectory', { query: { q: words, ...(branchId ? { branchId } : {}) } }))
        .items,
    enabled: words !== '',
    placeholderData: (before) => before,
  });
