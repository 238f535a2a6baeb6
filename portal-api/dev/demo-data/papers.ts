import { addDays, instantAt } from '../../src/kernel/local-date';
import { certificatePdf } from './data/certificate';
import { photographedPage } from './data/picture';
import { addRows, type DemoContext } from './demo-context';
import { addFile } from './demo-files';
import { familyMember } from './family-ids';
import { demoId } from './seeded';

const attachedTo = 'health-document';
const paperId = (patientId: string, key: string) =>
  demoId('health-document', `${patientId}/${key}`);

export const firstPaperId = paperId(familyMember(0, 0).patientId, 'thyroid');

/** What the family brought from other hospitals. */
export async function addPapers(context: DemoContext): Promise<void> {
  const { today } = context;
  const [mother, father] = [familyMember(0, 0), familyMember(0, 3)];
  await addPaper(context, mother, {
    key: 'thyroid',
    category: 'outside-report',
    title: '甲状腺彩超报告',
    hospital: '市第二人民医院',
    date: addDays(today, -48),
    files: [
      { name: '彩超报告.png', contentType: 'image/png', content: photographedPage() },
      {
        name: '检验单.pdf',
        contentType: 'application/pdf',
        content: certificatePdf(['THYROID FUNCTION', 'Demonstration document, nobody real']),
      },
    ],
  });
  await addPaper(context, father, {
    key: 'discharge',
    category: 'discharge',
    title: '心内科出院小结',
    hospital: '省人民医院',
    date: addDays(today, -320),
    files: [
      {
        name: '出院小结.pdf',
        contentType: 'application/pdf',
        content: certificatePdf(['DISCHARGE SUMMARY', 'Demonstration document, nobody real']),
      },
    ],
  });
}

interface Paper {
  key: string;
  category: 'outside-report' | 'discharge';
  title: string;
  hospital: string;
  date: string;
  files: { name: string; contentType: 'image/png' | 'application/pdf'; content: Buffer }[];
}

async function addPaper(
  context: DemoContext,
  who: ReturnType<typeof familyMember>,
  paper: Paper,
): Promise<void> {
  const id = paperId(who.patientId, paper.key);
  const at = instantAt(addDays(context.today, -30), '20:10');
  await addRows(context.sql, 'health_document', [
    {
      id,
      patient_id: who.patientId,
      category: paper.category,
      title: paper.title,
      hospital_name: paper.hospital,
      document_date: paper.date,
      account_id: who.accountId,
      added_at: at,
    },
  ]);
  for (const [index, file] of paper.files.entries()) {
    const owner = { account_id: who.accountId };
    const key = `${id}/${index}`;
    const fileId = await addFile(context, { ...file, key, owner, at, attachedTo });
    const row = { document_id: id, position: index + 1, file_id: fileId };
    await addRows(context.sql, 'health_document_file', [row]);
  }
}
