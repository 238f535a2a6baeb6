import { Box, Tap } from '../base';
import { classes } from '../class-names';
import s from './Segments.module.scss';

interface SegmentsProps<T extends string> {
  label: string;
  options: readonly { value: T; label: string }[];
  value: T;
  onChange: (value: T) => void;
}

/** Two or three views of the same list. */
export function Segments<T extends string>({ label, options, value, onChange }: SegmentsProps<T>) {
  return (
    <Box className={s['segments']} role="tablist" label={label}>
      {options.map((option) => (
        <Tap
          key={option.value}
          role="tab"
          selected={option.value === value}
          onTap={() => onChange(option.value)}
          className={classes(s['segment'], option.value === value && s['on'])}
        >
          {option.label}
        </Tap>
      ))}
    </Box>
  );
}
