import { useMemo } from 'react';
import { useBranch } from '@/features/shared/branch';
import { useRead } from '@/shared/api/hooks';
import { titleWords } from '@/shared/format/labels';
import type { Doctor } from './create-form';
import type { GridRow } from './grid';

/** The rows of the grid: doctors in view, those of a department together. */
export function useDoctors(departmentId: string | undefined) {
  const { branchId } = useBranch();
  const query = useRead('listDoctorsForStaff', {
    query: {
      ...(branchId ? { branchId } : {}),
      ...(departmentId ? { departmentId } : {}),
    },
  });
  const doctors = useMemo(
    () =>
      [...(query.data?.items ?? [])].sort(
        (a, b) =>
          a.departmentName.localeCompare(b.departmentName, 'zh-CN') ||
          a.name.localeCompare(b.name, 'zh-CN'),
      ),
    [query.data],
  );
  const rows = useMemo<GridRow[]>(() => doctors.map(rowOf), [doctors]);
  return { query, doctors, rows };
}

const rowOf = (doctor: Doctor): GridRow => ({
  id: doctor.id,
  title: doctor.name,
  subtitle: `${doctor.departmentName} ${titleWords[doctor.title]}`,
});
