import { createHash } from 'node:crypto';
import { Inject, Provide, Scope, ScopeEnum } from '@midwayjs/core';
import type { ResponseOf } from '@suizhen/contract';
import { AppError, Database, KernelContext, newId, type Sql, type Tx } from '../../kernel';
import { cleanFileName } from './file-name';
import type { SniffedFile } from './file-fault';

interface StoredFile extends Record<string, unknown> {
  id: string;
  name: string;
  content_type: string;
  bytes: number;
  created_at: Date;
}

type FileInfo = ResponseOf<'uploadFile'>;

/** Who brought a file: it is theirs alone until something is made of it. */
export type FileOwner = { accountId: string } | { staffId: string };

/** As it was handed in. */
interface FileContent {
  name: string;
  contentType: string;
  content: Buffer;
}

const columns = 'id, name, content_type, bytes, created_at';

/**
 * Files in PostgreSQL: a document is there exactly when the row that needs it is, one backup holds both,
 * and API processes need no disk in common. They are few and small; should they ever be many, this class is
 * what changes. The content is sealed: a certificate says as much as a diagnosis.
 */
@Provide()
@Scope(ScopeEnum.Singleton)
export class FileStore {
  @Inject()
  kernelContext: KernelContext;
  @Inject()
  database: Database;

  async add(tx: Tx, owner: FileOwner, name: string, file: SniffedFile): Promise<FileInfo> {
    const now = this.kernelContext.clock.now();
    const { content, contentType } = file;
    const rows = await tx.query<StoredFile>(
      `insert into stored_file (id, ${ownerColumn(owner)}, name, content_type, bytes, sha256, content, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8) returning ${columns}`,
      [
        newId(now),
        ownerId(owner),
        cleanFileName(name, contentType),
        contentType,
        content.length,
        createHash('sha256').update(content).digest('hex'),
        this.kernelContext.secrets.seal(content),
        now,
      ],
    );
    return this.present(rows[0]!);
  }

  /** How many somebody has brought since then. */
  async countSince(tx: Tx, owner: FileOwner, since: Date): Promise<number> {
    const [row] = await tx.query<{ n: number }>(
      `select count(*)::int as n from stored_file where ${ownerColumn(owner)} = $1 and created_at > $2`,
      [ownerId(owner), since],
    );
    return row?.n ?? 0;
  }

  /**
   * Ties loose files of somebody to what needs them; from then on they stay.
   * @param to what they belong to, e.g. `credit-appeal`
   * @throws NOT_FOUND when one is not theirs, or is tied already
   */
  async attach(tx: Tx, owner: FileOwner, fileIds: readonly string[], to: string): Promise<void> {
    const tied = await tx.query(
      `update stored_file set attached_to = $3, attached_at = $4
        where id = any($2) and ${ownerColumn(owner)} = $1 and attached_to is null returning id`,
      [ownerId(owner), fileIds, to, this.kernelContext.clock.now()],
    );
    if (tied.length !== new Set(fileIds).size) {
      throw new AppError('NOT_FOUND', { message: '材料已失效，请重新上传' });
    }
  }

  /** Nothing needs them any more; whatever pointed at them is gone. */
  async erase(tx: Tx, fileIds: readonly string[], attachedTo: string): Promise<void> {
    await tx.query(`delete from stored_file where id = any($1) and attached_to = $2`, [
      fileIds,
      attachedTo,
    ]);
  }

  /** @throws NOT_FOUND */
  async read(fileId: string, accountId?: string): Promise<ResponseOf<'getMyFile'>> {
    const { row, content } = await this.load(fileId, accountId);
    return { ...this.present(row), base64: content.toString('base64') };
  }

  /** The bytes, for whoever has made sure that they may be seen. @throws NOT_FOUND */
  async content(fileId: string): Promise<FileContent> {
    const { row, content } = await this.load(fileId);
    return { name: row.name, contentType: row.content_type, content };
  }

  /** By id, without the content. */
  async infosOf(
    fileIds: readonly string[],
    sql: Sql = this.database,
  ): Promise<Map<string, FileInfo>> {
    if (fileIds.length === 0) return new Map();
    const rows = await sql.query<StoredFile>(
      `select ${columns} from stored_file where id = any($1)`,
      [fileIds],
    );
    return new Map(rows.map((row) => [row.id, this.present(row)]));
  }

  private async load(
    fileId: string,
    accountId?: string,
  ): Promise<{ row: StoredFile; content: Buffer }> {
    const [row] = await this.database.query<StoredFile & { content: Buffer; sha256: string }>(
      `select ${columns}, sha256, content from stored_file
        where id = $1 and ($2::uuid is null or account_id = $2)`,
      [fileId, accountId ?? null],
    );
    if (!row) throw new AppError('NOT_FOUND');
    const content = this.kernelContext.secrets.open(row.content);
    if (createHash('sha256').update(content).digest('hex') !== row.sha256) {
      throw new Error(`stored file ${row.id} is not what was stored`);
    }
    return { row, content };
  }

  private present(row: StoredFile): FileInfo {
    return {
      id: row.id,
      name: row.name,
      contentType: row.content_type,
      bytes: row.bytes,
      createdAt: row.created_at.toISOString(),
    };
  }
}

function ownerColumn(owner: FileOwner): string {
  return 'accountId' in owner ? 'account_id' : 'staff_id';
}

function ownerId(owner: FileOwner): string {
  return 'accountId' in owner ? owner.accountId : owner.staffId;
}
