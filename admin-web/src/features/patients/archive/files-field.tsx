import { Button } from 'antd';
import { useRef, useState } from 'react';
import { messageOf } from '@/shared/api/api-error';
import { ListLoading } from '@/shared/ui/list-state';
import { acceptedFiles, fileProblem, keepFile, type KeptFile } from './kept-file';

interface Props {
  id?: string;
  value?: KeptFile[];
  onChange?: (files: KeptFile[]) => void;
  accept?: string;
  max?: number;
}

/** Files that are kept as soon as they are chosen, one after the other, with what was refused and why. */
export function FilesField({ id, value = [], onChange, accept = acceptedFiles, max = 9 }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const [progress, setProgress] = useState<{ done: number; total: number } | null>(null);
  const [problems, setProblems] = useState<string[]>([]);
  const take = async (chosen: File[]): Promise<void> => {
    const files = chosen.slice(0, max - value.length);
    const refused = chosen.length > files.length ? [`最多 ${max} 份，多出的没有添加`] : [];
    let kept = value;
    for (const [done, file] of files.entries()) {
      setProgress({ done, total: files.length });
      const problem = fileProblem(file, accept);
      if (problem !== null) {
        refused.push(`${file.name}：${problem}`);
        continue;
      }
      try {
        kept = [...kept, await keepFile(file)];
        onChange?.(kept);
      } catch (error) {
        refused.push(`${file.name}：${messageOf(error)}`);
      }
    }
    setProgress(null);
    setProblems(refused);
    if (input.current) input.current.value = '';
  };
  return (
    <div className="stack" style={{ gap: 8 }}>
      <input
        ref={input}
        type="file"
        multiple={max > 1}
        accept={accept}
        hidden
        aria-label="选择文件"
        onChange={(event) => void take([...(event.target.files ?? [])])}
      />
      <Button
        {...(id === undefined ? {} : { id })}
        style={{ alignSelf: 'start' }}
        disabled={progress !== null || value.length >= max}
        onClick={() => input.current?.click()}
      >
        {progress ? `正在上传 ${progress.done + 1}/${progress.total}` : '选择文件'}
      </Button>
      {progress && <ListLoading rows={1} />}
      <KeptList value={value} onRemove={(files) => onChange?.(files)} />
      {problems.map((problem) => (
        <span key={problem} className="danger-text" role="alert">
          {problem}
        </span>
      ))}
    </div>
  );
}

function KeptList({
  value,
  onRemove,
}: {
  value: KeptFile[];
  onRemove: (files: KeptFile[]) => void;
}) {
  return (
    <ul className="plain-list">
      {value.map((file) => (
        <li key={file.id}>
          {file.name} <span className="quiet num">{Math.ceil(file.bytes / 1024)} KB</span>{' '}
          <Button
            type="link"
            className="link-button"
            aria-label={`移除 ${file.name}`}
            onClick={() => onRemove(value.filter((one) => one.id !== file.id))}
          >
            移除
          </Button>
        </li>
      ))}
    </ul>
  );
}
