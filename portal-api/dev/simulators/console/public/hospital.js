import { read, send } from './client.js';
import { button, el, tag, toast } from './dom.js';
import { folderLines } from './folder.js';
import { dateTime } from './words.js';

/** A list to choose from; `options` are [value, words]. */
function choice(label, options) {
  const select = el(
    'select',
    { 'aria-label': label },
    options.map(([value, words]) => el('option', { value }, words)),
  );
  return select;
}

function deedLine(deed) {
  return el(
    'li',
    {},
    `${dateTime(deed.at)} ${deed.what} ${deed.reportNo} `,
    tag(deed.by === 'lis' ? 'LIS 推送' : 'HIS 待读取'),
    ` ${deed.answer}`,
  );
}

/** Draws what people in the hospital can do: send a report, correct it, merge two records, stop everything. */
export async function renderHospital(draw) {
  let state;
  try {
    state = await read('hospital');
  } catch (error) {
    draw(el('div', { className: 'card' }, el('p', { className: 'quiet' }, error.message)));
    return;
  }
  const again = () => renderHospital(draw);
  const people = state.patients.map(({ id, name }) => [id, `${name}（${id}）`]);
  const patient = choice('患者', people);
  const panel = choice(
    '检验项目',
    state.panels.map(({ key, name }) => [key, name]),
  );
  const by = choice('途径', [
    ['lis', 'LIS 推送（HL7）'],
    ['fhir', 'HIS 待读取（FHIR）'],
  ]);
  const report = async (isCritical) => {
    const chosen = { patientId: patient.value, by: by.value, isCritical };
    const deed = await send(
      'hospital/reports',
      isCritical ? chosen : { ...chosen, panel: panel.value },
    );
    toast(`${deed.what}：${deed.answer}`);
    await again();
  };
  const last = state.deeds.find(({ items }) => items.length > 0);
  const item = choice(
    '更正的项目',
    (last?.items ?? []).map((code) => [code, code]),
  );
  const value = el('input', { 'aria-label': '更正为', inputmode: 'decimal', size: '6' });
  const survivor = choice('保留', people);
  const merged = choice('并入', people);
  draw(
    el(
      'div',
      { className: 'card' },
      state.folder && folderLines(state.folder),
      el('p', { className: 'row' }, patient, panel, by),
      el(
        'div',
        { className: 'row actions' },
        button('发一份报告', 'edged', () => report(false)),
        button('发危急值', 'edged', () => report(true)),
      ),
      last &&
        el(
          'p',
          { className: 'row' },
          `更正 ${last.reportNo}：`,
          item,
          value,
          button('更正', 'edged', async () => {
            const told = Number(value.value);
            const text = value.value.trim() === '' || Number.isNaN(told) ? value.value : told;
            await send('hospital/corrections', {
              reportNo: last.reportNo,
              items: { [item.value]: text },
            });
            await again();
          }),
        ),
      el(
        'p',
        { className: 'row' },
        survivor,
        merged,
        button('合并两份档案', 'edged', async () => {
          await send('hospital/merges', { survivorId: survivor.value, mergedId: merged.value });
          await again();
        }),
      ),
      el(
        'div',
        { className: 'row actions' },
        button(state.isDown ? '恢复医院系统' : '停掉医院系统', 'edged', async () => {
          await send('hospital/down', { isDown: !state.isDown });
          await again();
        }),
      ),
      el('ul', {}, state.deeds.slice(0, 8).map(deedLine)),
    ),
  );
}
