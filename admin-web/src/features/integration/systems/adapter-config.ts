import type { Answer, Body } from '@/shared/api/client';
import { inboundKindWords } from '@/shared/format/integration-labels';

export type Config = Body<'createExternalSystem'>['config'];
export type StoredConfig = Answer<'listExternalSystems'>['items'][number]['config'];

const exampleMapping = JSON.stringify(
  {
    zone: 'Asia/Shanghai',
    views: {
      patient: {
        view: 'v_patient',
        id: 'patient_id',
        changedAt: 'updated_at',
        columns: {
          name: 'patient_name',
          gender: { column: 'sex', codes: { '1': 'male', '2': 'female' } },
          birthDate: 'birth_date',
        },
      },
    },
  },
  null,
  2,
);

/** What a way of connecting starts with. */
export function freshConfig(adapter: Config['adapter']): Config {
  switch (adapter) {
    case 'fhir':
      return { adapter, baseUrl: '', token: null, pageSize: 100 };
    case 'hl7':
      return {
        adapter,
        listenPort: null,
        host: '',
        port: null,
        encoding: 'utf-8',
        sendingApplication: 'SUIZHEN',
        allowedAddresses: [],
        processingIds: ['P'],
      };
    case 'views':
      return { adapter, databaseUrl: null, mapping: exampleMapping };
  }
}

/** As the form shows it: secrets are never read back, so their fields are empty. */
export function shownConfig(config: StoredConfig): Config {
  if (config.adapter !== 'views') return config;
  return { ...config, mapping: tidied(config.mapping) };
}

/** As it is sent: an empty secret leaves what is stored, an empty port is none. */
export function sentConfig(config: Config): Config {
  switch (config.adapter) {
    case 'fhir':
      return { ...config, token: config.token?.trim() || null };
    case 'hl7':
      return { ...config, host: config.host ?? '', port: config.host ? config.port : null };
    case 'views':
      return { ...config, databaseUrl: config.databaseUrl?.trim() || null };
  }
}

/** Indented, if it is JSON at all. */
export function tidied(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** What is wrong with a mapping before it is sent; the server knows the views and has the last word. */
export function mappingProblem(text: string): string | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return `JSON 不完整：${lineOf(text, error)}`;
  }
  const views = isObject(value) ? value.views : undefined;
  if (!isObject(views)) return '最外层应有 views，说明每类内容来自哪个视图';
  const unknown = Object.keys(views).filter((kind) => !Object.hasOwn(inboundKindWords, kind));
  if (unknown.length > 0) return `没有“${unknown.join('”“')}”这类内容`;
  return Object.keys(views).length === 0 ? '至少说明一类内容来自哪个视图' : undefined;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Browsers tell the place in different words, some by the text around it; a line helps whoever mends it. */
function lineOf(text: string, error: unknown): string {
  const position = /position (\d+)/.exec(String(error))?.[1];
  const around = /\.\.\."?([^]+?)"?(?:\.\.\.)? is not valid JSON/.exec(String(error))?.[1];
  const at = position === undefined ? text.indexOf(around ?? '\0') : Number(position);
  if (at < 0) return '请检查括号、引号和逗号';
  return `请看第 ${text.slice(0, at).split('\n').length} 行附近的括号、引号和逗号`;
}
