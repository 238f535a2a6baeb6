import { Box } from '../base';
import { useToast } from './toast';
import s from './Toast.module.scss';

export function Toast() {
  const words = useToast((state) => state.words);
  return (
    <Box className={s['holder']} role="status" live="polite">
      {words ? <Box className={s['toast']}>{words}</Box> : null}
    </Box>
  );
}
