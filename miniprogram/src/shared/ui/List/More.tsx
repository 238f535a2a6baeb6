import { Box } from '../base';
import { Button } from '../Button/Button';
import s from './List.module.scss';

interface MoreProps {
  hasMore: boolean;
  isBusy: boolean;
  onMore: () => void;
}

/** The next page of a long list, on demand. */
export function More({ hasMore, isBusy, onMore }: MoreProps) {
  if (!hasMore) return null;
  return (
    <Box className={s['more']}>
      <Button look="text" onTap={onMore} isBusy={isBusy}>
        查看更多
      </Button>
    </Box>
  );
}
