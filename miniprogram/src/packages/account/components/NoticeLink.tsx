import { navigate } from '@/app/navigate';
import { Button } from '@/shared/ui/Button/Button';
import type { PrivacyNotice } from '../api/consents';

/** Leads to the full words of a notice. */
export function NoticeLink({ notice }: { notice: PrivacyNotice }) {
  return (
    <Button look="text" isInline onTap={() => navigate('notice', { purpose: notice.purpose })}>
      阅读《{notice.title}》
    </Button>
  );
}
