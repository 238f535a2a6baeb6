import type { Hl7Message } from './message';

/** What a field or segment is called, for the report of what is not kept. */
const names: Record<string, string> = {
  AL1: '过敏史',
  'DG1-4': '诊断描述',
  FT1: '费用',
  GT1: '担保人',
  IN1: '医保',
  IN2: '医保补充',
  NK1: '亲属',
  NTE: '备注',
  OBX: '观察值',
  'OBR-2': '申请单号',
  'OBR-6': '申请时间',
  'OBR-11': '标本处理代码',
  'OBR-13': '临床信息',
  'OBR-18': '申请方字段',
  'OBR-20': '执行方字段',
  'OBR-27': '数量与时间',
  'OBR-28': '抄送医生',
  'OBX-14': '项目时间',
  'OBX-15': '执行机构',
  'OBX-18': '仪器',
  PD1: '患者补充信息',
  'PID-4': '其他标识',
  'PID-6': '母亲姓名',
  'PID-9': '别名',
  'PID-10': '种族',
  'PID-12': '县区代码',
  'PID-14': '单位电话',
  'PID-15': '语言',
  'PID-16': '婚姻状况',
  'PID-17': '宗教',
  'PID-18': '账户号',
  'PID-20': '驾驶证号',
  'PID-21': '母亲标识',
  'PID-22': '民族',
  'PID-23': '出生地',
  'PID-24': '多胞胎',
  'PID-26': '国籍',
  'PID-29': '死亡时间',
  PR1: '操作',
  PRB: '健康问题',
  'PV1-2': '就诊类别',
  'PV1-3': '就诊位置',
  'PV1-4': '入院类型',
  'PV1-6': '原床位',
  'PV1-7': '主治医生',
  'PV1-8': '转诊医生',
  'PV1-9': '会诊医生',
  'PV1-14': '入院来源',
  'PV1-15': '行动状态',
  'PV1-17': '收治医生',
  'PV1-18': '患者类型',
  'PV1-20': '费用类别',
  'PV1-44': '就诊开始时间',
  'PV1-45': '就诊结束时间',
  'PV1-52': '其他医务人员',
  PV2: '就诊补充信息',
  'SCH-11': '预约时段',
  RGS: '资源组',
  ROL: '角色',
  SPM: '标本',
};

/** What only numbers or routes a message; nobody misses it. */
const structure = new Set([
  'PID-1',
  'PV1-1',
  'OBR-1',
  'OBX-1',
  'NTE-1',
  'NTE-2',
  'DG1-1',
  'DG1-2',
  'FT1-1',
  'AL1-1',
  'SPM-1',
  'AIS-1',
  'AIP-1',
  'AIL-1',
  'MRG-2',
]);
const structuralSegments = new Set(['MSH', 'EVN', 'SFT', 'DSC', 'FHS', 'BHS', 'BTS', 'FTS', 'QAK']);

/** Collects what was understood and is not kept; the same part once, however often it came. */
export class LeftOut {
  private readonly parts = new Set<string>();

  add(place: string, why = names[place] ?? ''): void {
    this.parts.add(why ? `${place} ${why}` : place);
  }

  /** Whatever nobody asked for, after the message has been read. */
  addUnread(message: Hl7Message): void {
    for (const segment of message.segments) {
      const { name } = segment;
      if (structuralSegments.has(name)) continue;
      if (segment.isUntouched) {
        this.add(name);
        continue;
      }
      for (const number of segment.unread()) {
        const place = `${name}-${number}`;
        if (!structure.has(place)) this.add(place);
      }
    }
  }

  list(): string[] {
    return [...this.parts];
  }
}
