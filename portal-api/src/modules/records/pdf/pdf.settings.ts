import { z } from 'zod';
import { defineSetting } from '../../../kernel';

const isViewer = (url: string) =>
  url === '' ||
  (/^https?:\/\//.test(url) &&
    url.includes('{studyUid}') &&
    URL.canParse(url.replaceAll('{studyUid}', '1')));

export const pacsViewerUrl = defineSetting({
  key: 'records.pacsViewerUrl',
  group: '报告与危急值',
  title: '影像浏览地址',
  description:
    'PACS 网页阅片器的地址，用 {studyUid} 代表检查号；打开时附带短时有效的签名。留空则不提供在线看片',
  schema: z
    .string()
    .trim()
    .max(300, '最多 300 个字')
    .refine(isViewer, '请填写 http 或 https 地址，并包含 {studyUid}'),
  defaultValue: '',
});
