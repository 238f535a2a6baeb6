import { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import type { ConsentPurpose } from '@suizhen/contract/wire';
import { fromHere, goBack } from '@/app/navigate';
import { useSubmit } from '@/shared/hooks/use-submit';
import { useSession } from '@/shared/session/session';
import { Box } from '@/shared/ui/base';
import { Button } from '@/shared/ui/Button/Button';
import { Card } from '@/shared/ui/Card/Card';
import { Check } from '@/shared/ui/Choice/Choice';
import { Loaded } from '@/shared/ui/List/Loaded';
import { Notice } from '@/shared/ui/Notice';
import { Page } from '@/shared/ui/Page/Page';
import { toast } from '@/shared/ui/Toast/toast';
import { consentOf, giveConsent, usePrivacyNotices, type PrivacyNotice } from '../../api/consents';
import { NoticeLink } from '../../components/NoticeLink';
import s from './index.module.scss';

interface PurposeProps {
  notice: PrivacyNotice;
  isOn: boolean;
  onChange: (isOn: boolean) => void;
}

function Purpose({ notice, isOn, onChange }: PurposeProps) {
  return (
    <Card title={notice.title}>
      <Box className={s['summary']}>{notice.summary}</Box>
      <NoticeLink notice={notice} />
      <Check isOn={isOn} onChange={onChange} label={`同意《${notice.title}》`}>
        {notice.isRequired ? '我单独同意' : '我同意（可以不选，不影响预约）'}
      </Check>
    </Card>
  );
}

/** Each purpose is agreed to on its own, nothing is ticked beforehand. */
export default function AgreePage() {
  const client = useQueryClient();
  const account = useSession((state) => state.account);
  const notices = usePrivacyNotices();
  const [ticked, setTicked] = useState<ReadonlySet<ConsentPurpose>>(new Set());
  const open = (notices.data ?? []).filter(
    ({ purpose }) => !consentOf(account, purpose)?.isCurrent,
  );
  const isEnough = open.every((notice) => !notice.isRequired || ticked.has(notice.purpose));

  const tick = (purpose: ConsentPurpose, isOn: boolean) => {
    const next = new Set(ticked);
    if (isOn) next.add(purpose);
    else next.delete(purpose);
    setTicked(next);
  };
  const agree = useSubmit(async (chosen: ConsentPurpose[]) => {
    const onward = fromHere();
    for (const notice of open) {
      if (chosen.includes(notice.purpose)) await giveConsent(notice);
    }
    await client.invalidateQueries();
    toast('已同意，可以随时撤回');
    onward(() => goBack('home'));
  });
  return (
    <Page
      name="agree"
      needs="session"
      bottom={
        <>
          <Button
            disabled={!isEnough || ticked.size === 0}
            isBusy={agree.isBusy}
            onTap={() => void agree.run([...ticked])}
          >
            同意并继续
          </Button>
          <Button look="text" onTap={() => goBack('home')}>
            暂不同意
          </Button>
        </>
      }
    >
      <Notice>健康信息属于敏感个人信息，需要您单独同意。不同意也可以查看医生和科室</Notice>
      <Loaded
        query={notices}
        isEmpty={() => open.length === 0}
        empty={{ title: '您已经全部同意', words: '可以返回继续使用', icon: 'check' }}
      >
        {() => (
          <>
            {open.map((notice) => (
              <Purpose
                key={notice.purpose}
                notice={notice}
                isOn={ticked.has(notice.purpose)}
                onChange={(isOn) => tick(notice.purpose, isOn)}
              />
            ))}
          </>
        )}
      </Loaded>
    </Page>
  );
}
