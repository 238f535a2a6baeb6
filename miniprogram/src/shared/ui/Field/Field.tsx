import { useId, type ReactNode } from 'react';
import { Box, DateInput, Text, TextInput, TimeInput } from '../base';
import type { TextInputProps } from '../base.types';
import { classes } from '../class-names';
import { Label } from '../Label';
import s from './Field.module.scss';

interface FrameProps {
  label: string;
  error?: string | undefined;
  hint?: string | undefined;
  isOptional?: boolean;
}

interface FrameParts {
  id: string;
  describedBy: string | undefined;
  invalid: boolean;
}

/** Label above, words about the input below: hint, or what to correct. */
function Frame(
  props: FrameProps & { children: (parts: FrameParts) => ReactNode; after?: ReactNode },
) {
  const id = useId();
  const { label, error, hint, isOptional } = props;
  const describedBy = error ? `${id}-error` : hint ? `${id}-hint` : undefined;
  return (
    <Box className={s['field']}>
      <Label htmlFor={id} className={s['label']}>
        {label}
        {isOptional ? <Text className={s['optional']}>（选填）</Text> : null}
      </Label>
      <Box className={classes(s['frame'], error && s['invalid'])}>
        {props.children({ id, describedBy, invalid: Boolean(error) })}
        {props.after}
      </Box>
      {error ? (
        <Text id={`${id}-error`} className={s['error']} live="polite">
          {error}
        </Text>
      ) : hint ? (
        <Text id={`${id}-hint`} className={s['hint']}>
          {hint}
        </Text>
      ) : null}
    </Box>
  );
}

type FieldProps = FrameProps &
  Pick<
    TextInputProps,
    'value' | 'onChange' | 'kind' | 'lines' | 'placeholder' | 'maxLength' | 'disabled' | 'onBlur'
  > & {
    after?: ReactNode;
    /** One number that is the point of the page: large enough to read at arm’s length. */
    isFigure?: boolean;
  };

export function Field(props: FieldProps) {
  return (
    <Frame
      label={props.label}
      error={props.error}
      hint={props.hint}
      isOptional={props.isOptional ?? false}
      after={props.after}
    >
      {(parts) => (
        <TextInput
          {...parts}
          className={classes(
            s['input'],
            (props.lines ?? 1) > 1 && s['lines'],
            props.isFigure && s['figure'],
          )}
          label={props.label}
          value={props.value}
          onChange={props.onChange}
          kind={props.kind}
          lines={props.lines}
          placeholder={props.placeholder}
          maxLength={props.maxLength}
          disabled={props.disabled}
          onBlur={props.onBlur}
        />
      )}
    </Frame>
  );
}

type DateFieldProps = FrameProps & {
  value: string;
  onChange: (value: string) => void;
  start?: string;
  end?: string;
};

export function DateField(props: DateFieldProps) {
  return (
    <Frame
      label={props.label}
      error={props.error}
      hint={props.hint}
      isOptional={props.isOptional ?? false}
    >
      {(parts) => (
        <DateInput
          {...parts}
          className={s['input']}
          label={props.label}
          value={props.value}
          onChange={props.onChange}
          start={props.start}
          end={props.end}
          placeholder="请选择日期"
        />
      )}
    </Frame>
  );
}

type TimeFieldProps = FrameProps & { value: string; onChange: (value: string) => void };

export function TimeField(props: TimeFieldProps) {
  return (
    <Frame label={props.label} error={props.error} hint={props.hint}>
      {(parts) => (
        <TimeInput
          {...parts}
          className={s['input']}
          label={props.label}
          value={props.value}
          onChange={props.onChange}
          placeholder="请选择时间"
        />
      )}
    </Frame>
  );
}
