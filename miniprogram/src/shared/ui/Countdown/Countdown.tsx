import { countdown } from '@/shared/format/dates';
import { useCountdown } from '@/shared/hooks/use-countdown';
import { Box, Text } from '../base';
import { Icon } from '../Icon';
import s from './Countdown.module.scss';

interface CountdownProps {
  until: string;
  words: string;
  onEnd?: () => void;
}

/** How long a held place still waits. */
export function Countdown({ until, words, onEnd }: CountdownProps) {
  const left = useCountdown(until, onEnd);
  return (
    <Box className={s['countdown']} role="timer" label={`${words}，还剩 ${countdown(left)}`}>
      <Icon name="clock" tone="warn" />
      <Text className={s['words']}>{words}</Text>
      <Text className={s['figures']}>{countdown(left)}</Text>
    </Box>
  );
}

/** The bare figures, for lists. */
export function TimeLeft({ until, onEnd }: { until: string; onEnd?: () => void }) {
  const left = useCountdown(until, onEnd);
  return <Text style={{ fontVariantNumeric: 'tabular-nums' }}>{countdown(left)}</Text>;
}
