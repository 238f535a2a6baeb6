import type { Step } from './flow';
import { QrCode, type SiteCode } from './site-code';

interface Props {
  site: SiteCode;
  /** Whom this kiosk serves; empty: the whole branch. */
  departments: string[];
  onChoose: (step: Step) => void;
}

const choices: { title: string; hint: string; step: Step }[] = [
  { title: '扫码签到', hint: '手机里的签到码或挂号凭条', step: { name: 'scan' } },
  { title: '就诊卡', hint: '输入就诊卡号', step: { name: 'number', by: 'card' } },
  { title: '身份证号', hint: '输入身份证或其他证件号', step: { name: 'number', by: 'identity' } },
];

export function StartStep({ site, departments, onChoose }: Props) {
  return (
    <div className="start">
      <section className="choices">
        <h1>自助签到</h1>
        <p>
          {departments.length > 0 ? `${departments.join('、')}的患者` : '已预约今天门诊的患者'}
          ，请选择签到方式
        </p>
        {choices.map(({ title, hint, step }) => (
          <button
            key={title}
            type="button"
            className="choice"
            disabled={site.isOffline}
            onClick={() => onChoose(step)}
          >
            <b>{title}</b>
            <span>{hint}</span>
          </button>
        ))}
      </section>
      <SitePanel site={site} />
    </div>
  );
}

export function SitePanel({ site: { code } }: { site: SiteCode }) {
  return (
    <aside className="site">
      <h2>用手机签到</h2>
      {code === null ? (
        <div className="qr is-missing">二维码准备中</div>
      ) : (
        <QrCode text={code} label="用手机扫描的签到二维码" />
      )}
      <p>打开医院小程序「我的预约」，点「签到」，扫描此码</p>
    </aside>
  );
}
