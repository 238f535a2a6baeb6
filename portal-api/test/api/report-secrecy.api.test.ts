/**
 * A report of one patient reaches nobody without a right to it: every operation of the contract is asked
 * with its ids and those of its patient, by those who have none, and no answer holds a word of it. What is
 * not released reaches nobody but staff, whatever its own patient asks.
 */
import { operations, type Operation } from '@suizhen/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type Credentials, type TestApp } from '../support/app';
import { aClinic, aPatient, type TestClinic } from '../support/clinic';
import { requestWithForeignIds } from '../support/foreign-request';
import { endsSession } from '../support/fuzzed-request';
import { aDevice, signInAccount, signInStaff } from '../support/people';
import {
  anExternalSystem,
  anObservation,
  aPlace,
  aReport,
  aSource,
  criticalPotassium,
  takeReport,
} from '../support/records';

const all = Object.values(operations) as Operation[];
const itemCode = 'SECRECY-K';
/** Stand in every part of the report that says something. */
const words = '机密甲';
const heldWords = '机密乙';

let app: TestApp;
let owner: Credentials;
let shareToken: string;
/** Ids of the patient's things, by the name they have in requests. */
let ids: Record<string, string>;
const strangers = new Map<string, Credentials>();

const marked = (mark: string) => ({
  name: `${mark}报告`,
  reportNo: `${mark}号`,
  findings: `${mark}所见`,
  conclusion: `${mark}结论`,
  specimen: `${mark}标本`,
  observations: [anObservation({ code: itemCode, name: `${mark}项目`, value: `${mark}值` })],
});

beforeAll(async () => {
  app = await startTestApp();
  const account = await signInAccount(app);
  owner = account.as;
  const clinic = await aClinic(app);
  const patientId = await aPatient(app, { proxies: [account.accountId], name: '赵小满' });
  const systemId = await anExternalSystem(app, clinic.branchId);
  const take = async (report: Parameters<typeof aReport>[0]) => {
    const { branchId, departmentId } = clinic;
    const place = aPlace({ patientId, branchId, departmentId });
    return (await takeReport(app, aSource(systemId, app.newId()), place, aReport(report))).id;
  };
  const reportId = await take({ ...marked(words), studyUid: '1.2.3' });
  await take({ ...marked(heldWords), status: 'preliminary' });
  const held = marked(heldWords);
  const critical = criticalPotassium({ ...held.observations[0], flag: 'HH', isCritical: true });
  const heldId = await take({ ...held, observations: [critical] });
  const params = { reportId };
  const share = await app.call('shareMyReport', { params, body: {}, as: owner });
  const ticket = await app.call('createReportTicket', {
    params,
    body: { purpose: 'pdf' },
    as: owner,
  });
  shareToken = new URL(share.body.url).hash.slice(1);
  ids = {
    patientId,
    reportId,
    heldId,
    shareId: share.body.id,
    ticket: ticket.body.url.split('/').at(-1)!,
  };
  await makeStrangers(clinic);
});
afterAll(() => app?.close());

/** Everybody who has no right to it, each of their kind. */
async function makeStrangers({ branchId }: TestClinic): Promise<void> {
  const another = await signInAccount(app);
  await aPatient(app, { proxies: [another.accountId] });
  strangers.set('another account', another.as);
  strangers.set('nobody', {});
  const elsewhere = await aClinic(app);
  const place = { branchId: elsewhere.branchId, departmentId: elsewhere.departmentId };
  for (const role of ['doctor', 'nurse', 'front-desk', 'manager'] as const) {
    strangers.set(`a ${role} of another house`, (await signInStaff(app, { role, ...place })).as);
  }
  for (const role of ['super-admin', 'development-director', 'data-analyst'] as const) {
    strangers.set(`a ${role}`, (await signInStaff(app, { role })).as);
  }
  strangers.set(
    'the desk of the same house',
    (await signInStaff(app, { role: 'front-desk', branchId })).as,
  );
  strangers.set('a kiosk of the same house', (await aDevice(app, { kind: 'kiosk', branchId })).as);
}

async function textOf(operation: Operation, as: Credentials, given: Record<string, string>) {
  const isTrend = operation.path.includes('/trends/');
  const request = requestWithForeignIds(operation, isTrend ? { ...given, code: itemCode } : given);
  const search = operation.id.startsWith('searchMy') ? { limit: 30 } : undefined;
  const { body, status, headers } = await app.call(operation.id, {
    ...(request.params ? { params: request.params } : {}),
    ...(request.query && !isTrend ? { query: request.query } : {}),
    ...(request.body === undefined ? {} : { body: search ?? request.body }),
    as,
    timeoutMs: 20_000,
  });
  return { status, text: JSON.stringify([body ?? null, headers.get('location')]) };
}

const named = (list: Operation[]) => list.map((operation) => [operation.id, operation] as const);
const askable = all.filter((operation) => !endsSession.has(operation.id) && !operation.isStream);

describe('whoever has no right to a report', () => {
  it.each(named(askable))('%s tells them nothing of it', async (_, operation) => {
    const takesOne = /:(patientId|reportId|shareId|ticket)\b/.test(operation.path);
    for (const [who, as] of strangers) {
      for (const reportId of [ids.reportId!, ids.heldId!]) {
        const { status, text } = await textOf(operation, as, { ...ids, reportId });
        expect(text, `${operation.id} for ${who}`).not.toMatch(new RegExp(`${words}|${heldWords}`));
        const isPortal = operation.path.startsWith('/api/portal/');
        if (takesOne && isPortal) expect(status, `${operation.id} for ${who}`).toBeGreaterThan(399);
        if (!/:reportId\b/.test(operation.path)) break;
      }
    }
  });
});

/** What its own people would change by asking. */
const changing = new Set([
  'unlinkMyPatient',
  'withdrawConsent',
  'endReportShare',
  'bindWechatPhone',
]);

describe('its own people', () => {
  const portal = askable.filter(
    ({ id, access, isDownload }) => access.by === 'account' && !isDownload && !changing.has(id),
  );
  it.each(named(portal))('%s tells them nothing of what is held back', async (_, operation) => {
    const { text } = await textOf(operation, owner, { ...ids, reportId: ids.heldId! });
    expect(text).not.toContain(heldWords);
  });

  it('are told what is theirs: the words are looked for in the right places', async () => {
    for (const id of ['searchMyReports', 'getMyReport'] as const) {
      expect((await textOf(operations[id] as Operation, owner, ids)).text).toContain(words);
    }
    const guess = { token: shareToken, accessCode: '000000' };
    const { body } = await app.call('openSharedReport', { body: guess });
    expect(JSON.stringify(body)).not.toContain(words);
  });
});
