import { useEffect } from 'react';

const typing = 'input, textarea, select, [contenteditable="true"]';

/** Keys that act on the whole page; silent while someone types or a dialog is open. */
export function useShortcuts(actions: Record<string, () => void>): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (event.target instanceof Element && event.target.closest(typing)) return;
      if (document.querySelector('.ant-modal-wrap:not([style*="display: none"])')) return;
      const action = actions[event.key];
      if (!action) return;
      event.preventDefault();
      action();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [actions]);
}

/** `/` goes to the search field of the page, marked with data-search. */
export function focusSearch(): void {
  const field = document.querySelector<HTMLElement>('[data-search] input, input[data-search]');
  field?.focus();
}

/** `n` does the page's main action, marked with data-main. */
export function pressMainAction(): void {
  document.querySelector<HTMLElement>('[data-main]')?.click();
}
