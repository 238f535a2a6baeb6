/** What the doctors of the demonstration prescribe. */
interface Drug {
  code: string;
  name: string;
  dosage: string;
  quantity: string;
  priceFen: number;
}

const drug = (
  code: string,
  name: string,
  dosage: string,
  quantity: string,
  priceFen: number,
): Drug => ({
  code,
  name,
  dosage,
  quantity,
  priceFen,
});

export const drugs = {
  metformin: drug(
    'XA10BA02',
    '盐酸二甲双胍缓释片 0.5g',
    '每次 1 片，每日 2 次，随餐口服',
    '2盒',
    3260,
  ),
  amlodipine: drug(
    'XC08CA01',
    '苯磺酸氨氯地平片 5mg',
    '每次 1 片，每日 1 次，晨起口服',
    '2盒',
    2180,
  ),
  atorvastatin: drug('XC10AA05', '阿托伐他汀钙片 20mg', '每次 1 片，每晚 1 次，口服', '2盒', 4560),
  aspirin: drug('XB01AC06', '阿司匹林肠溶片 100mg', '每次 1 片，每日 1 次，空腹口服', '1盒', 1480),
  omeprazole: drug(
    'XA02BC01',
    '奥美拉唑肠溶胶囊 20mg',
    '每次 1 粒，每日 2 次，餐前口服',
    '2盒',
    2960,
  ),
  amoxicillin: drug('XJ01CA04', '阿莫西林胶囊 0.5g', '每次 2 粒，每日 2 次，口服', '3盒', 2640),
  clarithromycin: drug('XJ01FA09', '克拉霉素片 0.25g', '每次 2 片，每日 2 次，口服', '3盒', 4120),
  iron: drug('XB03AA07', '多糖铁复合物胶囊 150mg', '每次 1 粒，每日 1 次，口服', '3盒', 9900),
  febuxostat: drug('XM04AA03', '非布司他片 40mg', '每次 1 片，每日 1 次，口服', '1盒', 5200),
  azithromycin: drug(
    'XJ01FA10',
    '阿奇霉素干混悬剂 0.1g',
    '每次 2 袋，每日 1 次，口服 3 日停 4 日',
    '1盒',
    3380,
  ),
  cefaclor: drug('XJ01DC04', '头孢克洛干混悬剂 0.125g', '每次 1 袋，每日 3 次，口服', '2盒', 2860),
  glucosamine: drug(
    'XM01AX05',
    '盐酸氨基葡萄糖胶囊 0.24g',
    '每次 2 粒，每日 3 次，口服',
    '2盒',
    8600,
  ),
} satisfies Record<string, Drug>;
export type DrugName = keyof typeof drugs;
