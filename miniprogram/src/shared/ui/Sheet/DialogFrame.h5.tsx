import type { ReactNode, RefObject } from 'react';

interface DialogFrameProps {
  title: string;
  backdropClass: string;
  sheetClass: string;
  onClose: () => void;
  frameRef: RefObject<HTMLDivElement>;
  children: ReactNode;
}

export function DialogFrame(props: DialogFrameProps) {
  const { title, backdropClass, sheetClass, onClose, frameRef, children } = props;
  return (
    <div
      className={backdropClass}
      onClick={(event) => {
        if (event.target === event.currentTarget) onClose();
      }}
    >
      <div
        ref={frameRef}
        className={sheetClass}
        role="dialog"
        aria-modal="true"
        aria-label={title}
        tabIndex={-1}
      >
        {children}
      </div>
    </div>
  );
}
