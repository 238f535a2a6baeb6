import { describe, expect, it } from 'vitest';
import { mouthRows, notesByTooth, pictureGroups, toothName, type DentalPicture } from './teeth';

describe('teeth', () => {
  it('have the names people know', () => {
    expect(toothName('16')).toBe('右上第一磨牙');
    expect(toothName('38')).toBe('左下智齿');
    expect(toothName('75')).toBe('左下第二乳磨牙');
  });

  it('stand as seen by who looks at the patient, milk teeth only where there are some', () => {
    expect(mouthRows(false).flatMap(({ teeth }) => teeth)).toHaveLength(32);
    expect(mouthRows(false)[0]?.teeth[0]).toBe('18');
    expect(mouthRows(true).flatMap(({ teeth }) => teeth)).toHaveLength(52);
  });

  it('gather their notes, the newest first', () => {
    const note = (id: string, tooth: string, notedAt: string) => ({
      id,
      tooth,
      finding: '',
      treatment: '',
      notedAt,
      notedBy: '',
    });
    const found = notesByTooth([
      note('a', '36', '2026-01-01T00:00:00Z'),
      note('b', '16', '2026-01-02T00:00:00Z'),
      note('c', '36', '2026-02-01T00:00:00Z'),
    ]);
    expect(found.map(([tooth, notes]) => [tooth, notes.map(({ id }) => id)])).toEqual([
      ['16', ['b']],
      ['36', ['c', 'a']],
    ]);
  });
});

describe('pictures', () => {
  it('of one treatment stand together, before first', () => {
    const picture = (
      id: string,
      moment: DentalPicture['moment'],
      pairKey: string,
    ): DentalPicture => ({
      id,
      moment,
      pairKey,
      tooth: null,
      caption: '',
      takenOn: '2026-01-01',
      file: { id, name: '', contentType: '', bytes: 1, createdAt: '2026-01-01T00:00:00Z' },
    });
    const groups = pictureGroups([
      picture('after', 'after', 'p1'),
      picture('single', 'during', ''),
      picture('before', 'before', 'p1'),
    ]);
    expect(groups.map((group) => group.map(({ id }) => id))).toEqual([
      ['before', 'after'],
      ['single'],
    ]);
  });
});
