import { useRef, useState } from 'react';
import { sentenceOf } from '@/shared/request/api-error';
import { call } from '@/shared/request/client';
import { toast } from '@/shared/ui/Toast/toast';
import { documentProblem, type DocumentSource, type PickedDocument } from './document';
import { pickDocuments } from './pick-documents';

/** Four million letters take a while in a hospital's network. */
const patienceMs = 60_000;

export interface SentDocument {
  key: number;
  name: string;
  bytes: number;
  state: 'sending' | 'sent' | 'failed';
  fileId: string | null;
  problem: string;
}

/** Documents go up as they are picked, each by itself, and can be taken out again. */
export function useDocuments(most: number) {
  const [documents, setDocuments] = useState<readonly SentDocument[]>([]);
  const files = useRef(new Map<number, PickedDocument>());
  const lastKey = useRef(0);

  const patch = (key: number, change: Partial<SentDocument>) =>
    setDocuments((before) => before.map((one) => (one.key === key ? { ...one, ...change } : one)));

  const send = async (key: number): Promise<void> => {
    const file = files.current.get(key);
    if (!file) return;
    patch(key, { state: 'sending', problem: '' });
    try {
      const body = { name: file.name.slice(-100), base64: await file.readBase64() };
      const { id } = await call('uploadFile', { body }, { patienceMs });
      patch(key, { state: 'sent', fileId: id });
    } catch (problem) {
      patch(key, { state: 'failed', problem: sentenceOf(problem) });
    }
  };

  const add = async (source: DocumentSource): Promise<void> => {
    const room = most - documents.length;
    const all = await pickDocuments(source, room);
    const wrong = all.map(documentProblem).find((problem) => problem !== null);
    if (wrong) toast(wrong);
    for (const file of all.filter((one) => documentProblem(one) === null).slice(0, room)) {
      lastKey.current += 1;
      const key = lastKey.current;
      files.current.set(key, file);
      const { name, bytes } = file;
      const row = { key, name, bytes, state: 'sending', fileId: null, problem: '' } as const;
      setDocuments((before) => [...before, row]);
      void send(key);
    }
  };

  const remove = (key: number): void => {
    files.current.delete(key);
    setDocuments((before) => before.filter((one) => one.key !== key));
  };

  return {
    documents,
    most,
    isSending: documents.some(({ state }) => state === 'sending'),
    fileIds: documents.flatMap(({ fileId }) => (fileId ? [fileId] : [])),
    add,
    remove,
    retry: (key: number) => void send(key),
  };
}
