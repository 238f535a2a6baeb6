/** Visits of the demonstration families over five years. */
import { diabetes, hypertension, lipaemia } from './common-diagnoses';
import type { Story, VisitPlan } from './visit-plan';

/** Every three months for five years: what a trend is made of. */
function quarterly(): VisitPlan[] {
  return Array.from({ length: 20 }, (_, index): VisitPlan => {
    const isYearly = index % 4 === 0;
    return {
      daysAgo: 1_800 - index * 91,
      department: '03.07',
      complaint: index === 0 ? '多饮、多尿 3 个月' : '糖尿病复诊，测餐后血糖 8–10 mmol/L',
      diagnoses: [diabetes, hypertension, ...(index > 7 ? [lipaemia] : [])],
      treatment: '继续口服降糖、降压药物，控制饮食，每日步行 30 分钟。',
      advice: '每周自测空腹及餐后血糖，3 个月后复查糖化血红蛋白。',
      panels: isYearly
        ? ['sugar', 'kidney', 'lipids']
        : ['sugar', ...(index % 2 ? (['kidney'] as const) : [])],
      drugs: ['metformin', 'amlodipine', ...(index > 7 ? (['atorvastatin'] as const) : [])],
    };
  });
}

function yearlyExam(daysAgo: readonly number[], conclusion: string): VisitPlan[] {
  return daysAgo.map((days) => ({
    daysAgo: days,
    department: '02',
    class: 'physical-exam',
    complaint: '单位年度健康体检',
    diagnoses: [['Z00.000', '健康体检']],
    treatment: '',
    advice: conclusion,
    isPhysicalExam: true,
  }));
}

const rising =
  (from: number, to: number) =>
  (progress: number): number =>
    from + (to - from) * progress;

/** Keys as demo-data names its families: phone / place in the family. */
export const familyStories: Record<string, Story> = {
  '19900000001/0': {
    course: {
      HGB: rising(98, 121),
      MCV: rising(74, 86),
      MCH: rising(23, 28.5),
      TSH: rising(3.1, 4.6),
    },
    visits: [
      ...yearlyExam([1_460, 1_095, 730, 365], '轻度贫血，建议血液科随诊；其余未见明显异常。'),
      {
        daysAgo: 1_420,
        department: '03.05',
        complaint: '乏力、头晕 2 个月，月经量多',
        diagnoses: [['D50.900', '缺铁性贫血']],
        treatment: '口服铁剂 3 个月，查找失血原因。',
        advice: '餐后服药，避免浓茶；1 个月后复查血常规。',
        panels: ['bloodCount'],
        drugs: ['iron'],
      },
      {
        daysAgo: 1_330,
        department: '03.05',
        complaint: '贫血复诊，乏力好转',
        diagnoses: [['D50.900', '缺铁性贫血']],
        treatment: '继续口服铁剂 2 个月。',
        advice: '血红蛋白正常后再服 2 个月。',
        panels: ['bloodCount'],
        drugs: ['iron'],
      },
      {
        daysAgo: 420,
        department: '03.07',
        complaint: '体检发现甲状腺结节',
        diagnoses: [['E04.100', '甲状腺结节']],
        treatment: '观察，定期复查超声。',
        advice: '6–12 个月复查甲状腺彩超和甲功。',
        panels: ['thyroid'],
        narratives: ['thyroidNodule'],
      },
      {
        daysAgo: 45,
        department: '03.07',
        complaint: '甲状腺结节复查',
        diagnoses: [
          ['E04.100', '甲状腺结节'],
          ['E02.x00', '亚临床甲状腺功能减退'],
        ],
        treatment: '暂不用药，复查甲功。',
        advice: '3 个月后复查甲功三项。',
        panels: ['thyroid', 'bloodCount'],
        narratives: ['thyroidNodule'],
      },
      {
        daysAgo: 18,
        department: '05.01',
        complaint: '常规妇科检查',
        diagnoses: [['N72.x00', '慢性宫颈炎']],
        treatment: '观察。',
        advice: '每年一次宫颈细胞学检查。',
        narratives: ['cervix'],
        panels: ['urine'],
      },
    ],
  },
  '19900000001/1': {
    course: {
      UA: rising(455, 512),
      TG: rising(1.9, 2.9),
      ALT: rising(44, 71),
      GGT: rising(52, 84),
    },
    visits: [
      ...yearlyExam(
        [1_120, 755, 390, 6],
        '脂肪肝、高尿酸血症、高脂血症，建议控制体重，肝病科及风湿科随诊。',
      ),
      {
        daysAgo: 700,
        department: '03.02',
        complaint: '体检发现转氨酶升高',
        diagnoses: [['K76.000', '脂肪肝']],
        treatment: '控制体重，戒酒，3 个月后复查肝功能。',
        advice: '减重 5%–10%，每周运动 150 分钟。',
        panels: ['liver', 'lipids'],
        narratives: ['abdomenFatty'],
      },
      {
        daysAgo: 160,
        department: '03.02',
        complaint: '右足第一跖趾关节肿痛 1 天',
        diagnoses: [['M10.900', '痛风']],
        treatment: '急性期止痛，缓解后降尿酸治疗。',
        advice: '多饮水，忌酒和动物内脏，2 周后复查尿酸。',
        panels: ['kidney', 'liver'],
        drugs: ['febuxostat'],
      },
    ],
  },
  '19900000001/2': {
    course: {},
    visits: [
      {
        daysAgo: 640,
        department: '07',
        complaint: '发热、咳嗽 4 天，最高 39.2℃',
        diagnoses: [['J15.700', '肺炎支原体肺炎']],
        treatment: '抗感染、雾化、对症治疗。',
        advice: '多饮水，体温超过 38.5℃ 时口服退热药，3 天后复诊。',
        panels: ['bloodCount'],
        narratives: ['chestInfection'],
        drugs: ['azithromycin'],
        course: { WBC: 12.8, 'NEUT%': 74, CRP: 28 },
      },
      {
        daysAgo: 625,
        department: '07',
        complaint: '肺炎复诊，热退，偶咳',
        diagnoses: [['J15.700', '肺炎支原体肺炎']],
        treatment: '完成疗程后停药。',
        advice: '注意休息，2 周内避免剧烈运动。',
        panels: ['bloodCount'],
      },
      {
        daysAgo: 33,
        department: '07',
        complaint: '咽痛、发热 1 天',
        diagnoses: [['J03.900', '急性扁桃体炎']],
        treatment: '抗感染、对症治疗。',
        advice: '清淡饮食，3 天无好转请复诊。',
        panels: ['bloodCount'],
        drugs: ['cefaclor'],
        course: { WBC: 14.1, 'NEUT%': 79, CRP: 36 },
      },
    ],
  },
  '19900000001/3': {
    course: {
      HbA1c: (p) => 8.6 - 2.1 * Math.min(1, p * 1.6) + (p > 0.85 ? 0.9 : 0),
      GLU: (p) => 10.8 - 3.6 * Math.min(1, p * 1.6) + (p > 0.85 ? 1.4 : 0),
      CREA: rising(82, 131),
      eGFR: rising(84, 48),
      'LDL-C': rising(3.9, 2.2),
      TC: rising(6.1, 4.3),
      TG: rising(2.4, 1.5),
    },
    visits: [
      ...quarterly(),
      {
        daysAgo: 380,
        department: '03.01',
        complaint: '体检发现肺结节',
        diagnoses: [['R91.x00', '肺结节']],
        treatment: '观察。',
        advice: '12 个月后低剂量 CT 复查。',
        narratives: ['chestNodule'],
      },
      {
        daysAgo: 0,
        department: '03.07',
        complaint: '乏力、恶心 2 天，下肢无力',
        diagnoses: [['E87.500', '高钾血症'], ['N18.300', '慢性肾脏病3期'], diabetes],
        treatment: '急查电解质、心电图。',
        advice: '停用含钾药物，等待结果。',
        panels: ['salts', 'kidney'],
        course: { K: 6.5, CREA: 168, eGFR: 36 },
      },
    ],
  },
  '19900000002/0': {
    course: { 'C13-DOB': rising(24, 1.2), ALT: 38 },
    visits: [
      ...yearlyExam([900, 540, 180], '幽门螺杆菌感染史，建议消化内科随诊。'),
      {
        daysAgo: 480,
        department: '03.02',
        complaint: '上腹隐痛、反酸半年',
        diagnoses: [
          ['K29.400', '慢性萎缩性胃炎'],
          ['B98.000', '幽门螺杆菌感染'],
        ],
        treatment: '四联疗法 14 天。',
        advice: '停药 4 周后复查碳13呼气试验；1–2 年复查胃镜。',
        panels: ['helicobacter', 'infection', 'bloodCount'],
        narratives: ['gastritis'],
        drugs: ['omeprazole', 'amoxicillin', 'clarithromycin'],
      },
      {
        daysAgo: 420,
        department: '03.02',
        complaint: '根除治疗后复查',
        diagnoses: [['K29.400', '慢性萎缩性胃炎']],
        treatment: '观察。',
        advice: '规律饮食，避免酒精。',
        panels: ['helicobacter'],
        course: { 'C13-DOB': 1.1 },
      },
      {
        daysAgo: 25,
        department: '03.02',
        complaint: '胃镜前检查',
        diagnoses: [['K29.400', '慢性萎缩性胃炎']],
        treatment: '预约胃镜复查。',
        advice: '检查前一晚 8 点后禁食。',
        panels: ['infection', 'bloodCount', 'liver'],
        narratives: ['abdomenClear'],
      },
      {
        daysAgo: 70,
        department: '12',
        complaint: '左下后牙冷热刺激痛 1 周',
        diagnoses: [['K04.000', '牙髓炎']],
        treatment: '36 根管治疗。',
        advice: '治疗期间避免患侧咀嚼，择期全冠修复。',
        narratives: ['teeth'],
        drugs: ['amoxicillin'],
      },
    ],
  },
  '19900000003/0': {
    course: {
      'LDL-C': rising(4.1, 1.7),
      TC: rising(6.4, 3.9),
      'NT-proBNP': rising(310, 620),
      CREA: rising(66, 84),
    },
    visits: [
      ...[1_640, 1_280, 920, 560, 200].map((daysAgo): VisitPlan => ({
        daysAgo,
        department: '03.04',
        complaint: '冠心病复诊，活动后偶有胸闷',
        diagnoses: [['I25.103', '冠状动脉粥样硬化性心脏病'], hypertension, lipaemia],
        treatment: '继续抗血小板、调脂治疗。',
        advice: '低盐低脂饮食，胸痛持续 15 分钟不缓解请立即就医。',
        panels: ['lipids', 'kidney', 'liver'],
        narratives: ['ecg'],
        drugs: ['aspirin', 'atorvastatin'],
      })),
      {
        daysAgo: 21,
        department: '03.04',
        complaint: '活动后气短 2 周',
        diagnoses: [
          ['I25.103', '冠状动脉粥样硬化性心脏病'],
          ['I50.900', '心力衰竭'],
        ],
        treatment: '调整利尿剂，限盐限水。',
        advice: '每日晨起称体重，3 天增加 2 kg 请复诊。',
        panels: ['heart', 'salts'],
        narratives: ['heartEcho'],
        drugs: ['aspirin', 'atorvastatin'],
      },
      {
        daysAgo: 310,
        department: '04.03',
        complaint: '双膝疼痛，上下楼明显',
        diagnoses: [['M17.000', '双膝骨性关节炎']],
        treatment: '口服药物，膝周肌力训练。',
        advice: '减少爬楼和下蹲。',
        narratives: ['kneeFilm'],
        drugs: ['glucosamine'],
      },
    ],
  },
};
