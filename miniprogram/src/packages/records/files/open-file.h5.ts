import type { TicketIssuer } from './ticket';

/**
 * Opens what a ticket stands for in a new tab. The tab is opened before the ticket is asked for: later a
 * browser takes it for an advertisement. Where it still does, the page itself goes there.
 */
export async function openFile(issue: TicketIssuer): Promise<void> {
  const tab = window.open('', '_blank');
  try {
    const { url } = await issue();
    if (tab) {
      tab.opener = null;
      tab.location.replace(url);
    } else {
      window.location.assign(url);
    }
  } catch (problem) {
    tab?.close();
    throw problem;
  }
}

/** The pictures of a PACS open in a tab of their own like any other file. */
export async function openImages(issue: TicketIssuer): Promise<'opened' | 'copied'> {
  await openFile(issue);
  return 'opened';
}

/** The picture itself, for showing it within a page; a ticket opens only once. */
export async function loadPicture(issue: TicketIssuer): Promise<string> {
  const { url } = await issue();
  const answer = await fetch(url, { credentials: 'same-origin' });
  if (!answer.ok) throw new Error('picture not loaded');
  const content = await answer.blob();
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(typeof reader.result === 'string' ? reader.result : '');
    reader.onerror = () => reject(reader.error ?? new Error('unreadable'));
    reader.readAsDataURL(content);
  });
}
