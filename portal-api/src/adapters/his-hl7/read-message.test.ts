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
import { unkeptContent } from './unkept';

describe('ADT', () => {
  it('A04 registers a patient with a visit and its diagnoses', () => {
    const { items } = read(
      msh('ADT^A04'),
      'EVN|A04|20260301085900',
      pid,
      line('PV1', { ...visit, 5: 'AP2026', 44: '20260301083000' }),
      'PV2|||^咳嗽三天',
      line('DG1', { 1: '1', 3: 'J06.9^上呼吸道感染', 6: 'W', 15: '1' }),
      'DG1|2||I10^高血压||20260301084000|W',
    );
    expect(items.map((item) => item.type)).toEqual([
      'patient',
      'encounter',
      'diagnosis',
      'diagnosis',
    ]);
    expect(only('patient', items).patient).toEqual({
      externalId: 'P100',
      name: '张三',
      gender: 'female',
      birthDate: '1949-12-31',
      identity: { type: 'resident-id', number: '11010519491231002X' },
      phone: '13800001234',
      address: '上海市徐汇区1号',
      cardNumber: '',
      isDeceased: false,
    });
    expect(only('encounter', items)).toMatchObject({
      externalId: 'V9',
      appointmentNo: 'AP2026',
      departmentCode: '0301',
      doctorCode: '2001',
      encounter: {
        class: 'outpatient',
        status: 'in-progress',
        departmentName: '内科',
        doctorName: '李医生',
        chiefComplaint: '咳嗽三天',
        startedAt: new Date('2026-03-01T00:30:00Z'),
        endedAt: null,
      },
    });
  });

  it('A03 ends a visit', () => {
    const { items } = read(
      msh('ADT^A03'),
      'EVN||20260305100000',
      pid,
      line('PV1', { 2: 'I', 19: 'V10', 44: '20260301083000', 45: '20260305093000' }),
    );
    expect(only('encounter', items).encounter).toMatchObject({
      class: 'inpatient',
      status: 'finished',
      endedAt: new Date('2026-03-05T01:30:00Z'),
    });
  });

  it('A40 merges', () => {
    const { items } = read(msh('ADT^A40'), 'EVN|A40|20260301', pid, 'MRG|P099^^^^MR');
    expect(items.at(-1)).toEqual({
      type: 'merge',
      survivorExternalId: 'P100',
      mergedExternalId: 'P099',
    });
    expect(faultOf(msh('ADT^A40'), pid, 'MRG|P100')).toContain('conflict');
    expect(faultOf(msh('ADT^A40'), pid)).toContain('missing-field');
  });

  it('takes the birthday from the identity number and leaves bad numbers out', () => {
    const patient = (line: string) => only('patient', read(msh('ADT^A08'), line).items).patient;
    expect(patient('PID|1||P1||王^小明||||||||||||||11010519491231002X')).toMatchObject({
      name: '王小明',
      birthDate: '1949-12-31',
      gender: 'female',
    });
    expect(patient('PID|1||P1||DOE^JOHN^A||19800101|1||||||||||||123')).toMatchObject({
      name: 'JOHN A DOE',
      gender: 'male',
      identity: null,
    });
    expect(faultOf(msh('ADT^A08'), 'PID|1||P1||张三')).toContain('出生日期');
  });

  it('the end of a visit before its beginning is absurd', () => {
    const pv1 = line('PV1', { 2: 'I', 19: 'V1', 44: '20260301', 45: '20260201' });
    expect(faultOf(msh('ADT^A03'), pid, pv1)).toContain('absurd-date');
  });
});

describe('SIU and ORM', () => {
  it.each([
    ['S12', 'Booked', 'booked'],
    ['S13', 'Booked', 'booked'],
    ['S14', 'Arrived', 'arrived'],
    ['S14', 'Complete', 'fulfilled'],
    ['S15', 'Cancelled', 'cancelled'],
    ['S26', '', 'noshow'],
  ])('SIU^%s %s: %s', (event, written, status) => {
    const { items } = read(
      msh(`SIU^${event}`),
      line('SCH', { 1: 'AP1^SUIZHEN', 2: 'H77', 11: '^^15^20260302083000', 25: written }),
      pid,
    );
    expect(only('appointment', items)).toMatchObject({
      appointmentNo: 'AP1',
      externalId: 'H77',
      status,
    });
  });

  it('ORM^O01 are orders with their charges', () => {
    const { items } = read(
      msh('ORM^O01'),
      pid,
      line('PV1', visit),
      line('ORC', { 1: 'NW', 2: 'O1', 5: 'SC', 9: '20260301083000' }),
      line('RXO', {
        1: 'AMX^阿莫西林胶囊',
        2: '0.5',
        4: 'g^克',
        7: '^口服 每日三次',
        11: '24',
        12: 'BOX^盒',
      }),
      line('FT1', {
        2: 'F1',
        4: '20260301083500',
        6: 'CG',
        7: 'AMX^阿莫西林胶囊',
        10: '24',
        11: '36.80',
      }),
      line('ORC', { 1: 'CA', 2: 'O2', 9: '20260301083000' }),
      line('OBR', { 2: 'O2', 4: 'CT^胸部CT', 24: 'CT' }),
    );
    expect(items.map((item) => item.type)).toEqual(['order', 'order', 'charge']);
    expect(items[0]).toMatchObject({
      externalId: 'O1',
      encounterExternalId: 'V9',
      order: {
        kind: 'medication',
        name: '阿莫西林胶囊',
        dosage: '0.5克，口服 每日三次',
        quantityText: '24盒',
        status: '已安排',
      },
    });
    expect(items[1]).toMatchObject({ order: { kind: 'imaging', status: '已取消' } });
    expect(items[2]).toMatchObject({ charge: { amountFen: 3680, isCancelled: false } });
  });
});

describe('what is not for us', () => {
  it.each([
    ['unknown-kind', msh('ADT^A02')],
    ['unknown-kind', msh('QRY^A19')],
    ['unknown-kind', msh('ORU^R01', '|P|3.0')],
    ['not-kept-here', msh('ORU^R01', '|T|2.4')],
    ['missing-field', msh('ORU^R01').replace('|M1|', '||')],
  ])('%s: %s', (fault, header) => {
    expect(faultOf(header, pid, obr(), 'OBX|1|NM|K^钾||4.1')).toContain(fault);
  });

  it('is what was too large to keep', () => {
    const content = unkeptContent(Buffer.from(`${msh('ORU^R01')}\rPID|1||P1`), 60 * 1024 * 1024);
    expect(faultOf(content.toString())).toContain('too-large 消息有 60 MB');
  });
});
