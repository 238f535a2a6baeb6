import { initial } from '@/shared/format/marks';
import { Box } from '../base';
import s from './Avatar.module.scss';

/** The first letter of a name; decoration, since the name stands beside it. */
export function Avatar({ name }: { name: string }) {
  return (
    <Box className={s['avatar']} hidden>
      {initial(name)}
    </Box>
  );
}
