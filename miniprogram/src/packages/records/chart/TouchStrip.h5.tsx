import type { KeyboardEvent, PointerEvent } from 'react';
import type { TouchStripProps } from './TouchStrip.types';

const keys: Record<string, 1 | -1> = {
  ArrowRight: 1,
  ArrowUp: 1,
  ArrowLeft: -1,
  ArrowDown: -1,
};

/** Follows finger or mouse over a chart; with the keyboard the arrows go from point to point. */
export function TouchStrip(props: TouchStripProps) {
  const follow = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.type === 'pointermove' && event.buttons === 0) return;
    const { left, width } = event.currentTarget.getBoundingClientRect();
    props.onTouch((event.clientX - left) / width);
  };
  const step = (event: KeyboardEvent): void => {
    const by = keys[event.key];
    if (by === undefined) return;
    event.preventDefault();
    props.onStep(by);
  };
  return (
    <div
      className={props.className}
      role="slider"
      tabIndex={0}
      aria-label={props.label}
      aria-valuemin={1}
      aria-valuemax={props.count}
      aria-valuenow={props.index + 1}
      aria-valuetext={props.valueText}
      onPointerDown={follow}
      onPointerMove={follow}
      onKeyDown={step}
    >
      {props.children}
    </div>
  );
}
