/** Laboratory panels as hospitals in China print them: items, units, ranges by sex and age, critical limits. */

export interface Person {
  isMale: boolean;
  age: number;
}

type Range = readonly [low: number | null, high: number | null];

export interface MeasuredItem {
  code: string;
  name: string;
  unit: string;
  decimals: number;
  range: (person: Person) => Range;
  /** 危急值. */
  critical?: Range;
  method?: string;
}

interface ToldItem {
  code: string;
  name: string;
  usual: string;
  method?: string;
}

export type PanelItem = MeasuredItem | ToldItem;

export interface Panel {
  code: string;
  name: string;
  specimen: string;
  priceFen: number;
  items: readonly PanelItem[];
}

const always = (low: number | null, high: number | null) => (): Range => [low, high];
const bySex =
  (male: Range, female: Range) =>
  (person: Person): Range =>
    person.isMale ? male : female;
const grownUp =
  (adult: (person: Person) => Range, child: Range) =>
  (person: Person): Range =>
    person.age < 14 ? child : adult(person);

function measured(
  code: string,
  name: string,
  unit: string,
  decimals: number,
  range: MeasuredItem['range'],
  more: Pick<MeasuredItem, 'critical' | 'method'> = {},
): MeasuredItem {
  return { code, name, unit, decimals, range, ...more };
}

const bloodCount: Panel = {
  code: 'XCG',
  name: '血常规（五分类）',
  specimen: '静脉血（EDTA）',
  priceFen: 2000,
  items: [
    measured('WBC', '白细胞计数', '10^9/L', 2, grownUp(always(3.5, 9.5), [4.4, 11.9]), {
      critical: [1.5, 30],
    }),
    measured('RBC', '红细胞计数', '10^12/L', 2, grownUp(bySex([4.3, 5.8], [3.8, 5.1]), [4.0, 5.5])),
    measured('HGB', '血红蛋白', 'g/L', 0, grownUp(bySex([130, 175], [115, 150]), [112, 149]), {
      critical: [50, 220],
    }),
    measured('HCT', '红细胞压积', '%', 1, grownUp(bySex([40, 50], [35, 45]), [34, 43])),
    measured('MCV', '平均红细胞体积', 'fL', 1, always(82, 100)),
    measured('MCH', '平均血红蛋白量', 'pg', 1, always(27, 34)),
    measured('PLT', '血小板计数', '10^9/L', 0, grownUp(always(125, 350), [188, 472]), {
      critical: [30, 1000],
    }),
    measured('NEUT%', '中性粒细胞百分比', '%', 1, grownUp(always(40, 75), [22, 65])),
    measured('LYM%', '淋巴细胞百分比', '%', 1, grownUp(always(20, 50), [23, 69])),
    measured('MONO%', '单核细胞百分比', '%', 1, always(3, 10)),
    measured('EO%', '嗜酸性粒细胞百分比', '%', 1, always(0.4, 8)),
    measured('CRP', 'C反应蛋白', 'mg/L', 1, always(0, 10), { method: '免疫比浊法' }),
  ],
};

const liver: Panel = {
  code: 'GGN',
  name: '肝功能',
  specimen: '血清',
  priceFen: 6000,
  items: [
    measured('ALT', '丙氨酸氨基转移酶', 'U/L', 0, bySex([9, 50], [7, 40]), { method: '速率法' }),
    measured('AST', '天门冬氨酸氨基转移酶', 'U/L', 0, bySex([15, 40], [13, 35])),
    measured('GGT', 'γ-谷氨酰转移酶', 'U/L', 0, bySex([10, 60], [7, 45])),
    measured('ALP', '碱性磷酸酶', 'U/L', 0, bySex([45, 125], [35, 135])),
    measured('TBIL', '总胆红素', 'μmol/L', 1, bySex([0, 26], [0, 21])),
    measured('TP', '总蛋白', 'g/L', 1, always(65, 85)),
    measured('ALB', '白蛋白', 'g/L', 1, always(40, 55)),
  ],
};

const kidney: Panel = {
  code: 'SGN',
  name: '肾功能',
  specimen: '血清',
  priceFen: 4000,
  items: [
    measured(
      'UREA',
      '尿素',
      'mmol/L',
      2,
      grownUp(
        ({ age, isMale }) =>
          age >= 60 ? (isMale ? [3.6, 9.5] : [3.1, 8.8]) : isMale ? [3.1, 8.0] : [2.6, 7.5],
        [2.5, 6.5],
      ),
    ),
    measured(
      'CREA',
      '肌酐',
      'μmol/L',
      0,
      ({ age, isMale }) =>
        age >= 60 ? (isMale ? [57, 111] : [41, 81]) : isMale ? [57, 97] : [41, 73],
      {
        critical: [null, 707],
        method: '酶法',
      },
    ),
    measured('UA', '尿酸', 'μmol/L', 0, bySex([208, 428], [155, 357])),
    measured('eGFR', '估算肾小球滤过率', 'mL/min/1.73m²', 0, always(90, null)),
  ],
};

const lipids: Panel = {
  code: 'XZ4',
  name: '血脂四项',
  specimen: '血清',
  priceFen: 5200,
  items: [
    measured('TC', '总胆固醇', 'mmol/L', 2, always(null, 5.2)),
    measured('TG', '甘油三酯', 'mmol/L', 2, always(null, 1.7)),
    measured('HDL-C', '高密度脂蛋白胆固醇', 'mmol/L', 2, always(1.0, null)),
    measured('LDL-C', '低密度脂蛋白胆固醇', 'mmol/L', 2, always(null, 3.4)),
  ],
};

const sugar: Panel = {
  code: 'XTTH',
  name: '空腹血糖+糖化血红蛋白',
  specimen: '静脉血',
  priceFen: 7500,
  items: [
    measured('GLU', '葡萄糖（空腹）', 'mmol/L', 2, always(3.9, 6.1), {
      critical: [2.5, 25],
      method: '己糖激酶法',
    }),
    measured('HbA1c', '糖化血红蛋白', '%', 1, always(4, 6), { method: '高效液相色谱法' }),
  ],
};

const salts: Panel = {
  code: 'DJZ',
  name: '电解质',
  specimen: '血清',
  priceFen: 3600,
  items: [
    measured('K', '钾', 'mmol/L', 2, always(3.5, 5.3), {
      critical: [2.8, 6.2],
      method: '离子选择电极法',
    }),
    measured('Na', '钠', 'mmol/L', 1, always(137, 147), { critical: [120, 160] }),
    measured('Cl', '氯', 'mmol/L', 1, always(99, 110)),
    measured('Ca', '钙', 'mmol/L', 2, always(2.11, 2.52), { critical: [1.6, 3.5] }),
  ],
};

const thyroid: Panel = {
  code: 'JG3',
  name: '甲状腺功能三项',
  specimen: '血清',
  priceFen: 12000,
  items: [
    measured('TSH', '促甲状腺激素', 'mIU/L', 2, always(0.27, 4.2), { method: '电化学发光法' }),
    measured('FT3', '游离三碘甲状腺原氨酸', 'pmol/L', 2, always(3.1, 6.8)),
    measured('FT4', '游离甲状腺素', 'pmol/L', 2, always(12, 22)),
  ],
};

const heart: Panel = {
  code: 'XJBZW',
  name: '心肌标志物',
  specimen: '血清',
  priceFen: 18000,
  items: [
    measured('cTnI', '肌钙蛋白I', 'ng/mL', 3, always(null, 0.034), { critical: [null, 0.5] }),
    measured('CK-MB', '肌酸激酶同工酶', 'ng/mL', 2, always(null, 5)),
    measured('NT-proBNP', 'N端B型钠尿肽前体', 'pg/mL', 0, ({ age }) => [
      null,
      age >= 75 ? 450 : 300,
    ]),
  ],
};

const coagulation: Panel = {
  code: 'NX4',
  name: '凝血功能',
  specimen: '静脉血（枸橼酸钠）',
  priceFen: 8000,
  items: [
    measured('PT', '凝血酶原时间', 's', 1, always(9.8, 12.1), { method: '凝固法' }),
    measured('INR', '国际标准化比值', '', 2, always(0.8, 1.2), { critical: [null, 5] }),
    measured('APTT', '活化部分凝血活酶时间', 's', 1, always(22.7, 31.8), { critical: [null, 100] }),
    measured('TT', '凝血酶时间', 's', 1, always(14, 21)),
    measured('FIB', '纤维蛋白原', 'g/L', 2, always(1.8, 3.5), { critical: [1, null] }),
    measured('D-D', 'D-二聚体', 'mg/L FEU', 2, always(null, 0.55), { method: '免疫比浊法' }),
  ],
};

const urine: Panel = {
  code: 'NCG',
  name: '尿常规',
  specimen: '随机尿',
  priceFen: 1500,
  items: [
    { code: 'U-PRO', name: '尿蛋白', usual: '阴性' },
    { code: 'U-GLU', name: '尿葡萄糖', usual: '阴性' },
    { code: 'U-BLD', name: '尿隐血', usual: '阴性' },
    { code: 'U-LEU', name: '尿白细胞酯酶', usual: '阴性' },
    measured('U-SG', '尿比重', '', 3, always(1.003, 1.03)),
    measured('U-pH', '尿酸碱度', '', 1, always(4.5, 8)),
  ],
};

const infection: Panel = {
  code: 'CRB4',
  name: '输血前四项（含HIV抗体）',
  specimen: '血清',
  priceFen: 11000,
  items: [
    { code: 'HBsAg', name: '乙肝表面抗原', usual: '阴性（0.02 IU/mL）', method: '化学发光法' },
    { code: 'HCV-Ab', name: '丙肝抗体', usual: '阴性', method: '化学发光法' },
    { code: 'TP-Ab', name: '梅毒螺旋体抗体', usual: '阴性', method: '化学发光法' },
    { code: 'HIV-Ab', name: 'HIV抗原抗体', usual: '阴性', method: '化学发光法' },
  ],
};

const helicobacter: Panel = {
  code: 'C13',
  name: '碳13呼气试验',
  specimen: '呼出气',
  priceFen: 15000,
  items: [
    measured('C13-DOB', '幽门螺杆菌 DOB 值', '‰', 1, always(null, 4), { method: '红外光谱法' }),
  ],
};

export const panels = {
  bloodCount,
  liver,
  kidney,
  lipids,
  sugar,
  salts,
  thyroid,
  heart,
  coagulation,
  urine,
  infection,
  helicobacter,
} satisfies Record<string, Panel>;

export type PanelName = keyof typeof panels;

export const isMeasured = (item: PanelItem): item is MeasuredItem => 'range' in item;
