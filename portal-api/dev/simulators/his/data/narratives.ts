/** Reports that are text: what was seen, and what it means, as radiologists and pathologists write. */
import type { ReportKind } from '@suizhen/contract';

export interface Narrative {
  kind: Exclude<ReportKind, 'lab'>;
  code: string;
  name: string;
  specimen: string;
  findings: string;
  conclusion: string;
  hasPictures: boolean;
  priceFen: number;
}

function narrative(
  kind: Narrative['kind'],
  code: string,
  name: string,
  priceFen: number,
  findings: string,
  conclusion: string,
  specimen = '',
): Narrative {
  const hasPictures = kind === 'imaging' ? code !== 'XDT' : kind === 'dental-picture';
  return { kind, code, name, specimen, findings, conclusion, hasPictures, priceFen };
}

export const narratives = {
  chestClear: narrative(
    'imaging',
    'CT-XB',
    '胸部CT平扫',
    24000,
    '两侧胸廓对称。两肺纹理清晰，肺野未见明确实变影及占位。气管、支气管通畅，纵隔居中，未见明显肿大淋巴结。心影大小正常，胸腔未见积液。',
    '两肺未见明显异常。',
  ),
  chestNodule: narrative(
    'imaging',
    'CT-XB',
    '胸部CT平扫',
    24000,
    '右肺上叶尖段见一直径约 5 mm 实性小结节，边缘光整；左肺下叶见少许纤维条索影。余肺野清晰。纵隔未见肿大淋巴结，主动脉壁见钙化。',
    '1. 右肺上叶微小结节（约 5 mm），建议 12 个月后低剂量 CT 复查。2. 左肺下叶少许慢性炎症。3. 主动脉硬化。',
  ),
  chestInfection: narrative(
    'imaging',
    'DR-XB',
    '胸部正位片（DR）',
    8000,
    '右下肺野见斑片状密度增高影，边界模糊；双侧肋膈角锐利，心影不大。',
    '右下肺炎症，建议治疗后复查。',
  ),
  abdomenFatty: narrative(
    'imaging',
    'US-FB',
    '腹部彩色超声',
    12000,
    '肝脏大小形态正常，实质回声细密增强，后方回声衰减，肝内管系显示欠清。胆囊壁光滑，腔内未见结石。胰腺、脾脏未见明显异常。双肾未见积水。',
    '脂肪肝（中度）声像图表现。胆、胰、脾、双肾未见明显异常。',
  ),
  abdomenClear: narrative(
    'imaging',
    'US-FB',
    '腹部彩色超声',
    12000,
    '肝、胆、胰、脾大小形态正常，实质回声均匀，双肾未见结石及积水。',
    '肝、胆、胰、脾、双肾未见明显异常。',
  ),
  thyroidNodule: narrative(
    'imaging',
    'US-JZX',
    '甲状腺彩色超声',
    10000,
    '甲状腺右叶中部见一大小约 6×4 mm 低回声结节，边界清，形态规则，未见钙化，CDFI 未见明显血流信号。左叶及峡部未见明显异常。双侧颈部未见肿大淋巴结。',
    '甲状腺右叶结节（C-TIRADS 3 类），建议 6–12 个月复查。',
  ),
  heartEcho: narrative(
    'imaging',
    'US-XZ',
    '超声心动图',
    20000,
    '左房前后径 39 mm，余房室腔内径正常。室间隔基底段增厚约 12 mm。主动脉瓣轻度钙化，轻度反流。左室收缩功能正常，LVEF 58%，舒张功能减低。',
    '1. 左房轻度增大。2. 室间隔增厚。3. 主动脉瓣退行性变并轻度反流。4. 左室舒张功能减低。',
  ),
  ecg: narrative(
    'imaging',
    'XDT',
    '常规十二导联心电图',
    2600,
    '窦性心律，心率 72 次/分。PR 间期 168 ms，QRS 92 ms，QTc 412 ms。V4–V6 导联 ST 段水平下移约 0.05 mV，T 波低平。',
    '1. 窦性心律。2. 前侧壁 ST-T 改变，请结合临床。',
  ),
  kneeFilm: narrative(
    'imaging',
    'DR-XG',
    '膝关节正侧位片（DR）',
    9000,
    '双膝关节间隙内侧变窄，胫骨平台边缘骨质增生，髁间隆突变尖。未见骨折及脱位。',
    '双膝关节退行性变。',
  ),
  neckMri: narrative(
    'imaging',
    'MR-JZ',
    '颈椎MRI平扫',
    48000,
    '颈椎生理曲度变直。C4/5、C5/6 椎间盘向后突出，硬膜囊前缘受压。脊髓信号未见异常。',
    'C4/5、C5/6 椎间盘突出，颈椎退行性变。',
  ),
  gastritis: narrative(
    'pathology',
    'BL-WJ',
    '胃黏膜活检病理',
    18000,
    '（胃窦）黏膜组织 3 块，直径 0.2–0.3 cm。镜下：黏膜慢性炎症，固有层淋巴细胞、浆细胞浸润，腺体轻度肠上皮化生，未见异型增生。',
    '（胃窦）慢性轻度萎缩性胃炎，伴轻度肠上皮化生；HP（+）。',
    '胃窦黏膜',
  ),
  cervix: narrative(
    'pathology',
    'BL-TCT',
    '宫颈液基细胞学（TCT）',
    16000,
    '标本满意，可见宫颈管细胞及化生细胞。鳞状上皮细胞形态未见异常，轻度炎症反应。',
    '未见上皮内病变或恶性细胞（NILM）；轻度炎症。',
    '宫颈脱落细胞',
  ),
  teeth: narrative(
    'dental-picture',
    'KQ-QJ',
    '口腔全景片',
    12000,
    '恒牙列。36 牙冠部充填影，根管内见充填物，根尖未见明显透射影；48 近中阻生；双侧颞下颌关节对称。',
    '36 根管治疗后；48 阻生。',
  ),
} satisfies Record<string, Narrative>;

export type NarrativeName = keyof typeof narratives;
