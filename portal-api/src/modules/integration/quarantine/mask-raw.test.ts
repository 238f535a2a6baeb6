import { describe, expect, it } from 'vitest';
import { maskRaw } from './mask-raw';

const nobody = { names: [], others: [] };

describe('a message as staff read it', () => {
  it('hides who is meant in HL7, and keeps what was measured', () => {
    const raw = [
      'MSH|^~\\&|LIS|H|SUIZHEN|H|20260303090000||ORU^R01|1|P|2.4',
      'PID|1||10086^^^H^MR~110105194912310021^^^CN^NI||张^建国||19491231|M|||北京市东城区景山前街4号||13911112222',
      'NK1|1|李^四|SPO|上海市|13700001111',
      'OBX|1|NM|WBC^白细胞计数||6.1|10*9/L|3.5-9.5|N|||F',
      'NTE|1||患者张建国，电话13911112222',
    ].join('\r');
    const masked = maskRaw(raw, { names: ['张建国'], others: [] });
    for (const secret of [
      '建国',
      '110105194912310021',
      '13911112222',
      '^四',
      '景山前街',
      '19491231',
      '13700001111',
      '10086',
    ]) {
      expect(masked).not.toContain(secret);
    }
    expect(masked).toContain('OBX|1|NM|WBC^白细胞计数||6.1|10*9/L|3.5-9.5|N|||F');
    expect(masked).toContain('PID|1||');
  });

  it('hides who is meant in FHIR, also beside a report', () => {
    const raw = JSON.stringify({
      resourceType: 'Bundle',
      entry: [
        {
          resource: {
            resourceType: 'Patient',
            id: 'p1',
            name: [{ text: '\u5f20\u5efa\u56fd', family: '张', given: ['建国'] }],
            telecom: [{ system: 'phone', value: '13911112222' }],
            identifier: [{ system: 'urn:oid:2.16', value: 'E12345678' }],
            address: [{ text: '北京市东城区景山前街4号' }],
            birthDate: '1975-02-03',
            gender: 'male',
          },
        },
        {
          resource: {
            resourceType: 'Observation',
            subject: { reference: 'Patient/p1', display: '张建国' },
            code: { text: '白细胞计数' },
            valueQuantity: { value: 6.1, unit: '10*9/L' },
          },
        },
      ],
    });
    const masked = maskRaw(raw, nobody);
    for (const secret of ['张建国', '"建国"', '13911112222', 'E12345678', '景山', '1975-02-03']) {
      expect(masked).not.toContain(secret);
    }
    for (const kept of ['白细胞计数', '10*9/L', '6.1', '"male"']) expect(masked).toContain(kept);
  });

  it('hides the columns of a view that say who it is', () => {
    const raw = JSON.stringify({
      patient_name: '张建国',
      id_card: '110105194912310021',
      mobile: '13911112222',
      birth_date: '1949-12-31',
      item_name: '白细胞计数',
      result: '6.1',
    });
    const masked = maskRaw(raw, nobody);
    for (const secret of ['张建国', '110105194912310021', '13911112222', '1949-12-31']) {
      expect(masked).not.toContain(secret);
    }
    expect(masked).toContain('白细胞计数');
  });

  it('hides what is known to be personal wherever it stands, and numbers nobody announced', () => {
    const masked = maskRaw('乱码 张建国 住和平里五区 11010519491231002X 13911112222', {
      names: ['张建国'],
      others: ['和平里五区'],
    });
    expect(masked).toBe('乱码 张*国 住和平**** 1101**********002X 139****2222');
  });

  it('hides people in a long message as in a short one', () => {
    const entry = Array.from({ length: 2_000 }, (_, index) => ({
      resourceType: 'Observation',
      id: `o-${index}`,
      valueString: '未见异常'.repeat(30),
    }));
    const contact = { contact: [{ name: { text: '欧阳晓雯' } }] };
    const raw = JSON.stringify({ entry: [{ resourceType: 'Patient', ...contact }, ...entry] });
    expect(raw.length).toBeGreaterThan(200_000);
    const masked = maskRaw(raw, nobody);
    expect(masked).not.toContain('晓雯');
    expect(masked).toContain('o-7');
    expect(maskRaw(raw.slice(0, 250_000), nobody)).toBe('（原文过长，无法遮盖个人信息，不显示）');
  });
});
