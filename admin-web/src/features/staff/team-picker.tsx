import { Select } from 'antd';
import { useRead } from '@/shared/api/hooks';

interface TeamPickerProps {
  id?: string;
  value?: string | null | undefined;
  onChange?: (id: string | undefined) => void;
  placeholder: string;
  width?: number | string;
}

export function TeamPicker({ value, onChange, width = '100%', ...rest }: TeamPickerProps) {
  const teams = useRead('listTeams', {}, { staleTime: 60_000 });
  return (
    <Select
      {...rest}
      aria-label="团队"
      allowClear
      style={{ width }}
      loading={teams.isPending}
      value={value ?? null}
      onChange={(next?: string | null) => onChange?.(next ?? undefined)}
      options={(teams.data?.items ?? [])
        .filter((team) => team.isActive || team.id === value)
        .map((team) => ({ value: team.id, label: team.name }))}
    />
  );
}
