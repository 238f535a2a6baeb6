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
