import { App } from 'antd';
import { useCallback, useState } from 'react';
import { messageOf } from '@/shared/api/api-error';

interface Ticket {
  url: string;
}

/**
 * Opens what a ticket stands for beside the console. The window has to be opened by the click itself, or
 * browsers take it for an advertisement; it goes to the document once the ticket is there.
 */
export function useTicket(): {
  isOpening: boolean;
  openTicket: (issue: () => Promise<Ticket>) => void;
} {
  const { message } = App.useApp();
  const [isOpening, setOpening] = useState(false);
  const openTicket = useCallback(
    (issue: () => Promise<Ticket>) => {
      const beside = window.open('about:blank', '_blank');
      if (beside) beside.opener = null;
      setOpening(true);
      issue()
        .then(({ url }) => {
          if (beside) beside.location.replace(url);
          else void message.warning('浏览器拦住了新窗口，请允许本站打开新窗口后再试。', 6);
        })
        .catch((error: unknown) => {
          beside?.close();
          void message.error(messageOf(error), 6);
        })
        .finally(() => setOpening(false));
    },
    [message],
  );
  return { isOpening, openTicket };
}
