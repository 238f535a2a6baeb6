import type { ReactNode } from 'react';
import { Box, Heading, Tap } from '../base';
import { Button } from '../Button/Button';
import { Icon } from '../Icon';
import { DialogFrame } from './DialogFrame';
import s from './Sheet.module.scss';
import { useDialogFocus } from './use-dialog-focus';

interface SheetProps {
  isOpen: boolean;
  title: string;
  onClose: () => void;
  children: ReactNode;
  foot?: ReactNode;
}

/** Comes up from the bottom on a phone, stands in the middle of a wide screen. */
export function Sheet({ isOpen, title, onClose, children, foot }: SheetProps) {
  const frameRef = useDialogFocus(isOpen, onClose);
  if (!isOpen) return null;
  return (
    <DialogFrame
      title={title}
      backdropClass={s['backdrop'] ?? ''}
      sheetClass={s['sheet'] ?? ''}
      onClose={onClose}
      frameRef={frameRef}
    >
      <Box className={s['head']}>
        <Heading level={2} className={s['title']}>
          {title}
        </Heading>
        <Tap className={s['close']} label="关闭" onTap={onClose}>
          <Icon name="close" tone="quiet" />
        </Tap>
      </Box>
      <Box className={s['body']}>{children}</Box>
      {foot ? <Box className={s['foot']}>{foot}</Box> : null}
    </DialogFrame>
  );
}

interface ConfirmSheetProps {
  isOpen: boolean;
  title: string;
  /** What will happen, and whether the money comes back. */
  children: ReactNode;
  confirmLabel: string;
  keepLabel?: string;
  isBusy?: boolean;
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks before something that cannot be taken back. The safe way out is the filled button. */
export function ConfirmSheet(props: ConfirmSheetProps) {
  const { isBusy = false, keepLabel = '再想想' } = props;
  return (
    <Sheet
      isOpen={props.isOpen}
      title={props.title}
      onClose={props.onClose}
      foot={
        <>
          <Button onTap={props.onClose} disabled={isBusy}>
            {keepLabel}
          </Button>
          <Button look="text" isDanger onTap={props.onConfirm} isBusy={isBusy}>
            {props.confirmLabel}
          </Button>
        </>
      }
    >
      {props.children}
    </Sheet>
  );
}
