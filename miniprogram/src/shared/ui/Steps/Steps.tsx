import { Box, Text } from '@/shared/ui/base';
import { classes } from '@/shared/ui/class-names';
import { Icon } from '@/shared/ui/Icon';
import s from './Steps.module.scss';

export interface Step {
  words: string;
  note?: string | undefined;
  isDone: boolean;
}

/** Something on its way, from the first step to the last. */
export function Steps({ steps }: { steps: readonly Step[] }) {
  return (
    <Box>
      {steps.map((step, index) => (
        <Box key={index} className={s['step']}>
          <Box className={s['rail']}>
            <Box className={classes(s['dot'], step.isDone && s['done'])}>
              {step.isDone ? <Icon name="check" tone="white" size={14} /> : null}
            </Box>
            {index < steps.length - 1 ? <Box className={s['line']} /> : null}
          </Box>
          <Box className={s['words']}>
            <Text className={step.isDone ? '' : s['waiting']}>{step.words}</Text>
            {step.note ? <Text className={s['note']}>{step.note}</Text> : null}
          </Box>
        </Box>
      ))}
    </Box>
  );
}
