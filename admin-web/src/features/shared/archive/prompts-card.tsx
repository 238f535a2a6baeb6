import { Button } from 'antd';
import type { Answer } from '@/shared/api/client';
import { useRead } from '@/shared/api/hooks';
import { formatDay, formatInstant, localDateOf } from '@/shared/format/date';
import { ListError, ListLoading } from '@/shared/ui/list-state';
import { ToneTag } from '@/shared/ui/tone-tag';
import { looksOnce } from '@/features/shared/reports/reads';
import './prompts-card.css';

type Prompts = Answer<'getPatientPrompts'>;

interface Props {
  patientId: string;
  onOpenVisit?: (encounterId: string) => void;
  onOpenReport?: (reportId: string) => void;
}

/** What to know when the patient comes in, before anything is asked. */
export function PromptsCard(props: Props) {
  const { patientId } = props;
  const prompts = useRead('getPatientPrompts', { params: { patientId } }, looksOnce);
  if (prompts.error) {
    return (
      <div className="card">
        <ListError error={prompts.error} onRetry={() => void prompts.refetch()} />
      </div>
    );
  }
  if (!prompts.data) return <ListLoading rows={2} />;
  return <PromptsView prompts={prompts.data} {...props} />;
}

function PromptsView({ prompts, ...open }: Props & { prompts: Prompts }) {
  const { lastVisit, unfinished, recentAbnormal } = prompts;
  return (
    <section className="card prompts" aria-label="就诊提示">
      <div>
        <h2 className="section-title">上次就诊</h2>
        {lastVisit ? (
          <LastVisit visit={lastVisit} {...open} />
        ) : (
          <p className="quiet">在本院还没有就诊记录。</p>
        )}
      </div>
      <div>
        <h2 className="section-title">还没完成</h2>
        {unfinished.length === 0 ? (
          <p className="quiet">没有未完成的计划。</p>
        ) : (
          <ul className="plain-list">
            {unfinished.map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        )}
      </div>
      <div>
        <h2 className="section-title row" style={{ gap: 8 }}>
          近期异常
          {prompts.openAlerts > 0 && (
            <ToneTag tone="danger">{prompts.openAlerts} 条危急值或预警待处理</ToneTag>
          )}
        </h2>
        {recentAbnormal.length === 0 ? (
          <p className="quiet">近期报告没有异常。</p>
        ) : (
          <ul className="plain-list">
            {recentAbnormal.map((one) => (
              <li key={`${one.reportId} ${one.text}`}>
                {open.onOpenReport ? (
                  <Button
                    type="link"
                    className="link-button"
                    onClick={() => open.onOpenReport?.(one.reportId)}
                  >
                    {one.name}
                  </Button>
                ) : (
                  one.name
                )}{' '}
                {one.text}{' '}
                <span className="quiet num nowrap">{formatInstant(one.at).slice(0, 10)}</span>
              </li>
            ))}
          </ul>
        )}
      </div>
    </section>
  );
}

function LastVisit({
  visit,
  onOpenVisit,
}: Pick<Props, 'onOpenVisit'> & { visit: NonNullable<Prompts['lastVisit']> }) {
  const { encounterId } = visit;
  const when = `${visit.at.slice(0, 4)}年${formatDay(localDateOf(visit.at))}`;
  return (
    <>
      {onOpenVisit && encounterId ? (
        <Button type="link" className="link-button" onClick={() => onOpenVisit(encounterId)}>
          {when}
        </Button>
      ) : (
        <span className="num">{when}</span>
      )}{' '}
      {visit.departmentName} {visit.doctorName}
      {encounterId ? (
        <div>
          诊断：<b>{visit.diagnosisText || '未填写'}</b>
        </div>
      ) : (
        <div className="quiet">这次就诊没有病历传来。</div>
      )}
      {visit.treatment && <div className="clip">处理：{visit.treatment}</div>}
    </>
  );
}
