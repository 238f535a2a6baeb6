/** Plain HTML in place of WeChat's tags, with the roles and labels a screen reader would be told. */
import { createElement, type ChangeEvent, type ReactNode } from 'react';

interface TagProps {
  id?: string;
  className?: string;
  children?: ReactNode;
  disabled?: boolean;
  onClick?: (event: { stopPropagation: () => void }) => void;
  'aria-role'?: string;
  'aria-label'?: string;
  'aria-checked'?: boolean;
  'aria-disabled'?: boolean;
  'aria-selected'?: boolean;
  'aria-live'?: 'polite' | 'assertive';
}

const spoken = (props: TagProps) => ({
  id: props.id,
  className: props.className,
  role: props['aria-role'] === 'header' ? 'heading' : props['aria-role'],
  'aria-label': props['aria-label'],
  'aria-checked': props['aria-checked'],
  'aria-disabled': props['aria-disabled'],
  'aria-selected': props['aria-selected'],
  'aria-live': props['aria-live'],
});

const box = (tag: string) =>
  function Box(props: TagProps) {
    return createElement(tag, { ...spoken(props), onClick: props.onClick }, props.children);
  };

export const View = box('div');
export const Text = box('span');
export const ScrollView = box('div');

interface ButtonProps extends TagProps {
  onGetPhoneNumber?: (event: { detail: { code?: string } }) => void;
}

/** The person allows it: WeChat's phone-number button answers with a code. */
export function Button(props: ButtonProps) {
  const press = () => props.onGetPhoneNumber?.({ detail: { code: 'phone-code' } });
  return (
    <button type="button" {...spoken(props)} disabled={props.disabled} onClick={press}>
      {props.children}
    </button>
  );
}

interface InputProps extends TagProps {
  value?: string;
  placeholder?: string;
  maxlength?: number;
  onInput?: (event: { detail: { value: string } }) => void;
  onBlur?: () => void;
}

const field = (tag: 'input' | 'textarea') =>
  function Field(props: InputProps) {
    return createElement(tag, {
      ...spoken(props),
      value: props.value,
      placeholder: props.placeholder,
      maxLength: props.maxlength,
      disabled: props.disabled,
      onBlur: props.onBlur,
      onChange: (event: ChangeEvent<HTMLInputElement>) =>
        props.onInput?.({ detail: { value: event.target.value } }),
    });
  };

export const Input = field('input');
export const Textarea = field('textarea');

interface PickerProps extends TagProps {
  value?: string;
  onChange?: (event: { detail: { value: string } }) => void;
}

/** The wheel that comes up: here a date input beside what was tapped. */
export function Picker({ value, onChange, children }: PickerProps) {
  return (
    <div>
      {children}
      <input
        data-picker
        value={value ?? ''}
        onChange={(event) => onChange?.({ detail: { value: event.target.value } })}
      />
    </div>
  );
}

export function Image(props: TagProps & { src: string }) {
  return <img src={props.src} alt={props['aria-label'] ?? ''} className={props.className} />;
}
