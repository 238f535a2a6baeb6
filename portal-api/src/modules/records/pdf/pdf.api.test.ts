import { createHmac } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestApp, type Credentials, type TestApp } from '../../../../test/support/app';
import { aClinic, aPatient, type TestClinic } from '../../../../test/support/clinic';
import { readPdf } from '../../../../test/support/pdf-text';
import {
  signInAccount,
  signInStaff,
  type TestAccount,
  type TestStaff,
} from '../../../../test/support/people';
import {
  anExternalSystem,
  anObservation,
  aPlace,
  aReport,
  aSource,
  criticalPotassium,
  takeReport,
} from '../../../../test/support/records';
import { ForgetOldTickets } from '../../files/tickets';
import type { IncomingReport } from '..';

const linkKey = 'a key that both sides hold';
let app: TestApp;
let clinic: TestClinic;
let systemId: string;
let owner: TestAccount;
let doctor: TestStaff;
let patientId: string;

beforeAll(async () => {
  app = await startTestApp({ env: { PACS_LINK_KEY: linkKey } });
  clinic = await aClinic(app);
  systemId = await anExternalSystem(app, clinic.branchId);
  const { branchId, departmentId } = clinic;
  doctor = await signInStaff(app, { role: 'doctor', branchId, departmentId, name: '欧阳明' });
});
afterAll(() => app?.close());
beforeEach(async () => {
  owner = await signInAccount(app, { phone: `1350000${String(Math.random()).slice(2, 6)}` });
  patientId = await aPatient(app, { proxies: [owner.accountId], name: '赵小满' });
});

async function take(report: Partial<IncomingReport> = {}, sourceId = app.newId(), version = 1) {
  const { branchId, departmentId } = clinic;
  const place = aPlace({ patientId, branchId, departmentId });
  return (await takeReport(app, aSource(systemId, sourceId, version), place, aReport(report))).id;
}

const many = (count: number) =>
  Array.from({ length: count }, (_, n) =>
    anObservation({ code: `X${n}`, name: `检验项目第${n}号`, value: `${n}.5`, number: n + 0.5 }),
  );

const ticketFor = (reportId: string, purpose = 'pdf', as = owner.as) =>
  app.call('createReportTicket', { params: { reportId }, body: { purpose }, as });
const staffTicketFor = (reportId: string, purpose = 'pdf', as = doctor.as) =>
  app.call('createStaffReportTicket', { params: { reportId }, body: { purpose }, as });
const fetchTicket = (url: string, as: Credentials = owner.as, method = 'GET') =>
  fetch(`${app.url}${url}`, { headers: as, redirect: 'manual', method });
async function pdfOf(url: string, as: Credentials = owner.as) {
  const response = await fetchTicket(url, as);
  expect(response.status).toBe(200);
  const bytes = Buffer.from(await response.arrayBuffer());
  keep(bytes);
  return { response, ...readPdf(bytes), bytes };
}

/** To look at: `KEEP_PDF=/some/folder`. */
let kept = 0;
function keep(pdf: Buffer): void {
  const folder = process.env.KEEP_PDF;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/${++kept}.pdf`, pdf);
}

describe('the PDF of a report', () => {
  it('says everything on A4, in words, with its reader across it', async () => {
    await app.sql.query(`update patient set card_number = 'C77' where id = $1`, [patientId]);
    const id = await take({
      observations: [
        anObservation({ value: '5.9', number: 5.9, flag: 'H' }),
        anObservation({ code: 'NA', name: '血清钠', value: '128', number: 128, flag: 'L' }),
        anObservation({ code: 'AB', name: '抗体', value: '阳性', number: null, flag: 'A' }),
      ],
      conclusion: '建议复查',
    });
    const { body } = await ticketFor(id);
    expect(body.url).toMatch(/^\/api\/portal\/tickets\/[\w-]{43}$/);
    const { response, pages, embeddedFonts, bytes } = await pdfOf(body.url);
    expect(response.headers.get('content-type')).toBe('application/pdf');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('content-disposition')).toBe(
      `inline; filename="___ 2026-03-03.pdf"; filename*=UTF-8''${encodeURIComponent('电解质 2026-03-03.pdf')}`,
    );
    expect(pages).toHaveLength(1);
    const text = pages[0]!.replaceAll('\n', '');
    for (const words of [
      '检验报告 · 电解质',
      '姓名：赵小满',
      '性别：男',
      '年龄：45 岁',
      '就诊卡：C77',
      '报告号：R0001',
      '血清钾5.9↑ 偏高mmol/L3.5-5.3',
      '血清钠128↓ 偏低',
      '抗体阳性异常',
      '建议复查',
      '审核者：孙技师',
      '盖章处',
      '第 1 页，共 1 页',
      '赵小满 2026-03-03 09:00 查看',
    ]) {
      expect(text).toContain(words);
    }
    expect(text).not.toContain('\ufffd');
    expect(embeddedFonts.map((font) => font.replace(/^.*\+/, '')).sort()).toEqual([
      'NotoSansSC-Bold',
      'NotoSansSC-Regular',
    ]);
    expect(bytes.toString('latin1')).toContain('/MediaBox [0 0 595.28 841.89]');
  });

  it('runs over as many pages as it needs, each with its head and number', async () => {
    const id = await take({ observations: many(90) });
    const { body } = await ticketFor(id);
    const { pages } = await pdfOf(body.url);
    expect(pages.length).toBeGreaterThan(1);
    pages.forEach((page, index) => {
      const text = page.replaceAll('\n', '');
      expect(text).toContain(`第 ${index + 1} 页，共 ${pages.length} 页`);
      expect(text).toContain('姓名：赵小满');
    });
    const whole = pages.join('').replaceAll('\n', '');
    for (let n = 0; n < 90; n++) expect(whole).toContain(`检验项目第${n}号`);
    expect(whole.split('盖章处')).toHaveLength(2);
  });

  it('holds the findings of a picture, and nothing in them reaches for anything', async () => {
    const id = await take({
      kind: 'imaging',
      name: '胸部CT平扫',
      observations: [],
      findings: '双肺纹理清晰。http://127.0.0.1:9/x file:///etc/passwd <b>粗</b>',
      conclusion: '未见明显异常',
    });
    const { pages } = await pdfOf((await ticketFor(id)).body.url);
    const text = pages.join('').replaceAll('\n', '');
    expect(text).toContain('检查所见');
    expect(text).toContain('file:///etc/passwd <b>粗</b>');
    expect(text).toContain('未见明显异常');
  });

  it('is drawn beside the event loop', async () => {
    const id = await take({ observations: many(40) });
    await pdfOf((await ticketFor(id)).body.url);
    const { body } = await ticketFor(id);
    const before = performance.eventLoopUtilization();
    await fetchTicket(body.url).then((response) => response.arrayBuffer());
    // However slow the machine: while the page is drawn, this thread mostly has nothing to do.
    expect(performance.eventLoopUtilization(before).utilization).toBeLessThan(0.6);
  });

  it('for staff bears their name, and critical values in words', async () => {
    const id = await take({ observations: [criticalPotassium()] });
    expect((await ticketFor(id)).error?.code).toBe('NOT_FOUND');
    const { body } = await staffTicketFor(id);
    expect(body.url).toMatch(/^\/api\/staff\/tickets\//);
    const { pages } = await pdfOf(body.url, doctor.as);
    const text = pages[0]!.replaceAll('\n', '');
    expect(text).toContain('欧阳明 2026-03-03 09:00 查看');
    expect(text).toContain('↑↑ 危急');
    const { rows } = await app.sql.query(
      `select patient_id from audit_event where action = 'report.print' and resource_id = $1`,
      [id],
    );
    expect(rows).toEqual([{ patient_id: patientId }]);
  });
});

describe('a ticket', () => {
  it('opens once, whoever comes at the same time', async () => {
    const { body } = await ticketFor(await take());
    const answers = await Promise.all(Array.from({ length: 5 }, () => fetchTicket(body.url)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 404, 404, 404, 404]);
  });

  it('is not used up by a look at it', async () => {
    const { body } = await ticketFor(await take());
    expect((await fetchTicket(body.url, owner.as, 'HEAD')).status).toBe(405);
    expect((await fetchTicket(body.url)).status).toBe(200);
  });

  it('opens for the session that asked, and for no other of the same people', async () => {
    const id = await take();
    const { body } = await ticketFor(id);
    const stranger = await signInAccount(app);
    expect((await fetchTicket(body.url, stranger.as)).status).toBe(404);
    expect((await fetchTicket(body.url, {})).status).toBe(401);
    const staffUrl = body.url.replace('/portal/', '/staff/');
    expect((await fetchTicket(staffUrl, doctor.as)).status).toBe(404);
    expect((await fetchTicket(body.url)).status).toBe(200);
  });

  it('ends after a minute, and with the right to the report', async () => {
    const id = await take();
    const late = (await ticketFor(id)).body.url;
    await app.sql.query(`update ticket set expires_at = $2 where subject_id = $1`, [
      id,
      new Date(Date.now() - 1),
    ]);
    expect((await fetchTicket(late)).status).toBe(404);
    const { url } = (await ticketFor(id)).body;
    await app.sql.query(`update proxy set ended_at = $2 where account_id = $1`, [
      owner.accountId,
      app.clock.now(),
    ]);
    expect((await fetchTicket(url)).status).toBe(404);
  });

  it('is kept as a hash, and forgotten after a day', async () => {
    const { body } = await ticketFor(await take());
    const token = body.url.split('/').at(-1)!;
    const { rows } = await app.sql.query(`select 1 from ticket where token_hash = $1`, [token]);
    expect(rows).toEqual([]);
    await app.sql.query(`update ticket set expires_at = $1`, [new Date(Date.now() - 90_000_000)]);
    expect(await app.runJob(ForgetOldTickets)).toBeGreaterThan(0);
  });
});

describe('pictures', () => {
  const study = '1.2.840.113619.2.55.3';
  const setViewer = async (value: string) => {
    const { as } = await signInStaff(app, { role: 'super-admin' });
    const { body } = await app.call('listSettings', { as });
    const { version } = body.items.find(({ key }) => key === 'records.pacsViewerUrl')!;
    return app.call('updateSetting', {
      as,
      params: { key: 'records.pacsViewerUrl' },
      body: { value, reason: '开通阅片', version },
    });
  };

  it('need a viewer, and a study', async () => {
    const withStudy = await take({ kind: 'imaging', studyUid: study });
    expect((await ticketFor(withStudy, 'images')).error?.code).toBe('INVALID_STATE');
    expect((await setViewer('https://pacs.example/view')).status).toBe(422);
    expect((await setViewer('https://pacs.example/view?study={studyUid}')).status).toBe(200);
    expect((await ticketFor(await take(), 'images')).error?.message).toBe('这份报告没有影像');
    expect((await ticketFor(withStudy, 'images')).status).toBe(200);
  });

  it('lie at the PACS, whose address is signed and ends', async () => {
    const id = await take({ kind: 'imaging', studyUid: study });
    for (const [ticket, as] of [
      [await ticketFor(id, 'images'), owner.as],
      [await staffTicketFor(id, 'images'), doctor.as],
    ] as const) {
      const response = await fetchTicket(ticket.body.url, as);
      expect(response.status).toBe(302);
      const link = new URL(response.headers.get('location')!);
      expect(link.origin + link.pathname).toBe('https://pacs.example/view');
      expect(link.searchParams.get('study')).toBe(study);
      const expires = Number(link.searchParams.get('expires'));
      expect(expires - Date.now() / 1000).toBeGreaterThan(60);
      expect(expires - Date.now() / 1000).toBeLessThan(180);
      expect(link.searchParams.get('signature')).toBe(
        createHmac('sha256', linkKey).update(`${study}\n${expires}`).digest('hex'),
      );
      expect(response.headers.get('referrer-policy')).toBe('no-referrer');
    }
  });
});

describe('the summary of a visit', () => {
  const anEncounter = async () => {
    const id = app.newId();
    await app.sql.query(
      `insert into encounter (id, patient_id, branch_id, department_id, class, status, visit_no, doctor_name,
         started_at, ended_at, chief_complaint, treatment, advice, updated_at)
       values ($1, $2, $3, $4, 'outpatient', 'finished', 'V7', '李医生', $5, $5, '咳嗽三天', '对症', '多饮水', $5)`,
      [id, patientId, clinic.branchId, clinic.departmentId, app.clock.now()],
    );
    await app.sql.query(
      `insert into diagnosis (id, encounter_id, patient_id, code, name, is_main, recorded_at)
       values ($1, $2, $3, 'J20', '急性支气管炎', true, $4)`,
      [app.newId(), id, patientId, app.clock.now()],
    );
    await app.sql.query(
      `insert into clinical_order (id, encounter_id, patient_id, kind, name, dosage, quantity_text, ordered_at)
       values ($1, $2, $3, 'medication', '氨溴索口服液', '10 ml 每日三次', '1 瓶', $4)`,
      [app.newId(), id, patientId, app.clock.now()],
    );
    return id;
  };

  it('is printed by staff within reach, and the print is recorded', async () => {
    const encounterId = await anEncounter();
    const ask = (as: Credentials) =>
      app.call('createEncounterTicket', { params: { encounterId }, as });
    const { body } = await ask(doctor.as);
    const { pages } = await pdfOf(body.url, doctor.as);
    const text = pages.join('').replaceAll('\n', '');
    for (const words of [
      '门诊就诊小结',
      '姓名：赵小满',
      '咳嗽三天',
      '1. 急性支气管炎 [J20]',
      '氨溴索口服液10 ml 每日三次1 瓶',
      '多饮水',
      '盖章处',
      '欧阳明 2026-03-03 09:00 打印',
    ]) {
      expect(text).toContain(words);
    }
    const { branchId, departmentId } = await aClinic(app);
    const elsewhere = await signInStaff(app, { role: 'doctor', branchId, departmentId });
    expect((await ask(elsewhere.as)).error?.code).toBe('NOT_FOUND');
    const { rows } = await app.sql.query(
      `select patient_id from audit_event where action = 'encounter.print' and resource_id = $1`,
      [encounterId],
    );
    expect(rows).toEqual([{ patient_id: patientId }]);
  });
});
