import fs from 'node:fs';
import path from 'node:path';
import { asyncApi, Refusal, type Act, type Options } from './answer';
import type { Host } from './host';

const documents = new Set(['doc', 'docx', 'xls', 'xlsx', 'ppt', 'pptx', 'pdf']);

/** Camera, place, documents, telephone and clipboard. */
export function deviceApis(host: Host): Record<string, unknown> {
  const { realm, decisions, privacy, network } = host;
  const clipboard = { text: '' };
  const api = (name: string, act: Act) => ({
    [name]: asyncApi(realm, name, (options) => {
      host.calls.push({ name, options: { ...options } });
      return act(options);
    }),
  });
  return {
    ...api('scanCode', () => {
      if (decisions.scan === null) throw new Refusal('cancel');
      return { result: decisions.scan, scanType: 'QR_CODE', charSet: 'UTF-8', path: '' };
    }),
    ...api('getLocation', async () => {
      await privacy.require('getLocation');
      if (!decisions.location) throw new Refusal('auth deny');
      return { ...decisions.location, accuracy: 30, speed: 0 };
    }),
    ...api('chooseImage', async () => {
      await privacy.require('chooseImage');
      return chosen(host);
    }),
    ...api('chooseMessageFile', async () => {
      await privacy.require('chooseMessageFile');
      return chosen(host);
    }),
    ...api('vibrateLong', () => undefined),
    ...api('openSetting', () => ({ authSetting: {} })),
    getFileSystemManager: () => ({ readFile: asyncApi(realm, 'readFile', readFile) }),
    ...api('openLocation', ({ latitude, longitude }) => {
      requireNumbers({ latitude, longitude });
    }),
    ...api('openDocument', openDocument),
    ...api('previewImage', ({ urls }) => {
      if (!Array.isArray(urls) || urls.length === 0) throw new Refusal('urls is required');
    }),
    ...api('makePhoneCall', ({ phoneNumber }) => {
      if (typeof phoneNumber !== 'string' || !/^[\d+-]{3,}$/.test(phoneNumber)) {
        throw new Refusal('parameter error: phoneNumber');
      }
    }),
    ...api('setClipboardData', async ({ data }) => {
      await privacy.require('setClipboardData');
      clipboard.text = String(data);
    }),
    ...api('getClipboardData', async () => {
      await privacy.require('getClipboardData');
      return { data: clipboard.text };
    }),
    ...api('getNetworkType', () => ({ networkType: network.type })),
  };
}

/** What was picked lies in the app's temporary files from then on. */
function chosen({ decisions, temporary }: Host): object {
  if (decisions.files.length === 0) throw new Refusal('cancel');
  const tempFiles = decisions.files.map(({ name, content }) => {
    const file = path.join(temporary, name);
    fs.writeFileSync(file, content);
    return { path: file, size: content.length, name };
  });
  return { tempFiles, tempFilePaths: tempFiles.map((file) => file.path) };
}

function readFile({ filePath, encoding }: Options): object {
  if (typeof filePath !== 'string' || !fs.existsSync(filePath)) throw new Refusal('no such file');
  if (encoding !== 'base64') throw new Refusal('only base64 is asked for here');
  return { data: fs.readFileSync(filePath, 'base64') };
}

function requireNumbers(values: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(values)) {
    if (typeof value !== 'number') throw new Refusal(`parameter error: ${name}`);
  }
}

function openDocument({ filePath, fileType }: Options): void {
  if (typeof filePath !== 'string' || !fs.existsSync(filePath)) throw new Refusal('file not exist');
  // A downloaded file has no name, so its type must be said.
  if (!documents.has(String(fileType))) throw new Refusal('filetype not supported');
}
