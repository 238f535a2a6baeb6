import { Box, Heading, Text } from '@/shared/ui/base';
import { classes } from '@/shared/ui/class-names';
import { Icon } from '@/shared/ui/Icon';
import s from './OutcomeHead.module.scss';

export interface Outcome {
  isGood: boolean;
  /** Neither yet: somebody else still has to say. */
  isWaiting?: boolean;
  title: string;
  words: string;
}

/** How it went, said first and large. */
export function OutcomeHead({ outcome }: { outcome: Outcome }) {
  return (
    <Box className={s['head']} role="status">
      <Box className={classes(s['mark'], !outcome.isGood && s['warnMark'])}>
        <Icon
          name={outcome.isGood ? 'check' : outcome.isWaiting ? 'clock' : 'warning'}
          tone={outcome.isGood ? 'primary' : 'warn'}
          size={36}
        />
      </Box>
      <Heading level={2} className={s['title']}>
        {outcome.title}
      </Heading>
      <Text className={s['words']}>{outcome.words}</Text>
    </Box>
  );
}
