import { useState } from 'react';
import Taro from '@tarojs/taro';
import { useQueryClient } from '@tanstack/react-query';
import { now } from '@/shared/clock/clock';
import { formatMoment } from '@/shared/format/dates';
import { usePageParams } from '@/shared/hooks/use-params';
import { call } from '@/shared/request/client';
import { Box, Text } from '@/shared/ui/base';
import { Button } from '@/shared/ui/Button/Button';
import { Card, Row } from '@/shared/ui/Card/Card';
import { Choice } from '@/shared/ui/Choice/Choice';
import { Notice } from '@/shared/ui/Notice';
import { Page } from '@/shared/ui/Page/Page';
import { ConfirmSheet } from '@/shared/ui/Sheet/Sheet';
import { Tag } from '@/shared/ui/Tag/Tag';
import { toast } from '@/shared/ui/Toast/toast';
import { recordKeys } from '../../api/keys';
import { useEndShare, useShares, type NewShare, type ReportShare } from '../../api/reports';
import r from '../../components/records.module.scss';
import { Opened } from '../../components/StepUp';
import { useOpened } from '../../components/use-opened';
import s from './index.module.scss';

const days = [
  { value: '1', label: '1 天' },
  { value: '3', label: '3 天' },
  { value: '7', label: '7 天' },
] as const;
type Days = (typeof days)[number]['value'];

async function copy(data: string, said: string): Promise<void> {
  try {
    await Taro.setClipboardData({ data });
    toast(said);
  } catch {
    toast('没能复制，请长按文字自己复制');
  }
}

function Fresh({ share }: { share: NewShare }) {
  return (
    <Card title="链接做好了">
      <Notice tone="warn">访问码只显示这一次。链接和访问码请分两次告诉医生，不要放在一起发</Notice>
      <Row name="访问码">
        <Text className={s['code']}>{share.accessCode}</Text>
      </Row>
      <Text className={s['link']}>{share.url}</Text>
      <Button onTap={() => void copy(share.url, '链接已复制，发给医生就行')}>复制链接</Button>
      <Button look="text" onTap={() => void copy(share.accessCode, '访问码已复制')}>
        复制访问码
      </Button>
      <Text className={r['note']}>{formatMoment(share.expiresAt)} 自动失效</Text>
    </Card>
  );
}

const stateOf = (share: ReportShare): { words: string; isLive: boolean } => {
  if (share.endedAt) return { words: '已停用', isLive: false };
  const isOver = Date.parse(share.expiresAt) <= now();
  return isOver ? { words: '已过期', isLive: false } : { words: '有效', isLive: true };
};

function Share({ share, onEnd }: { share: ReportShare; onEnd: () => void }) {
  const { words, isLive } = stateOf(share);
  return (
    <Card>
      <Box className={r['tags']}>
        <Tag tone={isLive ? 'primary' : 'quiet'}>{words}</Tag>
      </Box>
      <Row name="分享时间">{formatMoment(share.createdAt)}</Row>
      <Row name={isLive ? '有效到' : '原定到'}>{formatMoment(share.expiresAt)}</Row>
      <Row name="打开过">
        {share.opened} 次{share.lastOpenedAt ? `，最近 ${formatMoment(share.lastOpenedAt)}` : ''}
      </Row>
      {isLive ? (
        <Button look="text" isDanger isInline onTap={onEnd}>
          停用这个链接
        </Button>
      ) : null}
    </Card>
  );
}

function useShare(reportId: string) {
  const client = useQueryClient();
  return useOpened(async (chosen: Days) => {
    const body = { days: Number(chosen) };
    const share = await call('shareMyReport', { params: { reportId }, body });
    await client.invalidateQueries({ queryKey: recordKeys.shares(reportId) });
    return share;
  });
}

export default function SharingPage() {
  const { id = '' } = usePageParams('reportSharing');
  const [chosen, setChosen] = useState<Days>('1');
  const [fresh, setFresh] = useState<NewShare | null>(null);
  const [ending, setEnding] = useState<string | null>(null);
  const query = useShares(id);
  const share = useShare(id);
  const end = useEndShare(id);
  const make = async () => setFresh((await share.run(chosen)) ?? null);
  const stop = async () => {
    if (ending && (await end.run(ending)) && fresh?.id === ending) setFresh(null);
    setEnding(null);
  };
  return (
    <Page
      name="reportSharing"
      needs="consent"
      backTo="reports"
      bottom={
        query.data && !query.isError && !fresh ? (
          <Button isBusy={share.isBusy} onTap={() => void make()}>
            生成链接
          </Button>
        ) : null
      }
      overlay={
        <>
          {share.sheet}
          <ConfirmSheet
            isOpen={ending !== null}
            title="停用这个链接"
            confirmLabel="确定停用"
            keepLabel="先留着"
            isBusy={end.isBusy}
            onClose={() => setEnding(null)}
            onConfirm={() => void stop()}
          >
            停用后，拿到链接的人不能再打开这份报告。已经看过的内容收不回来。
          </ConfirmSheet>
        </>
      }
    >
      <Opened query={query} skeletonCards={1}>
        {(shares) => (
          <>
            {fresh ? (
              <Fresh share={fresh} />
            ) : (
              <Card title="让医生看这份报告">
                <Box className={r['intro']}>
                  生成一个限时链接和 6 位访问码，医生两样都有才能打开，只能看这一份报告。
                </Box>
                <Choice title="有效多久" isRow options={days} value={chosen} onChange={setChosen} />
              </Card>
            )}
            {shares.map((one) => (
              <Share key={one.id} share={one} onEnd={() => setEnding(one.id)} />
            ))}
          </>
        )}
      </Opened>
    </Page>
  );
}
