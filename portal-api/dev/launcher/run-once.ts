import fs from 'node:fs';
import path from 'node:path';
import { runNode, tail } from './short-lived';
import { PartFailure } from './supervisor';

export interface Task {
  name: string;
  args: string[];
  env: Record<string, string>;
}

/** Runs a program to its end; when it fails, the end of what it said is the message. */
export async function runOnce(root: string, logs: string, task: Task): Promise<void> {
  const { code, signal, output } = await runNode(root, task.args, task.env);
  fs.mkdirSync(logs, { recursive: true });
  fs.writeFileSync(path.join(logs, `${task.name}.log`), output, { mode: 0o600 });
  if (code === 0) return;
  throw new PartFailure(`${task.name} failed (${signal ?? `code ${code}`}):\n${tail(output, 15)}`);
}
