import { useState } from 'react';
import type { ResponseOf } from '@suizhen/contract';
import type { Gender } from '@suizhen/contract/wire';
import { formatMoment } from '@/shared/format/dates';
import { genderWords } from '@/shared/format/words';
import { useSubmit } from '@/shared/hooks/use-submit';
import { ApiError, sentenceOf } from '@/shared/request/api-error';
import { call } from '@/shared/request/client';
import { Box } from '@/shared/ui/base';
import { Button } from '@/shared/ui/Button/Button';
import { Card } from '@/shared/ui/Card/Card';
import { Field } from '@/shared/ui/Field/Field';
import { Empty } from '@/shared/ui/List/States';
import { Notice } from '@/shared/ui/Notice';
import { Page } from '@/shared/ui/Page/Page';
import r from '../../components/records.module.scss';
import { ReportBody } from '../../components/ReportBody';
import { sharedToken } from '../../files/shared-token';

type Shared = ResponseOf<'openSharedReport'>;

const codeOf = (error: unknown): string | undefined =>
  error instanceof ApiError ? error.code : undefined;

/** What is wrong with the code; how a link ended is said for itself. */
function problemOf(error: unknown): string | undefined {
  if (!error || codeOf(error) === 'NOT_FOUND') return undefined;
  return codeOf(error) === 'CODE_INVALID' ? '访问码不对，请向患者确认' : sentenceOf(error);
}

function Reading({ shared }: { shared: Shared }) {
  const { patientName, gender, age, expiresAt, report } = shared;
  return (
    <>
      <Notice>患者本人分享，只供诊疗参考，请勿转发。{formatMoment(expiresAt)} 后不能再打开</Notice>
      <ReportBody
        report={report}
        who={`${patientName} ${genderWords[gender as Gender] ?? gender} ${age} 岁`}
      />
    </>
  );
}

/** Opened by a doctor of any hospital with the link of a patient: nobody is signed in here. */
export default function SharedReportPage() {
  const [token] = useState(sharedToken);
  const [code, setCode] = useState('');
  const [shared, setShared] = useState<Shared | null>(null);
  const open = useSubmit(
    (accessCode: string) => call('openSharedReport', { body: { token, accessCode } }),
    { onError: () => true },
  );
  const submit = async () => {
    const answer = await open.run(code);
    if (answer) setShared(answer);
  };
  const isGone = codeOf(open.error) === 'NOT_FOUND';
  const isAsking = token !== '' && !shared && !isGone;
  return (
    <Page
      name="sharedReport"
      bottom={
        isAsking ? (
          <Button disabled={code.length !== 6} isBusy={open.isBusy} onTap={() => void submit()}>
            查看报告
          </Button>
        ) : null
      }
    >
      {shared ? <Reading shared={shared} /> : null}
      {isAsking ? (
        <Card title="有患者请您看一份报告">
          <Box className={r['intro']}>请输入患者告诉您的 6 位访问码。</Box>
          <Field
            label="访问码"
            kind="digits"
            isFigure
            maxLength={6}
            value={code}
            onChange={(typed) => setCode(typed.replace(/\D/g, ''))}
            error={problemOf(open.error)}
          />
        </Card>
      ) : null}
      {!shared && !isAsking ? (
        <Empty
          icon="file"
          title={isGone ? '链接已经失效' : '链接不完整'}
          words={
            isGone
              ? '可能过了期限，或患者已经停用。请患者重新分享'
              : '请在浏览器里打开患者发来的完整链接'
          }
        />
      ) : null}
    </Page>
  );
}
