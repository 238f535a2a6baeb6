import { Box, Tap } from '@/shared/ui/base';
import { classes } from '@/shared/ui/class-names';
import s from './records.module.scss';

interface ChipsProps<T extends string> {
  label: string;
  options: readonly { value: T; label: string }[];
  value: T;
  onChange: (value: T) => void;
}

/** One of a few short words, side by side and over several lines where they do not fit. */
export function Chips<T extends string>({ label, options, value, onChange }: ChipsProps<T>) {
  return (
    <Box className={s['chips']} role="radiogroup" label={label}>
      {options.map((option) => (
        <Tap
          key={option.value}
          role="radio"
          checked={option.value === value}
          className={classes(s['chip'], option.value === value && s['chipOn'])}
          onTap={() => onChange(option.value)}
        >
          {option.label}
        </Tap>
      ))}
    </Box>
  );
}
