import type { HisSim } from '../his';
import type { NewReport } from '../his/actions';
import { panels } from '../his/data/panels';

type Body = Record<string, unknown>;

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** What people in the simulated hospital do, as /sim/ and the journeys let them do it. */
export function hospitalRoutes(his: HisSim): Record<string, (body: Body) => unknown> {
  const { actions } = his;
  return {
    'GET hospital': () => ({
      isDown: actions.isDown,
      folder: his.folderReport,
      deeds: actions.list(),
      patients: actions.patients().slice(0, 200),
      panels: Object.entries(panels).map(([key, { name, items }]) => ({
        key,
        name,
        items: items.map((item) => ({ code: item.code, name: item.name })),
      })),
    }),
    'POST hospital/reports': (body) => actions.newReport(body as unknown as NewReport),
    'POST hospital/corrections': (body) =>
      actions.correct(text(body['reportNo']), body['items'] as Record<string, number | string>),
    'POST hospital/merges': async (body) => {
      await actions.merge(text(body['survivorId']), text(body['mergedId']));
      return {};
    },
    'POST hospital/phones': async (body) => {
      await actions.changePhone(text(body['patientId']), text(body['phone']));
      return {};
    },
    'POST hospital/messages': async () => ({ sent: await his.sendFolder() }),
    'POST hospital/down': (body) => {
      actions.setDown(body['isDown'] === true);
      return {};
    },
  };
}
