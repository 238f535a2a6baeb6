import { InputNumber, Space } from 'antd';

interface Props {
  value?: number | null;
  onChange?: (fen: number | null) => void;
  id?: string;
  disabled?: boolean;
  max?: number;
  'aria-label'?: string;
}

/** Typed as yuan, kept as fen. */
export function YuanInput({ value, onChange, max, ...rest }: Props) {
  return (
    <Space.Compact>
      <Space.Addon>¥</Space.Addon>
      <InputNumber<number>
        {...rest}
        className="num"
        min={0}
        max={(max ?? 100_000_00) / 100}
        precision={2}
        step={1}
        value={value === null || value === undefined ? null : value / 100}
        onChange={(yuan) => onChange?.(yuan === null ? null : Math.round(yuan * 100))}
      />
    </Space.Compact>
  );
}
