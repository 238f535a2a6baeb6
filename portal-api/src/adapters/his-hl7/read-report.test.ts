import { describe, expect, it } from 'vitest';
import {
  faultOf,
  line,
  msh,
  obr,
  only,
  pid,
  read,
  visit,
} from '../../../test/support/hl7-messages';

const lab = (...obx: string[]) =>
  only('report', read(msh('ORU^R01^ORU_R01'), pid, line('PV1', visit), obr(), ...obx).items);

describe('ORU^R01', () => {
  it('is a report of the laboratory', () => {
    const { report, ...about } = lab(
      line('OBX', {
        2: 'NM',
        3: 'WBC^白细胞计数',
        5: '11.2',
        6: '10^9/L',
        7: '3.5-9.5',
        8: 'H',
        11: 'F',
        17: '^流式法',
      }),
      'OBX|2|NM|HGB^血红蛋白||135|g/L|115-150||||F',
    );
    expect(about).toMatchObject({
      externalId: 'L2026030100012/BRT',
      encounterExternalId: 'V9',
      departmentCode: '0301',
      patient: { externalId: 'P100', patient: { name: '张三', birthDate: '1949-12-31' } },
    });
    expect(report).toMatchObject({
      kind: 'lab',
      code: 'BRT',
      name: '血常规',
      reportNo: 'L2026030100012',
      status: 'final',
      specimen: '静脉血',
      departmentName: '内科',
      requesterName: '李医生',
      performerName: '赵检验',
      reviewerName: '王审核',
      collectedAt: new Date('2026-02-28T23:00:00Z'),
      receivedAt: new Date('2026-02-28T23:30:00Z'),
      reviewedAt: new Date('2026-03-01T00:40:00Z'),
      issuedAt: new Date('2026-03-01T00:45:00Z'),
    });
    expect(report.observations).toEqual([
      {
        code: 'WBC',
        name: '白细胞计数',
        value: '11.2',
        number: 11.2,
        unit: '10^9/L',
        rangeText: '3.5-9.5',
        rangeLow: 3.5,
        rangeHigh: 9.5,
        flag: 'H',
        isCritical: false,
        method: '流式法',
        effectiveAt: new Date('2026-02-28T23:00:00Z'),
      },
      expect.objectContaining({ code: 'HGB', flag: 'N', method: '' }),
    ]);
  });

  it('knows values that are no plain numbers', () => {
    const { observations } = lab(
      'OBX|1|SN|CRP^C反应蛋白||<^0.5|mg/L|<8',
      'OBX|2|SN|TP^滴度||1^:^128',
      'OBX|3|CE|HBSAG^乙肝表面抗原||1^阳性(+)||阴性',
      'OBX|4|ST|GLU^葡萄糖||4.6|mmol/L|3.9~6.1',
      'OBX|5|ST|COL^颜色||淡黄色',
    ).report;
    expect(observations.map((o) => [o.value, o.number, o.flag])).toEqual([
      ['<0.5', null, 'N'],
      ['1:128', null, 'N'],
      ['阳性(+)', null, 'A'],
      ['4.6', 4.6, 'N'],
      ['淡黄色', null, 'N'],
    ]);
    expect(observations[3]).toMatchObject({ rangeText: '3.9~6.1', rangeLow: 3.9, rangeHigh: 6.1 });
  });

  it('holds remarks, and a critical value by flag or by remark', () => {
    const { report } = lab(
      'NTE|1||标本轻度溶血',
      'OBX|1|NM|K^钾||7.1|mmol/L|3.5-5.3|HH|||F',
      'NTE|1||已复查',
      'OBX|2|NM|NA^钠||118|mmol/L|137-147|L|||F',
      'NTE|1||危急值，已电话通知病区',
    );
    expect(report.observations.map((o) => [o.flag, o.isCritical])).toEqual([
      ['HH', true],
      ['L', true],
    ]);
    expect(report.conclusion).toBe('钾：已复查\n钠：危急值，已电话通知病区\n标本轻度溶血');
  });

  it.each([
    ['P', 'F', 'preliminary'],
    ['F', 'F', 'final'],
    ['F', 'P', 'preliminary'],
    ['C', 'F', 'corrected'],
    ['F', 'C', 'corrected'],
    ['X', 'X', 'cancelled'],
    ['', '', 'final'],
    ['', 'C', 'corrected'],
    ['R', 'F', 'preliminary'],
  ])('OBR-25 %j with OBX-11 %j is %s', (whole, item, status) => {
    const obx = line('OBX', { 2: 'NM', 3: 'K^钾', 5: '4.1', 6: 'mmol/L', 11: item });
    expect(only('report', read(msh('ORU^R01'), pid, obr(whole), obx).items).report.status).toBe(
      status,
    );
  });

  it('leaves out what was struck out, and says so', () => {
    const reading = read(
      msh('ORU^R01'),
      pid,
      obr(),
      'OBX|1|NM|K^钾||4.1|mmol/L|||||F',
      'OBX|2|NM|NA^钠||140|mmol/L|||||D',
      'OBX|3|NM|CL^氯|||mmol/L|||||F',
      'OBX|4|ED|PDF^报告||^application^pdf^Base64^AAAA||||||F',
      'OBX|5|NM|CA^钙|||mmol/L|||||X',
    );
    const { observations } = only('report', reading.items).report;
    expect(observations.map((o) => [o.code, o.value])).toEqual([
      ['K', '4.1'],
      ['CA', '无法得出结果'],
    ]);
    expect(reading.leftOut).toEqual(
      expect.arrayContaining([
        'OBX 作废或未出的项目（OBX-11）',
        'OBX 没有结果的项目',
        'OBX-5 附件或外部链接',
      ]),
    );
  });

  it('is a report of pictures: findings, impression, and where they lie', () => {
    const { items } = read(
      msh('ORU^R01'),
      pid,
      line('OBR', {
        3: 'R77',
        4: 'CT-CHEST^胸部CT平扫',
        7: '20260301070000',
        22: '20260301084500',
        24: 'CT',
        25: 'F',
      }),
      'ZDS|1.2.840.113619.2.55^^Application^DICOM',
      'OBX|1|FT|FIND^检查所见||两肺纹理清晰。\\.br\\未见实变影。||||||F',
      'OBX|2|TX|CONC^诊断意见||两肺未见明显异常||||||F',
      'OBX|3|NM|SIZE^结节长径||6|mm|||||F',
    );
    expect(only('report', items).report).toMatchObject({
      kind: 'imaging',
      findings: '两肺纹理清晰。\n未见实变影。',
      conclusion: '两肺未见明显异常',
      studyUid: '1.2.840.113619.2.55',
      observations: [{ code: 'SIZE', number: 6 }],
    });
  });

  it.each([
    ['SP', '任意', 'pathology'],
    ['', '胃镜活检病理', 'pathology'],
    ['PE', '年度体检', 'physical-exam'],
    ['US', '腹部彩超', 'imaging'],
    ['PX', '全景片', 'dental-picture'],
    ['', '心电图', 'imaging'],
    ['CH', '肝功能', 'lab'],
  ])('OBR-24 %j, %s: %s', (section, name, kind) => {
    const order = line('OBR', {
      3: 'R1',
      4: `X^${name}`,
      7: '20260301070000',
      24: section,
      25: 'F',
    });
    const { items } = read(msh('ORU^R01'), pid, order, 'OBX|1|TX|T^结果描述||文字||||||F');
    expect(only('report', items).report.kind).toBe(kind);
  });

  it('holds a report for each panel and each patient', () => {
    const { items } = read(
      msh('ORU^R01'),
      pid,
      obr(),
      'OBX|1|NM|K^钾||4.1',
      'OBR|2||L2026030100012|GG^肝功能|||20260301070000',
      'OBX|1|NM|ALT^谷丙转氨酶||20',
      pid.replace('P100', 'P200'),
      'OBR|1||L9|GG^肝功能|||20260301070000',
      'OBX|1|NM|ALT^谷丙转氨酶||30',
    );
    expect(
      items.map((item) => item.type === 'report' && [item.externalId, item.patient.externalId]),
    ).toEqual([
      ['L2026030100012/BRT', 'P100'],
      ['L2026030100012/GG', 'P100'],
      ['L9/GG', 'P200'],
    ]);
  });

  it('says what is not kept here', () => {
    const { leftOut } = read(
      msh('ORU^R01'),
      `${pid}||||M|基督教`,
      'AL1|1|DA|青霉素',
      obr(),
      'OBX|1|NM|K^钾||4.1|mmol/L',
    );
    expect(leftOut).toEqual(
      expect.arrayContaining(['AL1 过敏史', 'PID-17 宗教', 'OBR-2 申请单号']),
    );
  });

  it.each([
    ['missing-field 缺少患者信息（PID）', obr()],
    ['missing-field 缺少报告（OBR）', pid],
    ['missing-field 缺少患者号（PID-3）', 'PID|1||||张三', obr()],
    ['missing-field 缺少报告号（OBR-3）', pid, 'OBR|1|||BRT^血常规'],
    ['missing-field 缺少报告名称（OBR-4）', pid, 'OBR|1||L1'],
    ['absurd-date OBR-22 的日期不可信', pid, obr().replace('20260301084500', '20261340084500')],
    ['absurd-date OBR-7 的日期不可信', pid, obr().replace('|20260301070000|', '|18260301070000|')],
  ])('is refused: %s', (fault, ...lines) => {
    expect(faultOf(msh('ORU^R01'), ...lines)).toBe(fault);
  });
});
