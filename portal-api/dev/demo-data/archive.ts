import type { DemoContext } from './demo-context';
import { addDiary } from './diary';
import { addPapers, firstPaperId } from './papers';
import { addTeeth } from './teeth';

/** What the archive of the families holds beside what the hospital's own systems send. Once: days go on by themselves. */
export async function addArchive(context: DemoContext): Promise<void> {
  const known = await context.sql.query(`select 1 from health_document where id = $1`, [
    firstPaperId,
  ]);
  if (known.length > 0) return;
  await addDiary(context);
  await addPapers(context);
  await addTeeth(context);
}
