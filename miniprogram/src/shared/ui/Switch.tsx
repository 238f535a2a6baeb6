import { Box, Tap } from './base';
import { classes } from './class-names';
import s from './Switch.module.scss';

interface SwitchProps {
  isOn: boolean;
  onChange: (isOn: boolean) => void;
  label: string;
}

/** Takes effect at once. */
export function Switch({ isOn, onChange, label }: SwitchProps) {
  return (
    <Tap
      role="switch"
      checked={isOn}
      label={label}
      onTap={() => onChange(!isOn)}
      className={s['hit']}
    >
      <Box className={classes(s['track'], isOn && s['on'])}>
        <Box className={s['knob']} />
      </Box>
    </Tap>
  );
}
