import { send } from './client.js';
import { button, el } from './dom.js';

const counts = (byType) =>
  Object.entries(byType)
    .map(([type, count]) => `${type} ${count}`)
    .join('，') || '无';

const words = {
  AA: '已收下（AA）',
  AE: '读不懂，已隔离（AE）',
  AR: '不归它收（AR）',
};

/** What became of a folder that is served instead of the hospital's own data. */
export function folderLines(folder) {
  const answers = el('ul', { role: 'status' });
  return el(
    'div',
    {},
    el('p', {}, `正在用文件夹代替医院的数据：${folder.files} 个文件`),
    el(
      'ul',
      {},
      el('li', {}, `FHIR 已载入：${counts(folder.loaded)}`),
      el('li', {}, `其中产品不读取的类型：${counts(folder.notAskedFor)}`),
      folder.setAside.map(({ file, reason, count }) =>
        el('li', {}, `搁置 ${file}：${reason} × ${count}`),
      ),
    ),
    folder.messages > 0 &&
      button(`发出 ${folder.messages} 条 HL7 消息`, 'edged', async () => {
        const { sent } = await send('hospital/messages', {});
        answers.replaceChildren(
          ...sent.map(({ file, number, answer }) =>
            el(
              'li',
              {},
              `${file} 第 ${number} 条：${words[answer?.code] ?? '没有应答'} ${answer?.text ?? ''}`,
            ),
          ),
        );
      }),
    answers,
  );
}
