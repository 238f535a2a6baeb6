import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { Scoped } from './scoped';

it('keeps apart what different values and different work hold', async () => {
  const place = new Scoped<string>();
  const person = new Scoped<string>();
  const told = async () => {
    await Promise.resolve();
    return [place.get(), person.get()];
  };
  const answers = await Promise.all([
    told(),
    place.run('room 1', told),
    place.run('room 2', () => person.run('Wang', told)),
    person.run('Li', () => place.run('room 3', () => place.run('room 4', told))),
  ]);
  expect(answers).toEqual([
    [undefined, undefined],
    ['room 1', undefined],
    ['room 2', 'Wang'],
    ['room 4', 'Li'],
  ]);
  expect(place.get()).toBeUndefined();
});

it('lets go of a value that another has hidden: work may start itself again for ever', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const place = new Scoped<object>();
  const person = new Scoped<string>();
  let end = () => {};
  const begin = () => {
    const [hidden, seen] = [{}, {}];
    const work = place.run(hidden, () =>
      person.run('Wang', () =>
        place.run(seen, () =>
          new Promise<void>((resolve) => (end = resolve)).then(() => [place.get(), person.get()]),
        ),
      ),
    );
    return { work, hidden: new WeakRef(hidden), seen: new WeakRef(seen) };
  };
  const { work, hidden, seen } = begin();
  await new Promise((resolve) => setTimeout(resolve, 5));
  collect();
  expect(hidden.deref()).toBeUndefined();
  expect(seen.deref()).toBeDefined();
  end();
  expect(await work).toEqual([seen.deref(), 'Wang']);
});
