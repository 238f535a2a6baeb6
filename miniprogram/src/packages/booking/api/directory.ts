import { useQuery } from '@tanstack/react-query';
import type { ResponseOf } from '@suizhen/contract';
import { call } from '@/shared/request/client';

export type Department = ResponseOf<'listDepartments'>['items'][number];
export type Doctor = ResponseOf<'listDepartmentDoctors'>['items'][number];
export type SearchHit = ResponseOf<'searchDirectory'>['items'][number];

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

export const useSearch = (words: string, branchId: string | undefined) =>
  useQuery({
    queryKey: ['search', words, branchId],
    queryFn: async () =>
      (await call('searchDirectory', { query: { q: words, ...(branchId ? { branchId } : {}) } }))
        .items,
    enabled: words !== '',
    placeholderData: (before) => before,
  });
