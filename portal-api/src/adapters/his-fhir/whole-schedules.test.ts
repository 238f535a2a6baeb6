import type { Bundle, List } from '@medplum/fhirtypes';
import { expect, it } from 'vitest';
import type { FhirClient } from './fhir-client';
import { pullSchedules } from './whole-schedules';

type Passes = string[][][];

/** A server that counts pages from the top: whoever changes meanwhile moves to the end, and all others up. */
function clientThatShows(schedules: Passes, slots: Passes = []): FhirClient {
  const bundleOf = (type: string, ids: string[]) => ({
    resourceType: 'Bundle',
    type: 'searchset',
    entry: ids.map((id) => ({
      resource: { resourceType: type, id, actor: [], schedule: { reference: 'Schedule/A' } },
    })),
  });
  const search = (type: string) =>
    ((type === 'Schedule' ? schedules : slots).shift() ?? []).map((ids) => bundleOf(type, ids));
  return { search } as unknown as FhirClient;
}

async function pulled<T extends List | Bundle>(client: FhirClient, externalId: string): Promise<T> {
  for await (const items of pullSchedules(client, new URLSearchParams())) {
    const item = items.find((one) => one.externalId === externalId);
    if (item) return JSON.parse(item.content.toString()) as T;
  }
  throw new Error(`no ${externalId}`);
}

const listed = async (client: FhirClient) =>
  (await pulled<List>(client, 'List/schedules')).entry?.map(({ item }) => item.reference);

const ofThree = ['Schedule/A', 'Schedule/B', 'Schedule/C'];

it('tells which schedules there are, read once where nothing moves', async () => {
  expect(await listed(clientThatShows([[['A', 'B'], ['C']]]))).toEqual(ofThree);
  await expect(listed(clientThatShows([[[]]]))).rejects.toThrow('no List/schedules');
});

it('looks through once more when pages moved: who slipped past is not gone', async () => {
  const moved = [['A', 'B'], ['A']];
  expect(await listed(clientThatShows([moved, [['B', 'C'], ['A']]]))).toEqual(ofThree);
  const numbers = [moved, [['B', 'C'], ['A']]];
  const { entry = [] } = await pulled<Bundle>(clientThatShows([[['A']]], numbers), 'A');
  const slots = entry.flatMap(({ resource }) =>
    resource?.resourceType === 'Slot' ? resource : [],
  );
  expect(slots.map(({ id }) => id)).toEqual(['A', 'B', 'C']);
});
