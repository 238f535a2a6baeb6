import type { DoctorTitle } from '@suizhen/contract';

/** The price list. Registration fees hang on the doctor's title, as in public hospitals. */
export const services = [
  { code: 'GH01', name: '普通门诊挂号', kind: 'registration', priceFen: 1500 },
  { code: 'GH02', name: '副主任医师门诊挂号', kind: 'registration', priceFen: 3000 },
  { code: 'GH03', name: '主任医师门诊挂号', kind: 'registration', priceFen: 5000 },
  { code: 'GH04', name: '特需门诊挂号', kind: 'registration', priceFen: 30000 },
  { code: 'JC01', name: '常规心电图', kind: 'examination', priceFen: 2600 },
  { code: 'JC02', name: '腹部彩色超声', kind: 'examination', priceFen: 12000 },
  { code: 'JC03', name: '胸部 CT 平扫', kind: 'examination', priceFen: 24000 },
  { code: 'JY01', name: '血常规', kind: 'examination', priceFen: 2000 },
  { code: 'ZL01', name: '雾化吸入治疗', kind: 'treatment', priceFen: 1800 },
  { code: 'ZL02', name: '康复训练（每次）', kind: 'treatment', priceFen: 9000 },
] as const;

export const serviceOfTitle: Record<DoctorTitle, string> = {
  chief: 'GH03',
  'associate-chief': 'GH02',
  attending: 'GH01',
  resident: 'GH01',
};

/** Heads of the house who hold a clinic at a price of its own (特需). */
export const specialService = 'GH04';
