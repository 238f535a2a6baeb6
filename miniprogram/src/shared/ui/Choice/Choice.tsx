import type { ReactNode } from 'react';
import { Box, Tap, Text } from '../base';
import { classes } from '../class-names';
import { Icon } from '../Icon';
import s from './Choice.module.scss';

interface ChoiceOption<T extends string> {
  value: T;
  label: string;
  note?: string;
  disabled?: boolean;
}

interface ChoiceProps<T extends string> {
  title: string;
  options: readonly ChoiceOption<T>[];
  value: T | null;
  onChange: (value: T) => void;
  /** Short words side by side instead of one under the other. */
  isRow?: boolean;
  error?: string | undefined;
}

/** One of several. */
export function Choice<T extends string>(props: ChoiceProps<T>) {
  return (
    <Box className={s['block']}>
      <Text className={s['title']}>{props.title}</Text>
      <Box
        className={classes(s['list'], props.isRow && s['wrap'])}
        role="radiogroup"
        label={props.title}
      >
        {props.options.map((option) => {
          const isOn = option.value === props.value;
          return (
            <Tap
              key={option.value}
              role="radio"
              checked={isOn}
              disabled={option.disabled}
              onTap={() => props.onChange(option.value)}
              className={classes(s['option'], isOn && s['on'], option.disabled && s['off'])}
            >
              {props.isRow ? null : <Mark isOn={isOn} />}
              <Box className={s['words']}>
                {option.label}
                {option.note ? <Text className={s['note']}>{option.note}</Text> : null}
              </Box>
            </Tap>
          );
        })}
      </Box>
      {props.error ? (
        <Text className={s['error']} live="polite">
          {props.error}
        </Text>
      ) : null}
    </Box>
  );
}

function Mark({ isOn, isSquare = false }: { isOn: boolean; isSquare?: boolean }) {
  return (
    <Box className={classes(s['mark'], isOn && s['markOn'], isSquare && s['square'])}>
      {isOn ? <Icon name="check" tone="white" size={16} /> : null}
    </Box>
  );
}

interface CheckProps {
  isOn: boolean;
  onChange: (isOn: boolean) => void;
  children: ReactNode;
  label: string;
}

/** Yes or no, never ticked beforehand. */
export function Check({ isOn, onChange, children, label }: CheckProps) {
  return (
    <Tap
      role="checkbox"
      checked={isOn}
      label={label}
      onTap={() => onChange(!isOn)}
      className={s['check']}
    >
      <Mark isOn={isOn} isSquare />
      <Box className={s['words']}>{children}</Box>
    </Tap>
  );
}
