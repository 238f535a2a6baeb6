import { describe, expect, it } from 'vitest';
import { Together } from './together';

interface Row {
  id: number;
  mark: string;
}

const row = (id: number, mark = String(id)): Row => ({ id, mark });
const aMoment = () => new Promise((resolve) => setTimeout(resolve, 5));

/** Notes what was sent in one statement; `answer` decides what becomes of it. */
function recorded(answer: (rows: readonly Row[]) => Promise<ReadonlyMap<Row, number>>) {
  const sent: number[][] = [];
  const together = new Together<Row, number>({
    apart: ({ mark }) => mark,
    run: (rows) => {
      sent.push(rows.map(({ id }) => id));
      return answer(rows);
    },
    isPointless: ({ mark }) => mark === 'pointless',
  });
  return { sent, together };
}

const doubled = async (rows: readonly Row[]) => new Map(rows.map((one) => [one, one.id * 2]));

describe('what is sent together', () => {
  it('is what came at one moment, and each gets its own answer', async () => {
    const { sent, together } = recorded(doubled);
    expect(await Promise.all([1, 2, 3].map((id) => together.join(row(id))))).toEqual([2, 4, 6]);
    expect(sent).toEqual([[1, 2, 3]]);
  });

  it('never holds two that must stand apart', async () => {
    const { sent, together } = recorded(doubled);
    await Promise.all([row(1, 'a'), row(2, 'a'), row(3, 'b')].map((one) => together.join(one)));
    expect(sent).toEqual([[1, 3], [2]]);
  });

  it('is halved until what the database refuses stands alone', async () => {
    const { sent, together } = recorded(async (rows) => {
      if (rows.some(({ id }) => id === 3)) throw Object.assign(new Error('no'), { code: '23505' });
      return doubled(rows);
    });
    const answers = await Promise.allSettled([1, 2, 3, 4].map((id) => together.join(row(id))));
    expect(answers.map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
    expect(sent).toEqual([[1, 2, 3, 4], [1, 2], [3, 4], [3], [4]]);
  });

  it('is not asked again when nobody knows what became of it', async () => {
    const { sent, together } = recorded(() => Promise.reject(new Error('connection lost')));
    const answers = await Promise.allSettled([1, 2].map((id) => together.join(row(id))));
    expect(answers.every(({ status }) => status === 'rejected')).toBe(true);
    expect(sent).toEqual([[1, 2]]);
  });

  it('leaves out what has become pointless and what got nothing', async () => {
    const { sent, together } = recorded(async () => new Map());
    const answers = await Promise.all([together.join(row(1)), together.join(row(2, 'pointless'))]);
    expect(answers).toEqual([undefined, undefined]);
    expect(sent).toEqual([[1]]);
  });

  it('waits for few while others are on their way, and not for many', async () => {
    const open: (() => void)[] = [];
    const { sent, together } = recorded(async (rows) => {
      await new Promise<void>((resolve) => open.push(resolve));
      return doubled(rows);
    });
    const answers = [together.join(row(0))];
    await aMoment();
    answers.push(...[1, 2, 3].map((id) => together.join(row(id))));
    await aMoment();
    expect(sent).toEqual([[0]]);
    const sixteen = Array.from({ length: 16 }, (_, n) => n + 1);
    answers.push(...sixteen.slice(3).map((id) => together.join(row(id))));
    await aMoment();
    expect(sent).toEqual([[0], sixteen]);
    open.forEach((end) => end());
    expect(await Promise.all(answers)).toEqual([0, ...sixteen].map((id) => id * 2));
  });

  it('goes without waiting any longer when what is on its way does not come back', async () => {
    const { sent, together } = recorded(() => new Promise(() => undefined));
    void together.join(row(0));
    await aMoment();
    void together.join(row(1));
    await new Promise((resolve) => setTimeout(resolve, 200));
    void together.join(row(2, 'later'));
    expect(sent).toEqual([[0]]);
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(sent).toEqual([[0], [1, 2]]);
    void together.join(row(3));
    await new Promise((resolve) => setTimeout(resolve, 350));
    expect(sent).toEqual([[0], [1, 2], [3]]);
  });
});
