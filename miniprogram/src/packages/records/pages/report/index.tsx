import { useState } from 'react';
import { navigate } from '@/app/navigate';
import { usePatients } from '@/shared/api/queries';
import { maskName } from '@/shared/format/marks';
import { usePageParams } from '@/shared/hooks/use-params';
import { call } from '@/shared/request/client';
import { Button } from '@/shared/ui/Button/Button';
import { Card, LinkRow } from '@/shared/ui/Card/Card';
import { Page } from '@/shared/ui/Page/Page';
import { Sheet } from '@/shared/ui/Sheet/Sheet';
import { useReport } from '../../api/reports';
import { ReportBody } from '../../components/ReportBody';
import { Opened } from '../../components/StepUp';
import { useOpened } from '../../components/use-opened';
import { openFile, openImages } from '../../files/open-file';
import type { Report } from '../../model/report-words';

const ticketFor = (reportId: string, purpose: 'pdf' | 'images') => () =>
  call('createReportTicket', { params: { reportId }, body: { purpose } });

function useWays(reportId: string) {
  const [isCopied, setCopied] = useState(false);
  const pdf = useOpened((_: 'pdf') => openFile(ticketFor(reportId, 'pdf')));
  const images = useOpened(async (_: 'images') => {
    setCopied((await openImages(ticketFor(reportId, 'images'))) === 'copied');
  });
  const overlay = (
    <>
      {pdf.sheet}
      {images.sheet}
      <Sheet isOpen={isCopied} title="影像链接已复制" onClose={() => setCopied(false)}>
        影像要在浏览器里看。打开手机浏览器，粘贴链接就能查看。链接只能用几分钟，过后回到这里再取一次。
      </Sheet>
    </>
  );
  return { pdf, images, overlay };
}

function Links({ report, onImages }: { report: Report; onImages: () => void }) {
  const { id, patientId, hasImages } = report;
  return (
    <Card isFlush>
      {hasImages ? (
        <LinkRow icon="scan" title="看影像" note="片子在医院的影像系统里" onTap={onImages} />
      ) : null}
      <LinkRow
        icon="people"
        title="分享给医生"
        note="限时链接，另配访问码"
        onTap={() => navigate('reportSharing', { id })}
      />
      <LinkRow
        icon="eye"
        title="谁看过资料"
        note="医院工作人员的查看记录"
        onTap={() => navigate('recordViews', { id: patientId })}
      />
    </Card>
  );
}

export default function ReportPage() {
  const { id = '' } = usePageParams('report');
  const query = useReport(id);
  const patients = usePatients();
  const ways = useWays(id);
  const report = query.isError ? undefined : query.data;
  const patient = patients.data?.find((one) => one.id === report?.patientId);
  return (
    <Page
      name="report"
      needs="consent"
      backTo="reports"
      bottom={
        report ? (
          <Button isBusy={ways.pdf.isBusy} onTap={() => void ways.pdf.run('pdf')}>
            打开 PDF
          </Button>
        ) : null
      }
      overlay={ways.overlay}
    >
      <Opened query={query}>
        {(shown) => (
          <>
            <ReportBody
              report={shown}
              who={patient ? maskName(patient.name) : ''}
              onTrend={({ code }) => navigate('trend', { patientId: shown.patientId, code })}
            />
            <Links report={shown} onImages={() => void ways.images.run('images')} />
          </>
        )}
      </Opened>
    </Page>
  );
}
