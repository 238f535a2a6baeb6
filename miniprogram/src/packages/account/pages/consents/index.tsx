import { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { navigate } from '@/app/navigate';
import { formatMoment } from '@/shared/format/dates';
import { useSubmit } from '@/shared/hooks/use-submit';
import { useSession } from '@/shared/session/session';
import { Box } from '@/shared/ui/base';
import { Button } from '@/shared/ui/Button/Button';
import { Card, LinkRow, Row } from '@/shared/ui/Card/Card';
import { Loaded } from '@/shared/ui/List/Loaded';
import { Page } from '@/shared/ui/Page/Page';
import { ConfirmSheet } from '@/shared/ui/Sheet/Sheet';
import { Tag } from '@/shared/ui/Tag/Tag';
import { toast } from '@/shared/ui/Toast/toast';
import {
  consentOf,
  giveConsent,
  usePrivacyNotices,
  withdrawConsent,
  type PrivacyNotice,
} from '../../api/consents';
import { NoticeLink } from '../../components/NoticeLink';
import { withdrawalWords } from '../../model/withdrawal';
import s from './index.module.scss';

interface PurposeCardProps {
  notice: PrivacyNotice;
  onWithdraw: () => void;
}

function PurposeCard({ notice, onWithdraw }: PurposeCardProps) {
  const client = useQueryClient();
  const account = useSession((state) => state.account);
  const consent = consentOf(account, notice.purpose);
  const give = useSubmit(async (asked: PrivacyNotice) => {
    await giveConsent(asked);
    await client.invalidateQueries();
    toast('已同意');
  });
  return (
    <Card title={notice.title}>
      <Box className={s['summary']}>{notice.summary}</Box>
      <Row name="状态">
        {consent ? (
          <Tag tone={consent.isCurrent ? 'primary' : 'warn'}>
            {consent.isCurrent ? '已同意' : '说明有更新'}
          </Tag>
        ) : (
          <Tag>未同意</Tag>
        )}
      </Row>
      {consent ? (
        <Row name="同意时间">
          {formatMoment(consent.givenAt)}，版本 {consent.version}
        </Row>
      ) : null}
      <NoticeLink notice={notice} />
      {consent?.isCurrent ? null : (
        <Button look="text" isInline isBusy={give.isBusy} onTap={() => void give.run(notice)}>
          {consent ? '同意新版本' : '同意'}
        </Button>
      )}
      {consent ? (
        <Button look="text" isInline isDanger onTap={onWithdraw}>
          撤回同意
        </Button>
      ) : null}
    </Card>
  );
}

function WithdrawSheet(props: { notice: PrivacyNotice | null; onClose: () => void }) {
  const { notice, onClose } = props;
  const client = useQueryClient();
  const withdraw = useSubmit(async (asked: PrivacyNotice) => {
    await withdrawConsent(asked.purpose);
    await client.invalidateQueries();
    toast('已撤回，立即生效');
  });
  return (
    <ConfirmSheet
      isOpen={notice !== null}
      title={`撤回《${notice?.title ?? ''}》的同意`}
      confirmLabel="确定撤回"
      keepLabel="保留同意"
      isBusy={withdraw.isBusy}
      onClose={onClose}
      onConfirm={() => notice && void withdraw.run(notice).finally(onClose)}
    >
      {notice ? withdrawalWords[notice.purpose] : ''}
    </ConfirmSheet>
  );
}

export default function ConsentsPage() {
  const [withdrawing, setWithdrawing] = useState<PrivacyNotice | null>(null);
  const notices = usePrivacyNotices();
  return (
    <Page
      name="consents"
      needs="session"
      backTo="me"
      overlay={<WithdrawSheet notice={withdrawing} onClose={() => setWithdrawing(null)} />}
    >
      <Loaded query={notices}>
        {(items) => (
          <>
            {items.map((notice) => (
              <PurposeCard
                key={notice.purpose}
                notice={notice}
                onWithdraw={() => setWithdrawing(notice)}
              />
            ))}
          </>
        )}
      </Loaded>
      <Card isFlush>
        <LinkRow
          icon="warning"
          iconTone="danger"
          title="注销账号"
          note="先看清楚会发生什么，再决定"
          onTap={() => navigate('closeAccount')}
        />
      </Card>
    </Page>
  );
}
