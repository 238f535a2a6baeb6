import { SearchOutlined } from '@ant-design/icons';
import { Input } from 'antd';
import { useEffect, useState } from 'react';
import { useDebounced } from '@/shared/hooks/use-debounced';

interface Props {
  value: string;
  onChange: (text: string) => void;
  placeholder: string;
  width?: number | string;
  autoFocus?: boolean;
}

/** The search of a page: `/` jumps here; it tells its owner when typing pauses. */
export function SearchField({ value, onChange, placeholder, width = 240, autoFocus }: Props) {
  const [text, setText] = useState(value);
  const settled = useDebounced(text);
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (settled !== value && settled === text) onChange(settled.trim());
    // Only a pause in typing speaks; a change from outside is already known there.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [settled]);
  return (
    <span data-search>
      <Input
        allowClear
        autoFocus={autoFocus ?? false}
        prefix={<SearchOutlined aria-hidden />}
        style={{ width }}
        maxLength={50}
        value={text}
        placeholder={placeholder}
        aria-label={placeholder}
        onChange={(event) => setText(event.target.value)}
        onPressEnter={() => onChange(text.trim())}
      />
    </span>
  );
}
