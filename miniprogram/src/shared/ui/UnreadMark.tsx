import { Tag } from './Tag/Tag';

/** How many are new, beside what leads to them. */
export function UnreadMark({ unread }: { unread: number }) {
  if (unread === 0) return null;
  return <Tag tone="danger">{unread > 99 ? '99+' : unread} 份未读</Tag>;
}
