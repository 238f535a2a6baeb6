import { addDays, addMinutes } from '../../src/kernel/local-date';
import { addRows, type DemoContext } from './demo-context';
import { demoId } from './seeded';
import { staffId } from './staff';

type Explanation = readonly [
  code: string,
  name: string,
  direction: 'high' | 'low' | 'abnormal',
  text: string,
];

/** Plain words, never a diagnosis; each ends with whom to ask. */
const explanations: readonly Explanation[] = [
  [
    'WBC',
    '白细胞计数',
    'high',
    '白细胞是抵抗感染的细胞。偏高常见于感染、炎症、应激或用药之后，需要结合症状判断，请咨询医生。',
  ],
  [
    'WBC',
    '白细胞计数',
    'low',
    '白细胞偏低可见于病毒感染、部分药物影响等。若反复偏低或伴发热，请及时咨询医生。',
  ],
  [
    'HGB',
    '血红蛋白',
    'low',
    '血红蛋白负责运送氧气。偏低提示可能存在贫血，常见原因有缺铁、失血等，请咨询医生查找原因。',
  ],
  [
    'HGB',
    '血红蛋白',
    'high',
    '血红蛋白偏高可见于脱水、吸烟、高原居住等情况，请咨询医生是否需要复查。',
  ],
  ['PLT', '血小板计数', 'low', '血小板与止血有关。偏低时留意牙龈出血、皮肤瘀点，请尽快咨询医生。'],
  ['PLT', '血小板计数', 'high', '血小板偏高可见于炎症、缺铁、术后等情况，多需要复查，请咨询医生。'],
  [
    'CRP',
    'C反应蛋白',
    'high',
    'C反应蛋白在感染或炎症时升高，单看这一项不能判断原因，请结合症状咨询医生。',
  ],
  [
    'ALT',
    '丙氨酸氨基转移酶',
    'high',
    '这项反映肝细胞的情况。偏高常见于脂肪肝、饮酒、药物、肝炎等，请咨询医生并按建议复查。',
  ],
  ['GGT', 'γ-谷氨酰转移酶', 'high', '偏高常与饮酒、脂肪肝、胆道问题或药物有关，请咨询医生。'],
  [
    'CREA',
    '肌酐',
    'high',
    '肌酐反映肾脏排泄的能力。偏高可能与肾功能、饮水少、肌肉量有关，请咨询医生。',
  ],
  [
    'eGFR',
    '估算肾小球滤过率',
    'low',
    '这个数值估算肾脏的工作能力。偏低需要结合年龄和既往结果看，请咨询医生。',
  ],
  [
    'UA',
    '尿酸',
    'high',
    '尿酸偏高与饮食、体重、遗传有关，可能引起痛风。建议多饮水、少吃内脏海鲜、少饮酒，并咨询医生。',
  ],
  ['TC', '总胆固醇', 'high', '总胆固醇偏高会增加心脑血管风险，是否用药要看整体情况，请咨询医生。'],
  [
    'TG',
    '甘油三酯',
    'high',
    '甘油三酯偏高与饮食、饮酒、体重关系密切，调整生活方式后复查，请咨询医生。',
  ],
  [
    'LDL-C',
    '低密度脂蛋白胆固醇',
    'high',
    '俗称“坏胆固醇”，目标值因人而异，有心脑血管病史的人要求更低，请咨询医生。',
  ],
  ['HDL-C', '高密度脂蛋白胆固醇', 'low', '俗称“好胆固醇”，偏低时建议规律运动、戒烟，请咨询医生。'],
  ['GLU', '葡萄糖（空腹）', 'high', '空腹血糖偏高需要复查并结合糖化血红蛋白判断，请咨询医生。'],
  [
    'GLU',
    '葡萄糖（空腹）',
    'low',
    '血糖偏低可出现心慌、出汗、手抖。如有这些感觉请先进食，并尽快咨询医生。',
  ],
  [
    'HbA1c',
    '糖化血红蛋白',
    'high',
    '它反映近两三个月的平均血糖。偏高说明这段时间血糖控制不理想，请咨询医生调整方案。',
  ],
  ['K', '钾', 'high', '血钾偏高可能影响心跳，需要尽快由医生判断，请不要自行处理。'],
  ['K', '钾', 'low', '血钾偏低可能引起乏力、心慌，请咨询医生是否需要补充。'],
  [
    'TSH',
    '促甲状腺激素',
    'high',
    '促甲状腺激素偏高提示甲状腺功能可能偏低，需要结合其他指标，请咨询医生。',
  ],
  [
    'TSH',
    '促甲状腺激素',
    'low',
    '促甲状腺激素偏低提示甲状腺功能可能偏高，需要结合其他指标，请咨询医生。',
  ],
  [
    'C13-DOB',
    '幽门螺杆菌 DOB 值',
    'high',
    '数值升高提示可能有幽门螺杆菌感染，是否治疗请咨询医生。',
  ],
  [
    'U-PRO',
    '尿蛋白',
    'abnormal',
    '尿蛋白阳性可见于剧烈运动、发热或肾脏问题，一般需要复查，请咨询医生。',
  ],
];

/** Approved half a year ago, and good for another. */
export async function addExplanations({ sql, now, today }: DemoContext): Promise<void> {
  const approvedAt = addMinutes(now, -180 * 1_440);
  await addRows(
    sql,
    'item_explanation',
    explanations.map(([code, name, direction, text]) => ({
      id: demoId('explanation', `${code}/${direction}`),
      code,
      name,
      direction,
      text,
      state: 'approved',
      review_on: addDays(today, 185),
      updated_at: approvedAt,
      updated_by: staffId('nurse'),
      approved_by: staffId('doctor'),
      approved_at: approvedAt,
      version: 2,
    })),
  );
}
