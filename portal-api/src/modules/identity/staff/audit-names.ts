import type { ResourceKind } from '@suizhen/contract';

/** Actions whose name cannot be put together from the thing and the verb. */
const wholeNames: Record<string, string> = {
  'account.open': '注册账号',
  'account.sign-in': '患者登录',
  'account.sign-out': '患者退出登录',
  'account.bind-phone': '绑定手机号',
  'account.merge': '合并账号',
  'account.close': '注销账号',
  'consent.give': '同意隐私说明',
  'consent.withdraw': '撤回同意',
  'proxy.create': '添加就诊人',
  'proxy.update': '修改就诊人关联',
  'proxy.delete': '解除就诊人',
  'patient.create': '登记患者',
  'patient.register': '登记患者',
  'patient.find': '查找患者',
  'patient.retrieve': '调取患者档案',
  'patient.display': '查看患者',
  'patient.reveal': '查看患者完整信息',
  'patient.lock': '封存患者档案',
  'appointment.create': '预约挂号',
  'appointment.book': '预约挂号',
  'appointment.hold': '选定号源',
  'appointment.list': '查看预约列表',
  'appointment.print': '打印挂号单',
  'appointment.confirm': '确认预约',
  'appointment.cancel': '取消预约',
  'appointment.release': '放弃号源',
  'appointment.expire': '号源超时释放',
  'payment.create': '发起支付',
  'payment.desk': '前台收费',
  'refund.desk': '前台退款',
  'refund.request': '申请退款',
  'payment.succeed': '支付成功',
  'roster.copy-week': '复制一周排班',
  'roster.template-create': '新建排班模板',
  'roster.template-update': '修改排班模板',
  'roster.template-delete': '删除排班模板',
  'roster.apply-templates': '套用排班模板',
  'settings.update': '修改设置',
  'staff.sign-in': '员工登录',
  'staff.sign-out': '员工退出登录',
  'staff.lock-out': '员工账号锁定',
  'staff.change-password': '修改密码',
  'staff.reset-password': '重置员工密码',
  'staff.change-rights': '变更员工权限',
  'staff.enable-totp': '开启动态验证码',
  'staff.remove-totp': '关闭动态验证码',
  'team.create': '新建团队',
  'team.update': '修改团队',
  'audit.display': '查看审计',
};

const thingNames: Record<ResourceKind | (string & {}), string> = {
  settings: '设置',
  staff: '员工',
  role: '角色',
  team: '团队',
  audit: '审计',
  directory: '院区科室医生',
  branch: '院区',
  department: '科室',
  doctor: '医生',
  service: '收费项目',
  roster: '排班',
  patient: '患者',
  appointment: '预约',
  payment: '支付',
  refund: '退款',
  report: '报告',
  account: '账号',
  proxy: '就诊人',
  consent: '同意',
};

const verbNames: Record<string, string> = {
  create: '新建',
  update: '修改',
  delete: '删除',
  retrieve: '调取',
  display: '查看',
  analyse: '分析',
  print: '打印',
  import: '导入',
  export: '导出',
  search: '搜索',
  succeed: '完成',
};

/** An action as an auditor reads it; one that nobody named shows as it is written. */
export function actionName(action: string): string {
  const whole = wholeNames[action];
  if (whole !== undefined) return whole;
  const [thing = '', verb = ''] = action.split('.');
  const [thingName, verbName] = [thingNames[thing], verbNames[verb]];
  return thingName !== undefined && verbName !== undefined ? verbName + thingName : action;
}
