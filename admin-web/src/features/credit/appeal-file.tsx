import { Button } from 'antd';
import { useEffect, useState } from 'react';
import type { Answer } from '@/shared/api/client';
import { useRead } from '@/shared/api/hooks';
import { ListError, ListLoading } from '@/shared/ui/list-state';

type File = Answer<'getCreditAppeal'>['files'][number];

/** A document is fetched when somebody opens it: each look is recorded. */
export function AppealFile({ appealId, file }: { appealId: string; file: File }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <div className="card">
      <div className="row">
        <span>{file.name}</span>
        <span className="quiet num">{Math.ceil(file.bytes / 1024)} KB</span>
        <Button type="link" className="link-button" onClick={() => setOpen(!isOpen)}>
          {isOpen ? '收起' : '查看'}
        </Button>
      </div>
      {isOpen && <FileView appealId={appealId} fileId={file.id} />}
    </div>
  );
}

function FileView({ appealId, fileId }: { appealId: string; fileId: string }) {
  const file = useRead(
    'getCreditAppealFile',
    { params: { appealId, fileId } },
    { staleTime: Infinity },
  );
  const address = useObjectUrl(file.data);
  if (file.error) return <ListError error={file.error} onRetry={() => void file.refetch()} />;
  if (!file.data || !address) return <ListLoading rows={3} />;
  if (file.data.contentType.startsWith('image/')) {
    return <img src={address} alt={file.data.name} style={{ maxWidth: '100%' }} />;
  }
  return (
    <a href={address} download={file.data.name}>
      下载 {file.data.name}
    </a>
  );
}

/** Lives as long as it is shown; the content never stands in an address. */
function useObjectUrl(file: Answer<'getCreditAppealFile'> | undefined): string | undefined {
  const [address, setAddress] = useState<string>();
  useEffect(() => {
    if (!file) return;
    const bytes = Uint8Array.from(atob(file.base64), (char) => char.charCodeAt(0));
    const made = URL.createObjectURL(new Blob([bytes], { type: file.contentType }));
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [file]);
  return address;
}
