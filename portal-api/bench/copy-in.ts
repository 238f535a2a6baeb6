import type { Connection, Pool, Submittable } from 'pg';

/** `COPY … FROM STDIN` over pg's own connection: what PostgreSQL does with rows when nobody asks anything of it. */
class CopyIn implements Submittable {
  readonly done: Promise<void>;
  private succeed!: () => void;
  private fail!: (error: Error) => void;

  constructor(
    private readonly text: string,
    private readonly chunks: readonly Buffer[],
  ) {
    this.done = new Promise((resolve, reject) => {
      this.succeed = resolve;
      this.fail = reject;
    });
  }

  submit(connection: Connection): void {
    connection.query(this.text);
  }

  handleCopyInResponse(connection: CopyConnection): void {
    for (const chunk of this.chunks) connection.sendCopyFromChunk(chunk);
    connection.endCopyFrom();
  }

  handleCommandComplete(): void {
    // What counts is the end of the statement, which is said when the connection is ready again.
  }

  handleReadyForQuery(): void {
    this.succeed();
  }

  handleError(error: Error): void {
    this.fail(error);
  }
}

interface CopyConnection {
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
}

/**
 * @param text `copy … from stdin`
 * @param chunks rows in the text format
 */
export async function copyIn(sql: Pool, text: string, chunks: readonly Buffer[]): Promise<void> {
  const client = await sql.connect();
  try {
    await client.query(new CopyIn(text, chunks)).done;
  } finally {
    client.release();
  }
}

/** Rows of texts as COPY reads them, a few thousand in a chunk. */
export function copyChunks(rows: readonly (readonly (string | null)[])[]): Buffer[] {
  const chunks: Buffer[] = [];
  for (let from = 0; from < rows.length; from += 2_000) {
    const lines = rows.slice(from, from + 2_000).map((row) => `${row.map(fieldOf).join('\t')}\n`);
    chunks.push(Buffer.from(lines.join('')));
  }
  return chunks;
}

const escapes: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

function fieldOf(value: string | null): string {
  return value === null ? '\\N' : value.replace(/[\\\t\n\r]/g, (letter) => escapes[letter]!);
}
