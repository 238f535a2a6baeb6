import { afterEach, describe, expect, it } from 'vitest';
import { MiniProgram } from './harness';
import {
  codeSent,
  document,
  encounter,
  highReading,
  newShare,
  report,
  reports,
  share,
  stepUp,
  steppedUp,
  summary,
  ticket,
  trend,
  uploaded,
  vitals,
} from './support/records-answers';
import { account, branches, config, messages, patient } from './support/stub-answers';
import { StubApi, stubPhone } from './support/stub-api';

/** Reports and archive in the built mini-program, with an API that answers from memory. */
let program: MiniProgram;
let api: StubApi;

const page = (name: string, query: string): string =>
  `/packages/records/pages/${name}/index?${query}`;

function start(url: string, answers: StubApi['answers'] = {}): void {
  api = new StubApi({
    getPublicConfig: config,
    listBranches: branches,
    getAccount: account,
    listMyMessages: messages,
    countMyUnreadMessages: { unread: 0 },
    listMyPatients: { items: [patient] },
    listMyAppointments: { items: [], nextCursor: null },
    searchMyReports: reports(1),
    getStepUp: stepUp,
    getMyReport: report,
    getMyTrend: trend,
    listMyReportShares: { items: [] },
    ...answers,
  });
  const storage = new Map([['suizhen.token', '"stub-token"']]);
  program = MiniProgram.start({ server: api.server, phone: stubPhone(), storage, url });
}
afterEach(() => program.close());

const bodyOf = (operation: string): object => {
  const sent = api.sent.findLast((one) => one.operation === operation);
  return JSON.parse(sent?.body ?? '{}') as object;
};

describe('reports', () => {
  it('stand on the first page as unread, and open after a code to the phone', async () => {
    start('/pages/home/index', {
      getMyReport: 'STEP_UP_REQUIRED',
      requestStepUpCode: codeSent,
      confirmStepUp: 'CODE_INVALID',
    });
    await program.sees('1 份未读');
    await program.tap('检查报告');
    await program.reaches('records/pages/reports');
    await program.sees('2 项超出参考范围');
    await program.tap(/未读 · 生化全套/);
    await program.reaches('records/pages/report/');
    await program.sees('先确认是您本人');
    await program.sees('139****0077');
    await program.tap('获取验证码');
    await program.sees(/\d+ 秒后重发/);
    await program.type('短信验证码', '000000');
    await program.tap('确认并查看');
    await program.sees('验证码不正确');
    api.answers.confirmStepUp = steppedUp;
    api.answers.getMyReport = report;
    api.answers.searchMyReports = reports(0);
    await program.type('短信验证码', '123456');
    await program.tap('确认并查看');
    // What was asked for at first.
    await program.sees('葡萄糖');
    expect(bodyOf('confirmStepUp')).toEqual({ code: '123456' });
    expect(program.problems).toEqual([]);
  });

  it('say in words what lies outside, what it was before, and to ask a doctor', async () => {
    start(page('report', `id=${summary.id}`));
    await program.sees('↑ 偏高');
    expect(program.shows('↓ 偏低')).toBe(true);
    expect(program.shows('参考范围 3.9–6.1')).toBe(true);
    expect(program.shows(/上次 6.8 mmol\/L ↑ 偏高/)).toBe(true);
    expect(program.shows('请咨询医生')).toBe(true);
    await program.tap('异常 2 项');
    await program.until(() => !program.shows('肌酐'), 'for what is normal to go');
    expect(program.problems).toEqual([]);
  });

  it('are found by words that travel in the body, and narrowed by when and where', async () => {
    start(page('reports', `patientId=${patient.id}`));
    await program.tap('检验');
    await program.type('搜报告或项目名称', '血糖');
    await program.until(() => 'words' in bodyOf('searchMyReports'), 'to ask for the words');
    expect(bodyOf('searchMyReports')).toMatchObject({ kind: 'lab', words: '血糖' });
    expect(api.sent.every(({ url }) => !decodeURIComponent(url).includes('血糖'))).toBe(true);
    await program.tap('筛选');
    await program.tap('近一年');
    await program.tap('内分泌科');
    await program.tap('只看有异常的');
    await program.tap('看结果');
    await program.sees('筛选（已选 3 项）');
    expect(bodyOf('searchMyReports')).toMatchObject({ isAbnormal: true, from: '2025-11-19' });
    expect(program.problems).toEqual([]);
  });

  it('to be fetched in person do not open, and say so', async () => {
    start(page('reports', `patientId=${patient.id}`));
    await program.sees('需到医院领取');
    await program.tap(/胃镜活检病理/);
    await program.sees('本人带证件到医院领取');
    expect(program.route).toContain('records/pages/reports');
  });

  it('open as a PDF in WeChat’s reader; the way to the pictures is copied', async () => {
    start(page('report', `id=${summary.id}`), { createReportTicket: ticket });
    api.download = {
      status: 200,
      header: { 'Content-Type': 'application/pdf' },
      body: new TextEncoder().encode('%PDF-1.7'),
    };
    await program.tap('打开 PDF');
    await program.until(() => program.called('openDocument')[0], 'for the PDF to open');
    expect(program.called('openDocument')[0]).toMatchObject({ fileType: 'pdf', showMenu: true });
    expect(program.called('downloadFile')[0]?.['header']).toMatchObject({
      Authorization: 'Bearer stub-token',
    });
    expect(bodyOf('createReportTicket')).toEqual({ purpose: 'pdf' });
    const link = 'https://pacs.example.org/viewer?study=1';
    api.download = { status: 302, header: { Location: link }, body: new Uint8Array() };
    await program.tap('看影像');
    await program.sees('影像链接已复制');
    expect(program.called('setClipboardData').at(-1)).toMatchObject({ data: link });
    expect(program.problems).toEqual([]);
  });

  it('ask for the code again when it has run out, and then do what was wished for', async () => {
    start(page('report', `id=${summary.id}`), {
      createReportTicket: 'STEP_UP_REQUIRED',
      requestStepUpCode: codeSent,
      confirmStepUp: steppedUp,
    });
    api.download = {
      status: 200,
      header: { 'Content-Type': 'application/pdf' },
      body: new TextEncoder().encode('%PDF-1.7'),
    };
    await program.tap('打开 PDF');
    await program.sees('先确认是您本人');
    api.answers.createReportTicket = ticket;
    await program.type('短信验证码', '123456');
    await program.tap('确认并查看');
    await program.until(() => program.called('openDocument')[0], 'for the PDF to open');
    await program.until(() => !program.shows('先确认是您本人'), 'for the sheet to go');
  });
});

describe('one item over the years', () => {
  it('is gone through point by point, and read as a table', async () => {
    start(page('report', `id=${summary.id}`));
    await program.tap('看葡萄糖的历次结果');
    await program.reaches('records/pages/trend');
    await program.sees('2026年11月19日');
    await program.tap('上一次');
    await program.sees('2025年11月2日');
    await program.tap('上一次');
    await program.sees('2023年11月2日');
    await program.sees('5.2');
    await program.until(() => program.tappable('上一次').length === 0, 'for the first of all');
    await program.tap('看表');
    await program.sees(/7\.4 mmol\/L↑ 偏高/);
    expect(program.shows('另有 1 次结果不是数值')).toBe(true);
    await program.tap('近 1 年');
    await program.until(() => api.sent.at(-1)?.url.includes('years=1'), 'to ask for one year');
    expect(program.problems).toEqual([]);
  });
});

describe('a link for a doctor', () => {
  it('comes with a code that is shown once, and can be ended', async () => {
    start(page('sharing', `id=${summary.id}`), { shareMyReport: newShare });
    await program.tap('3 天');
    api.answers.listMyReportShares = { items: [share] };
    await program.tap('生成链接');
    await program.sees('482913');
    expect(bodyOf('shareMyReport')).toEqual({ days: 3 });
    await program.tap('复制链接');
    await program.sees('链接已复制');
    expect(program.called('setClipboardData').at(-1)).toMatchObject({ data: newShare.url });
    await program.tap('停用这个链接');
    await program.sees('不能再打开这份报告');
    const ended = { ...share, endedAt: config.serverTime };
    api.answers.endReportShare = ended;
    api.answers.listMyReportShares = { items: [ended] };
    await program.tap('确定停用');
    await program.sees('已停用');
    await program.until(() => !program.shows('482913'), 'for the code to go');
    expect(program.problems).toEqual([]);
  });
});

describe('the archive', () => {
  it('tells of a visit with diagnosis, orders and charges', async () => {
    start(page('archive', `patientId=${patient.id}`), {
      listMyEncounters: { items: [encounter], nextCursor: null },
      getMyEncounter: encounter,
    });
    await program.tap('就诊记录');
    await program.tap(/诊断：2 型糖尿病/);
    await program.reaches('records/pages/encounter/');
    await program.sees('二甲双胍片');
    expect(program.shows('0.5 g 每日两次')).toBe(true);
    expect(program.shows('费用 ¥120.00')).toBe(true);
    await program.tap('生化全套');
    await program.reaches('records/pages/report/');
    expect(program.problems).toEqual([]);
  });

  it('takes a picture of another hospital’s report, and gives it back', async () => {
    start(page('documents', `patientId=${patient.id}`), {
      listMyDocuments: { items: [], nextCursor: null },
      uploadFile: uploaded,
      addMyDocument: document,
    });
    await program.sees('还没有外院资料');
    await program.tap('添加资料');
    program.decisions.files = [{ name: 'ct.jpg', content: new Uint8Array([1, 2, 3, 4]) }];
    await program.tap('添加图片');
    await program.sees('已上传');
    await program.type('名称', '胸部 CT');
    api.answers.listMyDocuments = { items: [document], nextCursor: null };
    await program.tap('保存');
    await program.sees('由您添加');
    expect(bodyOf('addMyDocument')).toMatchObject({ title: '胸部 CT', fileIds: [uploaded.id] });
    await program.tap('移除 胸部 CT');
    await program.tap('保留');
    expect(program.shows('胸部 CT')).toBe(true);
    await program.tap('移除 胸部 CT');
    api.answers.removeMyDocument = {} as never;
    api.answers.listMyDocuments = { items: [], nextCursor: null };
    await program.tap('确定移除');
    await program.sees('还没有外院资料');
    expect(program.problems).toEqual([]);
  });

  it('keeps a diary; a reading beyond the limits says what to do', async () => {
    start(page('vitals', `patientId=${patient.id}`), {
      listMyVitals: vitals(),
      recordMyVital: highReading,
    });
    await program.sees('收缩压 90–140');
    await program.tap('记一次血压');
    await program.reaches('records/pages/record-vital');
    await program.type('高压（收缩压）', '98');
    await program.type('低压（舒张压）', '168');
    await program.sees('低压应小于高压');
    await program.type('高压（收缩压）', '168');
    await program.type('低压（舒张压）', '98');
    api.answers.listMyVitals = vitals(highReading);
    await program.tap('保存');
    await program.sees('这次超出了提醒范围');
    expect(program.shows('拨打')).toBe(true);
    expect(bodyOf('recordMyVital')).toMatchObject({ systolic: 168, diastolic: 98 });
    await program.tap('回到健康日记');
    await program.sees('↑ 高于提醒范围');
    expect(program.problems).toEqual([]);
  });
});

describe('a message', () => {
  it('about a report leads to the reports of that patient', async () => {
    const about = {
      ...messages.items[0]!,
      kind: 'report-released',
      patientId: patient.id,
    } as const;
    start(`/packages/account/pages/message/index?id=${about.id}`, { readMyMessage: about });
    await program.tap('查看报告');
    await program.reaches('records/pages/reports');
    await program.sees('生化全套');
  });
});
