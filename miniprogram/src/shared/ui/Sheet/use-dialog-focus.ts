import type { RefObject } from 'react';

/** A mini-program has no focus to keep inside. */
export function useDialogFocus(_isOpen: boolean, _onClose: () => void): RefObject<null> {
  return { current: null };
}
