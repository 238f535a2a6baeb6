import { createHash } from 'node:crypto';
import { addRows, type DemoContext } from './demo-context';
import { demoId } from './seeded';

interface DemoFile {
  key: string;
  name: string;
  contentType: 'image/png' | 'application/pdf';
  content: Buffer;
  owner: { account_id: string } | { staff_id: string };
  at: Date;
  attachedTo: string;
}

/** Keeps a file as the product does: sealed, and tied to what needs it. @returns its id */
export async function addFile({ sql, secrets }: DemoContext, file: DemoFile): Promise<string> {
  const id = demoId('file', file.key);
  const row = {
    id,
    ...file.owner,
    name: file.name,
    content_type: file.contentType,
    bytes: file.content.length,
    sha256: createHash('sha256').update(file.content).digest('hex'),
    content: `\\x${secrets.seal(file.content).toString('hex')}`,
    created_at: file.at,
    attached_to: file.attachedTo,
    attached_at: file.at,
  };
  await addRows(sql, 'stored_file', [row]);
  return id;
}
