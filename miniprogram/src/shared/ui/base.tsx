/** The few primitives everything is made of: WeChat's tags here, real HTML in base.h5.tsx. */
import {
  Image,
  Input,
  Picker,
  ScrollView,
  Text as TaroText,
  Textarea,
  View,
} from '@tarojs/components';
import type {
  BoxProps,
  DateInputProps,
  PictureProps,
  ScrollRowProps,
  TapProps,
  TextInputProps,
  TimeInputProps,
} from './base.types';

const aria = (attributes: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined));

const boxAria = ({ role, label, hidden, live }: BoxProps) =>
  aria({ 'aria-role': role, 'aria-label': label, 'aria-hidden': hidden, 'aria-live': live });

export function Box(props: BoxProps) {
  return (
    <View id={props.id} className={props.className} style={props.style} {...boxAria(props)}>
      {props.children}
    </View>
  );
}

export function Text(props: BoxProps) {
  return (
    <TaroText id={props.id} className={props.className} style={props.style} {...boxAria(props)}>
      {props.children}
    </TaroText>
  );
}

export function Heading({ role: _role, level: _level, ...props }: BoxProps) {
  return <Box role="header" {...props} />;
}

export function ScrollRow({ className, label, showing, children }: ScrollRowProps) {
  return (
    <ScrollView
      scrollX
      enhanced
      showScrollbar={false}
      className={className}
      {...(showing ? { scrollIntoView: showing } : {})}
      {...aria({ 'aria-label': label })}
    >
      {children}
    </ScrollView>
  );
}

export function Tap(props: TapProps) {
  const { onTap, disabled = false } = props;
  return (
    <View
      id={props.id}
      className={props.className}
      style={props.style}
      hoverClass={disabled ? 'none' : 'pressed'}
      hoverStayTime={80}
      onClick={() => {
        if (!disabled) onTap?.();
      }}
      {...aria({
        'aria-role': props.role ?? 'button',
        'aria-label': props.label,
        'aria-disabled': disabled || undefined,
        'aria-checked': props.checked,
        'aria-selected': props.selected ?? props.current,
        'aria-expanded': props.expanded,
      })}
    >
      {props.children}
    </View>
  );
}

const inputTypes = {
  text: 'text',
  search: 'text',
  digits: 'number',
  decimal: 'digit',
  phone: 'number',
  code: 'number',
  identity: 'idcard',
} as const;

export function TextInput(props: TextInputProps) {
  const { kind = 'text', value, onChange, lines = 1 } = props;
  const shared = {
    id: props.id,
    className: props.className,
    value,
    placeholder: props.placeholder,
    placeholderStyle: 'color:#5a6b70',
    maxlength: props.maxLength ?? 140,
    disabled: props.disabled,
    focus: props.focus,
    onInput: (event: { detail: { value: string } }) => onChange(event.detail.value),
    onBlur: () => props.onBlur?.(),
    onConfirm: () => props.onEnter?.(),
    ...aria({ 'aria-label': props.label }),
  };
  if (lines > 1) return <Textarea {...shared} autoHeight={false} />;
  return (
    <Input
      {...shared}
      type={inputTypes[kind]}
      confirmType={kind === 'search' ? 'search' : 'done'}
    />
  );
}

export function DateInput(props: DateInputProps) {
  return (
    <Picker
      mode="date"
      value={props.value || (props.end ?? '')}
      start={props.start ?? '1900-01-01'}
      end={props.end ?? '2100-12-31'}
      onChange={(event) => props.onChange(event.detail.value)}
    >
      <View
        className={props.className}
        {...aria({ 'aria-role': 'button', 'aria-label': props.label })}
      >
        {props.value || props.placeholder}
      </View>
    </Picker>
  );
}

export function TimeInput(props: TimeInputProps) {
  return (
    <Picker
      mode="time"
      value={props.value}
      onChange={(event) => props.onChange(event.detail.value)}
    >
      <View
        className={props.className}
        {...aria({ 'aria-role': 'button', 'aria-label': props.label })}
      >
        {props.value || props.placeholder}
      </View>
    </Picker>
  );
}

export function Picture({ src, className, style, alt }: PictureProps) {
  return (
    <Image
      src={src}
      className={className}
      style={style}
      {...aria(alt ? { 'aria-label': alt } : { 'aria-hidden': true })}
    />
  );
}
