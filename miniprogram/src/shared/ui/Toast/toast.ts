import { create } from 'zustand';

interface ToastState {
  words: string;
  serial: number;
}

export const useToast = create<ToastState>(() => ({ words: '', serial: 0 }));

const shownFor = 3_200;

/** A short sentence about what just happened. Long enough to read, gone by itself. */
export function toast(words: string): void {
  const serial = useToast.getState().serial + 1;
  useToast.setState({ words, serial });
  setTimeout(() => {
    if (useToast.getState().serial === serial) useToast.setState({ words: '' });
  }, shownFor);
}

/** Takes a sentence back that has just stopped being true; what else is shown stays. */
export function takeBack(words: string): void {
  if (useToast.getState().words === words) useToast.setState({ words: '' });
}
