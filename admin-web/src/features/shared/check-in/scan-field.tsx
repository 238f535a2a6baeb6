import { ScanOutlined } from '@ant-design/icons';
import { Input } from 'antd';
import { useState } from 'react';
import { useWrite } from '@/shared/api/hooks';

/** A scanner types the code and presses Enter; the visit opens. */
export function ScanField({ onFound }: { onFound: (appointmentId: string) => void }) {
  const [code, setCode] = useState('');
  const find = useWrite('findCheckIn', {
    onDone: ({ id }) => {
      setCode('');
      onFound(id);
    },
  });
  return (
    <Input
      aria-label="扫描签到码"
      placeholder="扫描签到码"
      prefix={<ScanOutlined />}
      style={{ width: 180 }}
      value={code}
      maxLength={200}
      disabled={find.isPending}
      autoComplete="off"
      onChange={(event) => setCode(event.target.value)}
      onPressEnter={() => {
        const typed = code.trim();
        if (typed.length >= 4) find.mutate({ body: { code: typed } });
      }}
    />
  );
}
