import { Select } from 'antd';
import { useRead } from '@/shared/api/hooks';

interface Props {
  value: string | undefined;
  onChange: (systemId: string) => void;
}

export function SystemPicker({ value, onChange }: Props) {
  const systems = useRead('listExternalSystems', {}, { staleTime: 60_000 });
  return (
    <Select
      aria-label="系统"
      allowClear
      placeholder="全部系统"
      style={{ width: 180 }}
      loading={systems.isPending}
      value={value ?? null}
      options={(systems.data?.items ?? []).map((one) => ({ value: one.id, label: one.name }))}
      onChange={(next?: string | null) => onChange(next ?? '')}
    />
  );
}
