import { SitePanel } from './start-step';
import type { SiteCode } from './site-code';

export function ScanStep({ site }: { site: SiteCode }) {
  return (
    <div className="start">
      <section className="message">
        <h1>请把签到码对准扫码口</h1>
        <p>签到码在手机的预约详情里，挂号凭条上也有。屏幕亮一些更容易读出。</p>
        <p>读不出来时，请返回首页改用就诊卡或身份证号，或到前台办理。</p>
      </section>
      <SitePanel site={site} />
    </div>
  );
}
