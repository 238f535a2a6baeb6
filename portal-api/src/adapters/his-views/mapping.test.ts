import { describe, expect, it } from 'vitest';
import { demoMapping } from '../../../dev/simulators/his/views-mapping';
import { InboundProblem } from '../../modules/integration/canonical';
import { MappingError, readMapping } from './mapping';
import { readView } from './read';
import { instantIn, localText } from './zone';

function problemsOf(change: (mapping: Loose) => void): readonly string[] {
  const mapping = copy();
  change(mapping);
  try {
    readMapping(JSON.stringify(mapping));
    return [];
  } catch (error) {
    if (error instanceof MappingError) return error.problems;
    throw error;
  }
}

/** Open to mistakes. */
interface Loose {
  zone: string;
  views: Record<string, { columns: Record<string, unknown>; items?: unknown }>;
}
const copy = (): Loose => structuredClone(demoMapping);

describe('a mapping', () => {
  it('is taken as it is when it is right', () => {
    expect(problemsOf(() => undefined)).toEqual([]);
    expect(
      readMapping(
        '{"views":{"practitioner":{"view":"v","id":"i","changedAt":"c","columns":{"name":"n"}}}}',
      ),
    ).toMatchObject({ zone: 'Asia/Shanghai' });
  });

  it('says in words what is wrong, and where', () => {
    expect(() => readMapping('{')).toThrow('不是 JSON');
    expect(problemsOf((m) => delete m.views['patient']?.columns['name'])).toEqual([
      'views.patient.columns.name：必填，没有写是哪一列',
    ]);
    expect(problemsOf((m) => (m.views['patient']!.columns['nick'] = 'x'))[0]).toMatch(
      /^views\.patient\.columns\.nick：没有“nick”这一项，可用的有 name、gender/,
    );
    expect(
      problemsOf(
        (m) => (m.views['patient']!.columns['gender'] = { column: 'xb', codes: { 3: '男' } }),
      )[0],
    ).toMatch(/“男”不是可用的值，可用的有 male、female、other、unknown/);
    expect(problemsOf((m) => (m.views['patients'] = m.views['patient']!))).toEqual([
      'views：没有“patients”这一项',
    ]);
    expect(problemsOf((m) => (m.views['charge']!.items = m.views['report']?.items))[0]).toContain(
      '只有报告有明细',
    );
    expect(problemsOf((m) => (m.zone = 'China'))).toEqual([
      'zone：不是时区名称，例如 Asia/Shanghai',
    ]);
    expect(problemsOf((m) => (m.views = {}))).toEqual(['views：至少对应一个视图']);
  });
});

describe('a row', () => {
  const read = (kind: string, row: Record<string, string | null>) =>
    readView(
      readMapping(JSON.stringify(demoMapping)),
      kind,
      Buffer.from(JSON.stringify({ view: 'v', id: '1', changedAt: null, row, items: [] })),
    ).items[0];
  const faultOf = (kind: string, row: Record<string, string | null>): string => {
    try {
      read(kind, row);
      return '';
    } catch (error) {
      return error instanceof InboundProblem ? error.fault : String(error);
    }
  };
  const patient = { xm: '王芳', xb: '2', csrq: '1990-02-03', sfzh: '11010119900203002x' };

  it('is read by its codes', () => {
    expect(read('patient', patient)).toMatchObject({
      type: 'patient',
      patient: {
        gender: 'female',
        identity: { type: 'resident-id', number: '11010119900203002X' },
      },
    });
    expect(read('patient', { ...patient, hbbrid: '7' })).toEqual({
      type: 'merge',
      survivorExternalId: '7',
      mergedExternalId: '1',
    });
  });

  it('is refused with the reason when it cannot be', () => {
    expect(faultOf('patient', { ...patient, xb: '3' })).toBe('unknown-kind');
    expect(faultOf('patient', { ...patient, csrq: '1890-01-01' })).toBe('absurd-date');
    expect(faultOf('patient', { ...patient, xm: ' ' })).toBe('missing-field');
    const charge = { brid: '1', xmmc: '药', sfsj: '2026-01-01 08:00:00', je: '1.005' };
    expect(faultOf('charge', charge)).toBe('unit-mismatch');
    expect(faultOf('observation', {})).toBe('unknown-kind');
  });
});

describe('a time without a zone', () => {
  it('is meant in the zone of the hospital', () => {
    const at = new Date('2026-11-20T01:02:03.456Z');
    expect(localText(at, 'Asia/Shanghai')).toBe('2026-11-20 09:02:03.456');
    expect(instantIn('2026-11-20 09:02:03.456', 'Asia/Shanghai')).toEqual(at);
    expect(instantIn('2026-11-20 09:02:03.456+08', 'UTC')).toEqual(at);
    expect(instantIn('20261120090203', 'Asia/Shanghai')?.toISOString()).toBe(
      '2026-11-20T01:02:03.000Z',
    );
    expect(instantIn('2026-02-31', 'Asia/Shanghai')).toBeNull();
    expect(instantIn('gestern', 'Asia/Shanghai')).toBeNull();
  });
});
