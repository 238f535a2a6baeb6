import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Bundle, Resource } from '@medplum/fhirtypes';
import { searches } from '../../../src/adapters/his-fhir/searches';
import type { FhirStore } from './fhir/store';
import { isMessageFile, messagesIn } from './hl7-folder';

/** What became of a folder of FHIR bundles and HL7 files: nothing of it is dropped in silence. */
export interface FolderReport {
  files: number;
  /** HL7 messages in it; they leave when somebody sends them. */
  messages: number;
  loaded: Record<string, number>;
  /** Served, and of no kind that the product asks for by itself. */
  notAskedFor: Record<string, number>;
  setAside: { file: string; reason: string; count: number }[];
}

interface Found {
  file: string;
  fullUrl: string;
  resource: Resource & { id: string };
}

const asked = new Set<string>(
  Object.values(searches).flatMap((list) => list.map(({ type }) => type as string)),
);

/** Serves files of somebody else instead of the hospital's own data. */
export function loadFolder(store: FhirStore, folder: string): FolderReport {
  const files = readdirSync(folder).sort();
  const report: FolderReport = {
    files: files.length,
    messages: messagesIn(folder).length,
    loaded: {},
    notAskedFor: {},
    setAside: [],
  };
  const setAside = (file: string, reason: string): void => {
    const same = report.setAside.find((one) => one.file === file && one.reason === reason);
    if (same) same.count += 1;
    else report.setAside.push({ file, reason, count: 1 });
  };
  const bundles = files.filter((file) => file.endsWith('.json'));
  for (const file of files) {
    if (!file.endsWith('.json') && !isMessageFile(file)) {
      setAside(file, '不是 FHIR 的 JSON，也不是 HL7 文件');
    }
  }
  const found = bundles.flatMap((file) => entriesOf(folder, file, setAside));
  const places = new Map(
    found.map(({ fullUrl, resource }) => [fullUrl, `${resource.resourceType}/${resource.id}`]),
  );
  for (const { file, resource } of found) {
    const resolved = JSON.parse(JSON.stringify(resource), (key, value: unknown) =>
      key === 'reference' && typeof value === 'string' ? (places.get(value) ?? value) : value,
    ) as Resource & { id: string };
    if (JSON.stringify(resolved).includes('"reference":"urn:uuid:')) {
      setAside(file, `${resource.resourceType}：引用的资源不在文件夹中（仍已载入）`);
    }
    const type = resource.resourceType;
    const isAgain = store.get(type, resource.id) !== undefined;
    store.put(resolved);
    if (isAgain) {
      setAside(file, `${type}：同一编号再次出现，以后来的为准`);
      continue;
    }
    report.loaded[type] = (report.loaded[type] ?? 0) + 1;
    if (!asked.has(type)) report.notAskedFor[type] = (report.notAskedFor[type] ?? 0) + 1;
  }
  return report;
}

function entriesOf(
  folder: string,
  file: string,
  setAside: (file: string, reason: string) => void,
): Found[] {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path.join(folder, file), 'utf8'));
  } catch {
    setAside(file, '不是 JSON');
    return [];
  }
  const bundle = value as Bundle;
  const entries =
    bundle.resourceType === 'Bundle'
      ? (bundle.entry ?? [])
      : [{ fullUrl: '', resource: value as Resource }];
  return entries.flatMap(({ fullUrl = '', resource }) => {
    if (!resource?.resourceType) {
      setAside(file, '没有 resourceType');
      return [];
    }
    if (!resource.id || !/^[A-Za-z0-9.-]{1,64}$/.test(resource.id)) {
      setAside(file, `${resource.resourceType}：没有编号`);
      return [];
    }
    return [{ file, fullUrl, resource: resource as Resource & { id: string } }];
  });
}
