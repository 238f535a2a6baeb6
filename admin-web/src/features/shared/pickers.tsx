import { Select } from 'antd';
import { useMemo } from 'react';
import { useBranch } from '@/features/shared/branch';
import { useRead } from '@/shared/api/hooks';
import { formatFen } from '@/shared/format/money';

interface PickerProps {
  value?: string | null | undefined;
  onChange?: (id: string | undefined) => void;
  id?: string;
  placeholder?: string;
  allowClear?: boolean;
  disabled?: boolean;
  width?: number | string;
}

const LONG = 300_000;
const byLabel = { optionFilterProp: 'label' } as const;

/** Departments of the branch in view, grouped as on the hospital's signs. */
export function DepartmentPicker({
  value,
  onChange,
  width = 180,
  placeholder = '全部科室',
  allowClear = true,
  branchId: ownBranch,
  ...rest
}: PickerProps & { branchId?: string | undefined }) {
  const { branchId } = useBranch();
  const inBranch = ownBranch ?? branchId;
  const { data, isPending } = useRead(
    'listDepartmentsForStaff',
    { query: { ...(inBranch ? { branchId: inBranch } : {}) } },
    { staleTime: LONG },
  );
  const options = useMemo(
    () =>
      (data?.items ?? []).map((one) => ({
        value: one.id,
        label: inBranch ? one.name : `${one.name} · ${one.branchName}`,
      })),
    [data, inBranch],
  );
  return (
    <Select
      {...rest}
      aria-label="科室"
      showSearch={byLabel}
      allowClear={allowClear}
      loading={isPending}
      style={{ width }}
      placeholder={placeholder}
      value={value ?? undefined}
      onChange={(next?: string) => onChange?.(next)}
      options={options}
    />
  );
}

export function DoctorPicker({
  value,
  onChange,
  width = 160,
  placeholder = '全部医生',
  allowClear = true,
  departmentId,
  ...rest
}: PickerProps & { departmentId?: string | undefined }) {
  const { branchId } = useBranch();
  const { data, isPending } = useRead(
    'listDoctorsForStaff',
    {
      query: {
        ...(branchId ? { branchId } : {}),
        ...(departmentId ? { departmentId } : {}),
      },
    },
    { staleTime: LONG },
  );
  const options = useMemo(
    () =>
      (data?.items ?? []).map((one) => ({
        value: one.id,
        label: departmentId ? one.name : `${one.name} · ${one.departmentName}`,
      })),
    [data, departmentId],
  );
  return (
    <Select
      {...rest}
      aria-label="医生"
      showSearch={byLabel}
      allowClear={allowClear}
      loading={isPending}
      style={{ width }}
      placeholder={placeholder}
      value={value ?? undefined}
      onChange={(next?: string) => onChange?.(next)}
      options={options}
    />
  );
}

/** Registration services with their price, which is the fee of a clinic. */
export function ServicePicker({ value, onChange, width = '100%', ...rest }: PickerProps) {
  const { data, isPending } = useRead('listServices', { query: {} }, { staleTime: LONG });
  const options = (data?.items ?? [])
    .filter((service) => service.kind === 'registration')
    .map((service) => ({
      value: service.id,
      label: `${service.name} ${formatFen(service.priceFen)}`,
    }));
  return (
    <Select
      {...rest}
      showSearch={byLabel}
      loading={isPending}
      style={{ width }}
      placeholder="请选择挂号服务"
      value={value ?? undefined}
      onChange={(next?: string) => onChange?.(next)}
      options={options}
    />
  );
}

export function BranchPicker({
  value,
  onChange,
  width = '100%',
  placeholder = '请选择院区',
  allowClear = false,
  ...rest
}: PickerProps) {
  const { data, isPending } = useRead('listBranchesForStaff', {}, { staleTime: LONG });
  return (
    <Select
      {...rest}
      allowClear={allowClear}
      loading={isPending}
      style={{ width }}
      placeholder={placeholder}
      value={value ?? undefined}
      onChange={(next?: string) => onChange?.(next)}
      options={(data?.items ?? []).map((one) => ({ value: one.id, label: one.name }))}
    />
  );
}
