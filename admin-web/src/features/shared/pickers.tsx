import { Select, type SelectProps } from 'antd';
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

type ChoiceProps = Pick<
  SelectProps<string | undefined>,
  'aria-label' | 'showSearch' | 'allowClear' | 'loading' | 'options'
> &
  PickerProps;

/** A select that speaks of ids; cleared, it says undefined. */
function Choice({ value, onChange, width, ...rest }: ChoiceProps) {
  return (
    <Select<string | undefined>
      {...rest}
      style={{ width }}
      value={value ?? undefined}
      onChange={(next) => onChange?.(next)}
    />
  );
}

/** Departments of the branch in view, grouped as on the hospital's signs. */
export function DepartmentPicker({
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
    <Choice
      aria-label="科室"
      width={width}
      placeholder={placeholder}
      allowClear={allowClear}
      {...rest}
      showSearch={byLabel}
      loading={isPending}
      options={options}
    />
  );
}

export function DoctorPicker({
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
    <Choice
      aria-label="医生"
      width={width}
      placeholder={placeholder}
      allowClear={allowClear}
      {...rest}
      showSearch={byLabel}
      loading={isPending}
      options={options}
    />
  );
}

/** Registration services with their price, which is the fee of a clinic. */
export function ServicePicker({ width = '100%', ...rest }: PickerProps) {
  const { data, isPending } = useRead('listServices', { query: {} }, { staleTime: LONG });
  const options = (data?.items ?? [])
    .filter((service) => service.kind === 'registration')
    .map((service) => ({
      value: service.id,
      label: `${service.name} ${formatFen(service.priceFen)}`,
    }));
  return (
    <Choice
      {...rest}
      width={width}
      placeholder="请选择挂号服务"
      showSearch={byLabel}
      loading={isPending}
      options={options}
    />
  );
}

export function BranchPicker({
  width = '100%',
  placeholder = '请选择院区',
  allowClear = false,
  ...rest
}: PickerProps) {
  const { data, isPending } = useRead('listBranchesForStaff', {}, { staleTime: LONG });
  return (
    <Choice
      {...rest}
      width={width}
      placeholder={placeholder}
      allowClear={allowClear}
      loading={isPending}
      options={(data?.items ?? []).map((one) => ({ value: one.id, label: one.name }))}
    />
  );
}
