/** Two branches of one fictitious hospital. */
export const branches = [
  {
    code: 'MAIN',
    name: '本部院区',
    address: '滨江市中山区人民路 168 号',
    phone: '0599-8680000',
    transport:
      '地铁 2 号线人民路站 B 口步行 5 分钟；公交 12、36、205 路到市中心医院站。地下停车场入口在文昌街。',
    latitude: 30.2592,
    longitude: 120.1671,
  },
  {
    code: 'PARK',
    name: '东湖院区',
    address: '滨江市东湖区湖滨大道 9 号',
    phone: '0599-8690000',
    transport: '公交 58、91 路到东湖院区站；地铁 5 号线湖滨大道站 A 口换乘接驳车，每 15 分钟一班。',
    latitude: 30.2817,
    longitude: 120.2314,
  },
] as const;

export type BranchCode = (typeof branches)[number]['code'];
