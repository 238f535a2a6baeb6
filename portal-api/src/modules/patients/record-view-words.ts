/** How the audit speaks to people. */

const actions: Record<string, string> = {
  'patient.find': '按证件号、手机号或就诊卡查到',
  'patient.display': '查看档案',
  'patient.reveal': '查看完整信息',
  'patient.create': '登记建档',
  'patient.update': '修改档案',
  'proxy.display': '查看代理账号',
  'record-view.display': '查看查阅记录',
  'appointment.display': '查看预约',
  'appointment.create': '预约挂号',
  'appointment.update': '修改预约',
  'appointment.cancel': '取消预约',
  'appointment.print': '打印预约单',
  'appointment.reschedule': '改约',
  'waitlist.join': '加入候补',
  'waitlist.accept': '接受候补号',
  'waitlist.remove': '移出候补',
  'appointment.suspend': '医生停诊',
  'appointment.arrive': '到院签到',
  'appointment.fulfil': '就诊完成',
  'appointment.prepare': '填写诊前准备',
  'clinic-day.display': '诊前查看预约和过敏史',
  'queue.prioritise': '调整候诊优先',
  'queue.transfer': '转到其他诊室候诊',
  'payment.display': '查看缴费记录',
  'payment.create': '收费',
  'integration.display': '查看医院系统传来的信息',
  'integration.link': '核对医院系统中的身份',
  'integration.discard': '处理医院系统传来的信息',
  'integration.resolve': '核对两处不一致的信息',
  'credit.mark': '记录爽约',
  'credit.amnesty': '豁免爽约',
  'credit.lift': '解除暂停预约',
  'credit.decide': '处理信用申诉',
  'credit.read-file': '查看申诉材料',
  'report.list': '在报告列表中看到',
  'report.open-shared': '凭分享链接查看报告',
  'report.release': '发布检查报告',
  'report.withhold': '暂缓发布检查报告',
  'critical.list': '在危急值列表中看到',
  'critical.acknowledge': '确认危急值',
  'critical.resolve': '处理危急值',
  'patient.merge': '合并重复档案',
  'patient.unmerge': '撤销档案合并',
  'report.display': '查看检查报告',
  'report.print': '打印检查报告',
  'report.open-images': '查看检查影像',
  'report.revisions': '查看报告更正记录',
  'report.trend': '查看检验趋势',
  'encounter.list': '查看就诊记录',
  'encounter.display': '查看就诊详情',
  'encounter.print': '打印就诊小结',
  'document.create': '添加外院资料',
  'document.display': '查看外院资料',
  'document.open': '打开外院资料',
  'vital.create': '记录体征',
  'vital.display': '查看体征记录',
  'vital.alarm-display': '在体征提醒列表中看到',
  'vital.acknowledge': '处理体征提醒',
  'dental.display': '查看口腔档案',
  'dental.open': '打开口腔照片',
  'dental.note': '记录口腔检查',
  'dental.picture': '添加口腔照片',
  'dental.work-order': '处理义齿加工单',
  'archive.timeline': '查看健康档案时间线',
  'archive.prompts': '接诊前查看健康档案提示',
};

const resources: Record<string, string> = {
  patient: '档案',
  appointment: '预约',
  payment: '缴费记录',
  report: '检查报告',
  proxy: '代理账号',
  waitlist: '候补',
  credit: '信用记录',
  encounter: '就诊记录',
  document: '外院资料',
  vital: '体征记录',
  dental: '口腔档案',
};

const verbs: Record<string, string> = {
  create: '新建',
  update: '修改',
  delete: '删除',
  cancel: '取消',
  retrieve: '查找',
  display: '查看',
  print: '打印',
  export: '导出',
};

/** What was done, in Chinese; for an action without a name of its own, from its parts. */
export function actionName(action: string): string {
  const [resource = '', verb = ''] = action.split('.');
  return actions[action] ?? `${verbs[verb] ?? '处理'}${resources[resource] ?? '档案'}`;
}

const compoundSurnames = [
  '欧阳',
  '司马',
  '上官',
  '诸葛',
  '皇甫',
  '东方',
  '慕容',
  '夏侯',
  '令狐',
  '尉迟',
];
const callings: Record<string, string> = { doctor: '医生', nurse: '护士' };

/** 王小明, doctor → 王医生: enough to ask about, not enough to look up. */
export function shortStaffName(name: string, role: string): string {
  const surname = compoundSurnames.find((two) => name.startsWith(two)) ?? Array.from(name)[0] ?? '';
  return `${surname}${callings[role] ?? '老师'}`;
}
