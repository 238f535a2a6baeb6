import Taro from '@tarojs/taro';
import { ApiError } from '@/shared/request/api-error';
import { sessionHeaders } from '@/shared/request/client';
import type { TicketIssuer } from './ticket';

/** Scans of several pages take a while in a hospital's network. */
const patienceMs = 60_000;

interface Downloaded {
  path: string;
  type: string;
}

const headerOf = (header: unknown, name: string): string => {
  const found = Object.entries((header ?? {}) as Record<string, unknown>).find(
    ([key]) => key.toLowerCase() === name,
  );
  return found ? String(found[1]) : '';
};

const absolute = (url: string): string => (/^https?:/.test(url) ? url : `${API_BASE}${url}`);

async function download(issue: TicketIssuer): Promise<Downloaded> {
  const { url } = await issue();
  const answer = await Taro.downloadFile({
    url: absolute(url),
    header: sessionHeaders(),
    timeout: patienceMs,
  }).catch(() => {
    throw new ApiError('OFFLINE', '');
  });
  if (answer.statusCode !== 200) throw new ApiError('NOT_FOUND', '');
  const { header } = answer as { header?: unknown };
  return { path: answer.tempFilePath, type: headerOf(header, 'content-type') };
}

/** A PDF in WeChat's own reader, from where it can be kept; a picture in its viewer. */
export async function openFile(issue: TicketIssuer): Promise<void> {
  const { path, type } = await download(issue);
  if (type.startsWith('image/')) await Taro.previewImage({ urls: [path], current: path });
  else await Taro.openDocument({ filePath: path, fileType: 'pdf', showMenu: true });
}

/**
 * WeChat opens only pages of addresses that were declared to it, which a PACS is not: the way to the
 * pictures is copied, to be opened in the phone's browser.
 */
export async function openImages(issue: TicketIssuer): Promise<'opened' | 'copied'> {
  const { url } = await issue();
  const unfollowed = {
    url: absolute(url),
    header: sessionHeaders(),
    redirect: 'manual',
    dataType: 'text',
  };
  const answer = await Taro.request<unknown>(unfollowed).catch(() => {
    throw new ApiError('OFFLINE', '');
  });
  const link = headerOf(answer.header, 'location');
  if (!link) throw new ApiError('UNAVAILABLE', '');
  await Taro.setClipboardData({ data: absolute(link) });
  return 'copied';
}

/** The picture itself, for showing it within a page; a ticket opens only once. */
export async function loadPicture(issue: TicketIssuer): Promise<string> {
  return (await download(issue)).path;
}
