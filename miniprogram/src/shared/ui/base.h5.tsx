/** Real HTML for the browser: native buttons, inputs and labels bring keyboard and focus with them. */
import { useEffect, useRef, type KeyboardEvent } from 'react';
import type {
  BoxProps,
  DateInputProps,
  PictureProps,
  ScrollRowProps,
  TapProps,
  TextInputProps,
  TimeInputProps,
} from './base.types';

const boxAttributes = ({ id, className, style, role, label, hidden, live }: BoxProps) => ({
  id,
  className,
  style,
  role,
  'aria-label': label,
  'aria-hidden': hidden,
  'aria-live': live,
});

export function Box(props: BoxProps) {
  return <div {...boxAttributes(props)}>{props.children}</div>;
}

export function Text(props: BoxProps) {
  return <span {...boxAttributes(props)}>{props.children}</span>;
}

export function Heading({ level = 2, ...props }: BoxProps) {
  const Tag = `h${level}` as const;
  return (
    <Tag {...boxAttributes(props)} className={`plain-heading ${props.className ?? ''}`}>
      {props.children}
    </Tag>
  );
}

export function ScrollRow({ className, label, showing, children }: ScrollRowProps) {
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const checked = row.current?.querySelector<HTMLElement>('[aria-checked="true"]');
    if (!row.current || !checked) return;
    // Not scrollIntoView, which would also move the page.
    row.current.scrollLeft =
      checked.offsetLeft - (row.current.clientWidth - checked.offsetWidth) / 2;
  }, [showing]);
  return (
    <div
      ref={row}
      className={className}
      style={{ overflowX: 'auto', position: 'relative' }}
      role="radiogroup"
      aria-label={label}
    >
      {children}
    </div>
  );
}

export function Tap(props: TapProps) {
  const { role, onTap, disabled } = props;
  return (
    <button
      type="button"
      id={props.id}
      className={`plain-button ${props.className ?? ''}`}
      style={props.style}
      disabled={disabled}
      onClick={onTap}
      role={role === 'button' ? undefined : role}
      aria-label={props.label}
      aria-checked={props.checked}
      aria-selected={props.selected}
      aria-expanded={props.expanded}
      aria-current={props.current ? 'page' : undefined}
    >
      {props.children}
    </button>
  );
}

const inputModes = {
  text: 'text',
  search: 'search',
  digits: 'numeric',
  decimal: 'decimal',
  phone: 'tel',
  code: 'numeric',
  identity: 'text',
} as const;

const autoComplete = { phone: 'tel', code: 'one-time-code' } as const;

export function TextInput(props: TextInputProps) {
  const { kind = 'text', lines = 1, focus } = props;
  const field = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  useEffect(() => {
    if (focus) field.current?.focus();
  }, [focus]);
  const shared = {
    ref: field,
    id: props.id,
    className: `plain-input ${props.className ?? ''}`,
    value: props.value,
    placeholder: props.placeholder,
    maxLength: props.maxLength,
    disabled: props.disabled,
    onChange: (event: { target: { value: string } }) => props.onChange(event.target.value),
    onBlur: props.onBlur,
    'aria-label': props.id ? undefined : props.label,
    'aria-invalid': props.invalid || undefined,
    'aria-describedby': props.describedBy,
  };
  if (lines > 1) return <textarea {...shared} rows={lines} />;
  return (
    <input
      {...shared}
      type={kind === 'search' ? 'search' : 'text'}
      inputMode={inputModes[kind]}
      enterKeyHint={kind === 'search' ? 'search' : 'done'}
      autoComplete={kind in autoComplete ? autoComplete[kind as 'phone' | 'code'] : 'off'}
      onKeyDown={(event: KeyboardEvent) => {
        if (event.key === 'Enter' && !event.nativeEvent.isComposing) props.onEnter?.();
      }}
    />
  );
}

export function DateInput(props: DateInputProps) {
  return (
    <input
      type="date"
      id={props.id}
      className={`plain-input ${props.className ?? ''}`}
      value={props.value}
      min={props.start ?? '1900-01-01'}
      max={props.end}
      onChange={(event) => props.onChange(event.target.value)}
      aria-label={props.id ? undefined : props.label}
      aria-invalid={props.invalid || undefined}
      aria-describedby={props.describedBy}
    />
  );
}

export function TimeInput(props: TimeInputProps) {
  return (
    <input
      type="time"
      id={props.id}
      className={`plain-input ${props.className ?? ''}`}
      value={props.value}
      onChange={(event) => props.onChange(event.target.value)}
      aria-label={props.id ? undefined : props.label}
      aria-invalid={props.invalid || undefined}
      aria-describedby={props.describedBy}
    />
  );
}

export function Picture({ src, className, style, alt }: PictureProps) {
  return <img src={src} className={className} style={style} alt={alt} />;
}
